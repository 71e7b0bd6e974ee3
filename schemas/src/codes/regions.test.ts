import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { countries } from "./countries.ts";
import { isInKatoDistrict, isKatoCode } from "./kato-codes.ts";
import { regionFamilies, regionOn, regions, resolveExposureRegion, resolveRegion } from "./regions.ts";
import { usStateByName, usStates } from "./us-states.ts";

const sharedData = new URL("../../../../shared/data/", import.meta.url);
const katoFile = new URL("kato.csv.gz", sharedData);
const regionsFile = new URL("kz_regions20.csv", sharedData);

test("there are twenty regions, each with its KATO code and names in three languages", () => {
  expect(regions.length).toBe(20);
  for (const { iso, kato, names } of regions) {
    expect(kato).toBe(`${iso.slice(3)}0000000`);
    expect(Object.values(names).every((name) => name.length > 3)).toBe(true);
  }
  expect(regions.filter(({ validFrom }) => validFrom !== null).map(({ iso }) => iso)).toEqual([
    "KZ-10",
    "KZ-33",
    "KZ-61",
    "KZ-62",
    "KZ-79",
  ]);
});

test("there are 249 countries, and 50 states, the capital's district and 6 territories", () => {
  expect(countries.size).toBe(249);
  expect(usStates.size).toBe(57);
  expect(usStateByName.get("GUAM")).toBe("US-GU");
});

test("a region is an ISO 3166-2 code or a KATO code of any level", () => {
  expect(resolveRegion("KZ-35")).toEqual({ country: "KZ", region: "KZ-35" });
  expect(resolveRegion("103230100")).toEqual({ country: "KZ", region: "KZ-10" });
  expect(resolveRegion("US-TX")).toEqual({ country: "US", region: "US-TX" });
  expect(resolveRegion("DE-BY")).toEqual({ country: "DE", region: "DE-BY" });
});

test.each(["", "KZ", "KZ-51", "KZ-KAR", "kz-35", "US-ZZ", "XX-01", "DE-BYYY", "520000000", "35000000", "3500000000", "KZ-35 "])(
  "%j is no region",
  (code) => expect(resolveRegion(code)).toBeNull(),
);

test("exposure may speak of a country, a region or a first-level KATO code, and of nothing deeper", () => {
  expect(resolveExposureRegion("US")).toEqual({ country: "US", region: null });
  expect(resolveExposureRegion("KZ")).toEqual({ country: "KZ", region: null });
  expect(resolveExposureRegion("KZ-75")).toEqual({ country: "KZ", region: "KZ-75" });
  expect(resolveExposureRegion("350000000")).toEqual({ country: "KZ", region: "KZ-35" });
  for (const code of ["351000000", "511000000", "XX", "KZ-51"]) expect(resolveExposureRegion(code)).toBeNull();
});

test("a KATO code is one of the edition's, or at least of one of its districts", () => {
  expect(["100000000", "103230100", "350000000"].map(isKatoCode)).toEqual([true, true, true]);
  expect(["103230199", "510000000", "000000000", ""].map(isKatoCode)).toEqual([false, false, false, false]);
  expect(["103230199", "510000000", "999900000"].map(isInKatoDistrict)).toEqual([true, false, false]);
});

test("regions have dates: before it was formed an area was the parent's, and South Kazakhstan was until 2018-06-19", () => {
  expect(resolveRegion("KZ-YUZ")).toEqual({ country: "KZ", region: "KZ-YUZ" });
  expect(resolveExposureRegion("510000000")).toEqual({ country: "KZ", region: "KZ-YUZ" });
  expect(resolveRegion("514000000")).toEqual({ country: "KZ", region: "KZ-YUZ" });
  expect(["2022-06-07", "2022-06-08"].map((day) => regionOn("KZ-62", day))).toEqual(["KZ-35", "KZ-62"]);
  expect(["2022-06-07", "2022-06-08"].map((day) => regionOn("KZ-35", day))).toEqual(["KZ-35", "KZ-35"]);
  expect(["2018-06-18", "2018-06-19"].map((day) => regionOn("KZ-79", day))).toEqual(["KZ-YUZ", "KZ-79"]);
  expect(["2018-06-18", "2018-06-19"].map((day) => regionOn("KZ-YUZ", day))).toEqual(["KZ-YUZ", null]);
  expect(regionOn("KZ-75", "1999-01-01")).toBe("KZ-75");
  expect(regionOn("US-TX", "1999-01-01")).toBe("US-TX");
  for (const { iso, validFrom, splitFrom } of regions) {
    const family = regionFamilies.find(({ children }) => children.includes(iso));
    expect(family?.on ?? null).toBe(validFrom);
    if (splitFrom !== null) expect(family).toMatchObject({ parent: splitFrom, parentRemains: true });
  }
});

test.skipIf(!existsSync(katoFile))("every code of ../shared/data/kato.csv.gz resolves to its region", () => {
  const codes = gunzipSync(readFileSync(katoFile)).toString("utf8").trim().split("\n").slice(1);
  const resolved = codes.map((line) => [line.slice(0, 2), resolveRegion(line.slice(0, 9))] as const);
  expect(resolved.length).toBe(15_594);
  expect(resolved.filter(([digits, found]) => found?.region !== `KZ-${digits}`)).toEqual([]);
  const listed = new Set(codes.map((line) => line.slice(0, 9)));
  expect([...listed].filter((code) => !isKatoCode(code))).toEqual([]);
  const neighbours = [...listed].map((code) => String(Number(code) + 1)).filter((code) => !listed.has(code));
  expect(neighbours.filter(isKatoCode)).toEqual([]);
});

test.skipIf(!existsSync(regionsFile))("names and splits agree with ../shared/data/kz_regions20.csv", () => {
  const lines = readFileSync(regionsFile, "utf8").trim().split("\n").slice(1);
  const published = lines.map((line) => {
    const [iso, , kato, , , ru, kk, , parent] = line.split(",");
    return { iso, kato, ru, kk, parent: parent === "" ? null : parent };
  });
  const ours = regions.map(({ iso, kato, names, splitFrom }) => ({ iso, kato, ru: names.ru, kk: names.kk, parent: splitFrom }));
  expect(ours).toEqual(published);
});
