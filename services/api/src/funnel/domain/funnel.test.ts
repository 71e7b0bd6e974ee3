/** The funnel of METHODS, section 4, and what has a place in one. */
import * as fc from "fast-check";
import { funnelResponseSchema } from "@qorgau/schemas/responses/funnel-response";
import type { FunnelResponse, FunnelRow } from "@qorgau/schemas/responses/funnel-response";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { casesOf, snapshotOf, stated } from "../../rates/figures-model-fixture.ts";
import type { ModelCase } from "../../rates/figures-model-fixture.ts";
import { periodHolding } from "../../time/periods.ts";
import { daysRead } from "./funnel-areas.ts";
import { parseFunnelQuery } from "./funnel-parameters.ts";
import { periodOfCut } from "./funnel-period.ts";
import { funnelSteps } from "./funnel.ts";

/** Of a cut on that day. */
function funnelOf(
  search: string,
  cases: readonly ModelCase[],
  exposures: readonly EffectiveExposure[],
  day = "2025-03-04",
): FunnelResponse {
  const parsed = parseFunnelQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const { rates } = parsed.query;
  const period = rates.to === null ? periodOfCut(rates.period, day) : periodHolding(rates.period, rates.to);
  const snapshot = snapshotOf({ ...rates, ...daysRead(rates, period) }, cases, exposures, day);
  return funnelResponseSchema.parse(finished(funnelSteps(parsed.query, period, snapshot)));
}

const regions = ["KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39"] as const;
const counts = [2, 0, 3, 7, 1, 4, 19, 8, 12, 24];
const workers = [12, 25, 40, 60, 85, 120, 180, 260, 400, 700].map((thousands) => thousands * 1000);
const golden = {
  cases: regions.flatMap((region, place) => casesOf(counts[place]!, { date: "2024-05-06", region })),
  exposures: regions.map((region, place) => stated({ period: "2024", workers: workers[place]! }, { region })),
};
const rowOf = ({ rows }: FunnelResponse, region: string | null): FunnelRow => rows.find((row) => row.region === region)!;

/** To the digits that METHODS, section 4, prints; those of areas 1 and 2 are SciPy's. */
test("ten areas, overdispersed", () => {
  const funnel = funnelOf("measure=injured&per=100000_workers", golden.cases, golden.exposures);
  expect(funnel).toMatchObject({
    period: "2024",
    by: "region",
    exposureBasis: "listed_employees",
    target: 4.2508,
    areas: 10,
    phi: 2.22106,
    phiLimit: 1.89443,
    overdispersed: true,
    methods: 1,
  });
  expect(funnel).not.toHaveProperty("running");
  expect(funnel.rows.map(({ region, word }) => `${region} ${word}`)).toEqual(
    regions.map((region) => `${region} ${region === "KZ-31" ? "above_95" : "inside"}`),
  );
  expect(rowOf(funnel, "KZ-19")).toMatchObject({
    count: 7,
    exposure: 60_000,
    rate: 11.6667,
    expected: 2.55048,
    limits: { lower998: 0, lower95: 0, upper95: 9.47728, upper998: 13.8526 },
    inflated: { lower95: 0, upper95: 12.0399 },
    word: "inside",
  });
  expect(rowOf(funnel, "KZ-31")).toMatchObject({
    rate: 10.5556,
    limits: { lower998: 0.0801347, lower95: 1.22026, upper95: 7.22083, upper998: 9.43851 },
    inflated: { upper95: 8.67711, upper998: 11.9821 },
  });
  expect(rowOf(funnel, "KZ-39")).toMatchObject({
    rate: 3.42857,
    limits: { lower95: 2.72255, upper95: 5.77621 },
    inflated: { lower95: 1.97321, upper95: 6.52416 },
  });
  expect(rowOf(funnel, "KZ-11")).toMatchObject({
    count: 0,
    rate: 0,
    ratio: 0,
    limits: { upper95: 11.8886, upper998: 19.8072 },
    word: "inside",
  });
});

