/** What an open table shows, and that what is not published leaves no trace in it. */
import { finished } from "@qorgau/schemas/steps";
import { createSecretKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import { requested, stated } from "../../rates/figures-model-fixture.ts";
import { areasBuilder } from "./batches.ts";
import { defaultNoise } from "./noise.ts";
import type { OpenCase } from "./open-cells.ts";
import { openInterval } from "./open-interval.ts";
import { openRatesSteps } from "./open-rates.ts";
import type { OpenState } from "./open-rates.ts";
import { openDimensions, openPeriods, openPers, faultOfOpenTable } from "./open-tables.ts";
import { keyOfCase, publishedCount } from "./published-count.ts";
import { structureOf } from "./structure.ts";

const releaseKey = createSecretKey(Buffer.from("release-key"));
const common: Omit<OpenCase, "id" | "month"> = {
  region: "KZ-35",
  sector: "C",
  division: "24",
  severity: "fatal",
  kind: "accident",
  sex: "female",
  ageBand: "65+",
  cause: "equipment",
};
const caseOf = (id: string, other: Partial<OpenCase> = {}): OpenCase => ({ ...common, month: "2025-03", ...other, id });

const exposures = exposureBook([
  stated({ period: "2025", workers: 7_000_000 }),
  stated({ period: "2025", workers: 500_000 }, { region: "KZ-35" }),
  stated({ period: "2024", workers: 6_000_000, basis: "employed" }, { section: "C" }),
]);

function stateOf(cases: readonly OpenCase[]): OpenState {
  const builder = areasBuilder(releaseKey);
  for (const one of cases.toSorted((a, b) => (a.id < b.id ? -1 : 1))) builder.add(one);
  return {
    batch: "0:9",
    day: "2025-11-30",
    noise: defaultNoise,
    areas: new Map([...finished(builder.areas())].map(([area, { tables }]) => [area, tables])),
    exposures,
    structure: structureOf(exposures),
  };
}
const responseOf = (search: string, cases: readonly OpenCase[]) => finished(openRatesSteps(requested(search), stateOf(cases)));

const ids = Array.from({ length: 200 }, (_, place) => place.toString(16).padStart(64, "0"));
const published = publishedCount(defaultNoise);
const shownAs = (count: number) => ids.find((id) => published({ n: 1, sum: keyOfCase(releaseKey, id) }) === count)!;

const pairs = openDimensions.flatMap((one, place) => ["", one, ...openDimensions.slice(place + 1).map((other) => `${one},${other}`)]);
const tables = openPeriods
  .flatMap((period) => [...new Set(pairs)].map((by) => `period=${period}${by === "" ? "" : `&by=${by}`}`))
  .concat("by=region,division");

describe("a case of which the published count is 0", () => {
  test.each([
    ["now", {}],
    ["long ago", { month: "1951-02" }],
    ["of an unknown region and activity", { region: "", sector: "", division: "" }],
  ])("leaves no trace in any table: %s", (_name, other) => {
    for (const per of openPers) {
      for (const table of tables) {
        const search = `${table}&per=${per}`;
        expect(faultOfOpenTable(requested(search))).toBeNull();
        expect([search, responseOf(search, [caseOf(shownAs(0), other)])]).toEqual([search, responseOf(search, [])]);
      }
    }
  });

  test("is one of many: another is published as three", () => {
    expect(responseOf("by=region", [caseOf(shownAs(3))]).rows.find(({ region }) => region === "KZ-35")?.count).toBe(3);
  });
});

test("a rate is of the published count, and its limits are wider by the noise", () => {
  const cases = ids.slice(0, 40).map((id) => caseOf(id));
  const [row] = responseOf("from=2025-01-01", cases).rows;
  const { lower, upper } = openInterval(defaultNoise.V)(row!.count!);
  const perUnit = (figure: number) => Number(((figure / 7_000_000) * 1000).toPrecision(6));
  expect(row).toMatchObject({
    rate: perUnit(row!.count!),
    lower: perUnit(lower),
    upper: perUnit(upper),
    running: true,
    status: "provisional",
  });
});

test("of a mining division whose headcounts nobody states nothing is shown, not even whether there is a case", () => {
  const miners = ids.slice(0, 30).map((id) => caseOf(id, { sector: "B", division: "05" }));
  const rowsOf = (cases: readonly OpenCase[]) =>
    responseOf("by=region,division&from=2025-01-01", cases).rows.filter(({ division }) => division === "05");
  expect(rowsOf(miners)).toEqual(rowsOf([]));
  expect(rowsOf(miners)).toHaveLength(20);
  for (const row of rowsOf(miners))
    expect(row).toMatchObject({ count: null, exposure: null, rate: null, lower: null, reason: "confidential" });
  // They are in the figure of the section.
  expect(responseOf("by=region,sector&from=2025-01-01", miners).rows.find(({ sector }) => sector === "B")?.count).toBeGreaterThan(20);
});

test("the kind of a case is a dimension or accident", () => {
  const diseases = ids.slice(0, 20).map((id) => caseOf(id, { kind: "disease" }));
  expect(responseOf("by=region&per=none", diseases).rows.filter(({ count }) => count !== 0)).toEqual([]);
  expect(responseOf("by=kind&per=none", diseases).rows.map(({ kind }) => kind)).toEqual(["disease"]);
});