test("the curves reach from the smallest to the largest area, and pass through the limits of the areas at their ends", () => {
  const funnel = funnelOf("measure=injured&per=100000_workers", golden.cases, golden.exposures);
  expect(funnel.curves).toHaveLength(40);
  const { region: _first, ...least } = rowOf(funnel, "KZ-10");
  const { region: _last, ...most } = rowOf(funnel, "KZ-39");
  expect(funnel.curves[0]).toEqual({ exposure: 12_000, expected: least.expected, limits: least.limits, inflated: least.inflated });
  expect(funnel.curves[39]).toEqual({ exposure: 700_000, expected: most.expected, limits: most.limits, inflated: most.inflated });
  const steps = funnel.curves.slice(1).map(({ exposure }, place) => exposure! / funnel.curves[place]!.exposure!);
  for (const step of steps) expect(step).toBeCloseTo((700 / 12) ** (1 / 39), 4);
});

test("of fewer than eight areas the limits are those of chance, and of one there is nothing to say", () => {
  const some = (n: number) =>
    funnelOf(
      "measure=injured&per=100000_workers&from=2024-01-01",
      golden.cases.filter(({ region }) => regions.indexOf(region as "KZ-10") < n),
      golden.exposures.slice(0, n),
    );
  expect(some(7)).toMatchObject({ areas: 7, phi: null, phiLimit: null, overdispersed: false });
  expect(rowOf(some(7), "KZ-31")).not.toHaveProperty("inflated");
  expect(some(8).phi).not.toBeNull();
  expect(some(1)).toMatchObject({ areas: 1, target: 16.6667, rows: [{ word: null, reason: "too_few" }] });
  expect(some(1).curves).toHaveLength(1);
  expect(some(0)).toMatchObject({ areas: 0, target: null, rows: [], curves: [] });
});

test("where nothing happened at all every area is inside", () => {
  const funnel = funnelOf("measure=fatal", [], golden.exposures);
  expect(funnel).toMatchObject({ target: 0, phi: 0, overdispersed: false });
  expect(new Set(funnel.rows.map(({ word, ratio }) => `${word} ${ratio}`))).toEqual(new Set(["inside null"]));
});

test("an area without a denominator has no place, and says why; it takes no part in the target", () => {
  const others = [
    ...casesOf(5, { date: "2024-02-01", region: "KZ-47" }),
    ...casesOf(6, { date: "2024-02-01", region: "KZ-55" }),
    ...casesOf(7, { date: "2024-02-01" }),
  ];
  const exposures = [
    ...golden.exposures,
    stated({ period: "2024", workers: 0 }, { region: "KZ-55" }),
    // Only of a time long before, without a case: not of this funnel.
    stated({ period: "2015", workers: 1000 }, { region: "KZ-59" }),
    stated({ period: "2024", workers: 900 }, { region: "KZ-10" }, { source: "urn:other" }),
  ];
  const funnel = funnelOf("measure=injured&per=100000_workers", [...golden.cases, ...others], exposures);
  expect(funnel.areas).toBe(10);
  expect(funnel.rows.map(({ region, reason }) => `${region} ${reason}`).filter((one) => !one.endsWith("null"))).toEqual([
    "KZ-10 exposure_conflict",
    "KZ-47 exposure_missing",
    "KZ-55 exposure_zero",
    "null exposure_missing",
  ]);
  expect(rowOf(funnel, "KZ-47")).toMatchObject({ count: 5, rate: null, expected: null, word: null });
  expect(rowOf(funnel, "KZ-47")).not.toHaveProperty("limits");
  expect(rowOf(funnel, "KZ-10")).toMatchObject({ exposureConflict: true, word: null });
  expect(rowOf(funnel, "KZ-10").rate).not.toBeNull();
  // The area of KZ-35 changed within 2022.
  const ofBreak = funnelOf("from=2022-01-01", casesOf(3, { date: "2022-02-03", region: "KZ-35" }), [
    stated({ period: "2022", workers: 9 }, { region: "KZ-35" }),
  ]);
  expect(rowOf(ofBreak, "KZ-35")).toMatchObject({ rate: null, reason: "series_break" });
});

test("an area in which nothing happened has its place by what was stated earlier, and a running period is told", () => {
  const exposures = regions.slice(0, 3).map((region, place) => stated({ period: "2024", workers: workers[place]! }, { region }));
  const cases = [...casesOf(2, { date: "2025-02-01", region: "KZ-10" }), ...casesOf(9, { date: "2024-12-01", region: "KZ-11" })];
  const funnel = funnelOf("period=ytd", cases, exposures);
  expect(funnel).toMatchObject({ period: "2025-01-01/2025-03-04", running: true, areas: 3 });
  expect(rowOf(funnel, "KZ-11")).toMatchObject({ count: 0, exposure: 25_000, exposureStatus: "carried_forward", word: "inside" });
  expect(funnelOf("period=ytd&to=2025-03-03", cases, exposures)).not.toHaveProperty("running");
});

test.each([
  ["", "2024"],
  ["period=quarter", "2024-Q4"],
  ["period=month", "2025-02"],
  ["period=rolling12m", "2024-03/2025-02"],
  ["period=ytd", "2025-01-01/2025-03-04"],
  ["from=2023-01-01", "2023"],
  ["period=month&to=2024-02-29", "2024-02"],
  ["period=rolling12m&from=2023-03-01", "2023-03/2024-02"],
  ["period=quarter&from=2024-04-01&to=2024-06-30", "2024-Q2"],
])("the period of %j on 4 March 2025 is %s", (search, period) => {
  expect(funnelOf(search, golden.cases, golden.exposures).period).toBe(period);
});

/** By a program of its own: rates of the sections 41 and 7 per 15,000, limits by SciPy over what they let expect. */
const mix = {
  "KZ-10": { B: [3, 1000], C: [4, 9000] },
  "KZ-11": { B: [20, 5000], C: [2, 5000] },
  "KZ-15": { B: [18, 9000], C: [1, 1000] },
} as const;
const ofMix = (date: string) =>
  Object.entries(mix).flatMap(([region, sections]) =>
    Object.entries(sections).flatMap(([sector, [count]]) => casesOf(count, { date, region, sector })),
  );
const exposuresOfMix = Object.entries(mix).flatMap(([region, sections]) => [
  ...Object.entries(sections).map(([section, [, some]]) => stated({ period: "2024", workers: some }, { region, section })),
  stated({ period: "2024", workers: 10_000 }, { region }),
]);
const country = ["B", "C"].map((section) => stated({ period: "2024", workers: 15_000 }, { section }));

test("with a standard, areas are set beside what the rates of their sections let expect", () => {
  const unknown = casesOf(1, { date: "2024-03-04", region: "KZ-11" });
  const funnel = funnelOf("measure=injured&standard=2024", [...ofMix("2024-05-06"), ...unknown], [...exposuresOfMix, ...country]);
  expect(funnel).toMatchObject({ target: 1, areas: 3, standard: 2024 });
  expect(rowOf(funnel, "KZ-10")).toMatchObject({
    count: 7,
    rate: 0.7,
    expected: 6.93333,
    ratio: 1.00962,
    limits: { lower998: 0.000538951, lower95: 0.25053, upper95: 1.73383, upper998: 2.29311 },
    unstandardised: 0,
  });
  // One of 23 is of no known section: it is set aside.
  expect(rowOf(funnel, "KZ-11")).toMatchObject({ count: 22, expected: 16, ratio: 1.375, word: "inside", unstandardised: 1 });
  // Without it the same area would lie lowest: most of its workers are in mining.
  expect(rowOf(funnel, "KZ-15")).toMatchObject({ count: 19, rate: 1.9, expected: 25.0667, ratio: 0.757979 });
  expect(funnel.curves[0]).toMatchObject({ exposure: null, expected: 6.93333 });
  const two = casesOf(2, { date: "2024-03-04", region: "KZ-11" });
  const many = funnelOf("measure=injured&standard=2024", [...ofMix("2024-05-06"), ...two], [...exposuresOfMix, ...country]);
  expect(rowOf(many, "KZ-11")).toMatchObject({ rate: null, reason: "strata_unknown" });
  const lacking = funnelOf("measure=injured&standard=2024", ofMix("2024-05-06"), [...exposuresOfMix.slice(1), ...country]);
  expect(rowOf(lacking, "KZ-10")).toMatchObject({ rate: null, reason: "exposure_missing" });
  const elsewhere = casesOf(1, { date: "2024-03-04", region: "KZ-11", sector: "F" });
  const beyond = funnelOf("measure=injured&standard=2024", [...ofMix("2024-05-06"), ...elsewhere], [...exposuresOfMix, ...country]);
  expect(rowOf(beyond, "KZ-11")).toMatchObject({ rate: null, reason: "exposure_missing" });
});

test("a standard of a whole year lets expect of a quarter a quarter, and of a year to date what its days had", () => {
  const quarter = funnelOf("measure=injured&standard=2024&period=quarter&to=2024-06-30", ofMix("2024-05-06"), [
    ...exposuresOfMix,
    ...country,
  ]);
  expect(rowOf(quarter, "KZ-11")).toMatchObject({ count: 22, expected: 4, ratio: 5.5, word: "above_99.8" });
  const cases = [...ofMix("2024-01-06"), ...ofMix("2024-05-06"), ...ofMix("2025-01-09")];
  const toDate = funnelOf("measure=injured&standard=2024&period=ytd&to=2025-01-31", cases, [...exposuresOfMix, ...country]);
  expect(rowOf(toDate, "KZ-11")).toMatchObject({ count: 22, expected: 16 });
  expect(rowOf(toDate, "KZ-10")).toMatchObject({ expected: 6.93333 });
});

test("an accident counts once, its victims beside it", () => {
  const group = [
    ...casesOf(1, { date: "2024-05-06", region: "KZ-10", accident: "A" }),
    ...casesOf(20, { date: "2024-05-06", region: "KZ-10", accident: "A", leads: false }),
  ];
  const funnel = funnelOf("", [...golden.cases, ...group], golden.exposures);
  expect(funnel.measure).toBe("accidents");
  expect(rowOf(funnel, "KZ-10")).toMatchObject({ count: 3, victims: 23 });
  expect(rowOf(funnelOf("measure=injured", golden.cases, golden.exposures), "KZ-10")).not.toHaveProperty("victims");
});

test("what is expected of all areas together is what was counted in them", () => {
  const area = fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 90_000 }));
  fc.assert(
    fc.property(fc.array(area, { minLength: 2, maxLength: regions.length }), fc.constantFrom("", "&standard=2024"), (areas, standard) => {
      const cases = areas.flatMap(([b, c], place) => [
        ...casesOf(b, { date: "2024-05-06", region: regions[place]!, sector: "B" }),
        ...casesOf(c, { date: "2024-05-06", region: regions[place]!, sector: "C" }),
      ]);
      const exposures = areas.flatMap(([, , b, c], place) =>
        [
          ["B", b],
          ["C", c],
        ].map(([section, some]) =>
          stated({ period: "2024", workers: Number(some) }, { region: regions[place]!, section: String(section) }),
        ),
      );
      const ofCountry = ["B", "C"].map((section, place) =>
        stated({ period: "2024", workers: areas.reduce((sum, one) => sum + one[place === 0 ? 2 : 3], 0) }, { section }),
      );
      const whole = areas.map(([, , b, c], place) => stated({ period: "2024", workers: b + c }, { region: regions[place]! }));
      const { rows } = funnelOf(`measure=injured${standard}`, cases, [...exposures, ...ofCountry, ...whole]);
      const placed = rows.filter(({ expected }) => expected !== null);
      const sum = (name: "count" | "expected") => placed.reduce((all, row) => all + row[name]!, 0);
      fc.pre(placed.length === areas.length);
      expect(sum("expected")).toBeCloseTo(sum("count"), 2);
    }),
    { numRuns: 200 },
  );
});
