import { emptyBook } from "../../exposure/domain/exposure-book.ts";
import { expect, test } from "vitest";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { requested, casesOf, snapshotOf, stated } from "../figures-model-fixture.ts";
import type { ModelCase } from "../figures-model-fixture.ts";
import { ratesResponse } from "./rates.ts";

function rowsOf(search: string, cases: readonly ModelCase[], exposures: readonly EffectiveExposure[] = [], day?: string): RatesRow[] {
  const query = requested(search);
  return ratesResponseSchema.parse(ratesResponse(query, snapshotOf(query, cases, exposures, day))).rows;
}
const counts = (rows: readonly RatesRow[]) => rows.map(({ period, count }) => `${period}: ${count}`);

test("nothing published: an empty watermark, and a row of zero for every period that was asked", () => {
  const query = requested("from=2025-01-01&to=2026-12-31&per=none");
  const response = ratesResponse(query, {
    cut: { asOf: null, watermark: "" },
    lastStampMs: null,
    cases: null,
    counted: [],
    accidents: [],
    reporters: [],
    commuting: 0,
    deaths: { later: 0, undated: 0 },
    exposures: emptyBook,
  });
  expect(response.watermark).toBe("");
  expect(counts(response.rows)).toEqual(["2025: 0", "2026: 0"]);
  expect(rowsOf("", [])).toEqual([]);
});

test("without bounds, whole periods reach to the last case or exposure of the country from the first, or from ten years before, whatever is filtered", () => {
  const cases: ModelCase[] = [
    { date: "2024-03-05", kind: "disease" },
    { date: "2025-11-30", region: "KZ-35" },
    { date: "2011-01-01", country: "US", region: "US-TX" },
  ];
  const exposures = [stated({ period: "2026-01", workers: 5 }), stated({ period: "2030", workers: 5 }, { country: "US" })];
  expect(counts(rowsOf("region=KZ-35", cases, exposures))).toEqual(["2024: 0", "2025: 1", "2026: 0"]);
  expect(rowsOf("period=quarter", cases, exposures).map(({ period }) => period)[0]).toBe("2024-Q1");
  expect(rowsOf("country=US&from=2011-01-01", cases, exposures).map(({ period }) => period)).toHaveLength(20);
  expect(rowsOf("country=US", cases, exposures).map(({ period }) => period)).toHaveLength(11);
  expect(rowsOf("", cases, exposures).every((row) => !("partial" in row))).toBe(true);
});

test("a bound that cuts a period leaves the count of the part and no rate", () => {
  const cases: ModelCase[] = [{ date: "2025-01-31" }, { date: "2025-02-01" }, { date: "2026-02-03" }, { date: "2026-02-04" }];
  const exposures = [stated({ period: "2025", workers: 10 }), stated({ period: "2026", workers: 10 })];
  const rows = rowsOf("from=2025-02-01&to=2026-02-03", cases, exposures);
  expect(counts(rows)).toEqual(["2025: 1", "2026: 1"]);
  expect(rows.map(({ partial, rate, lower, reason }) => ({ partial, rate, lower, reason }))).toEqual([
    { partial: true, rate: null, lower: null, reason: "partial_period" },
    { partial: true, rate: null, lower: null, reason: "partial_period" },
  ]);
  expect(rowsOf("from=2025-01-01&to=2025-12-31", cases, exposures)[0]).toMatchObject({ count: 2, rate: 200, reason: null });
});

test("ytd ends every year at the month and day of to, and is never partial", () => {
  const cases: ModelCase[] = [{ date: "2025-02-03" }, { date: "2025-02-04" }, { date: "2026-01-01" }, { date: "2026-02-03" }];
  const rows = rowsOf("period=ytd&from=2025-06-01&to=2026-02-03", cases, [stated({ period: "2026", workers: 1000 })]);
  expect(counts(rows)).toEqual(["2025-01-01/2025-02-03: 1", "2026-01-01/2026-02-03: 2"]);
  expect(rows.every((row) => !("partial" in row))).toBe(true);
  expect(rows[1]).toMatchObject({ exposure: 1000, rate: 2, exposureStatus: "closed" });
});

const aroundLeapDay: readonly ModelCase[] = [
  { date: "2023-02-28" },
  { date: "2023-03-01" },
  { date: "2024-02-29" },
  { date: "2024-02-28" },
  { date: "2024-03-01" },
];

test("ytd without to ends on the day of the cut, whenever the last case was", () => {
  expect(counts(rowsOf("period=ytd", aroundLeapDay, [], "2025-11-29"))).toEqual([
    "2023-01-01/2023-11-29: 2",
    "2024-01-01/2024-11-29: 3",
    "2025-01-01/2025-11-29: 0",
  ]);
  expect(counts(rowsOf("period=ytd", aroundLeapDay, [], "2024-02-29"))).toEqual(["2023-01-01/2023-02-28: 1", "2024-01-01/2024-02-29: 2"]);
});

test.each([
  ["2024-02-29", ["2023-01-01/2023-02-28: 1", "2024-01-01/2024-02-29: 2"], ["2022-01-01/2022-02-28: 0", "2023-01-01/2023-02-28: 1"]],
  ["2024-02-28", ["2023-01-01/2023-02-28: 1", "2024-01-01/2024-02-28: 1"], ["2022-01-01/2022-02-28: 0", "2023-01-01/2023-02-28: 1"]],
])("ytd to %s: 29 February counts in leap years where it is asked for", (to, own, compared) => {
  const rows = rowsOf(`period=ytd&from=2023-01-01&to=${to}&per=none&compare=year_before`, aroundLeapDay);
  expect(counts(rows)).toEqual(own);
  expect(counts(rows.map(({ previous }) => previous as unknown as RatesRow))).toEqual(compared);
});

test("a rolling year reaches back before from; only to can cut it", () => {
  const cases: ModelCase[] = [{ date: "2025-02-28" }, { date: "2025-03-01" }, { date: "2026-02-10" }, { date: "2026-02-11" }];
  const rows = rowsOf("period=rolling12m&from=2026-01-15&to=2026-02-10", cases, [stated({ period: "2025", workers: 100 })]);
  expect(counts(rows)).toEqual(["2025-02/2026-01: 2", "2025-03/2026-02: 2"]);
  expect(rows.map(({ partial }) => partial)).toEqual([undefined, true]);
});

test("with by, a cell has a row for a case of the asked kind, whatever the measure", () => {
  const cases: ModelCase[] = [
    { date: "2026-01-01", region: "KZ-35" },
    { date: "2026-01-01", region: "KZ-63", kind: "disease" },
    { date: "2026-01-01" },
  ];
  const rows = rowsOf("measure=fatal&by=region", cases);
  expect(rows.map(({ region, count }) => [region, count])).toEqual([
    ["KZ-35", 0],
    [null, 0],
  ]);
});

test("with by of exposure dimensions alone, a statement for that very cell and period makes a row too", () => {
  const exposures = [
    stated({ period: "2026", workers: 5 }, { region: "KZ-35" }),
    stated({ period: "2026-Q1", workers: 5 }, { region: "KZ-63" }),
    stated({ period: "2026", workers: 5 }, { region: "KZ-71", section: "B" }),
    stated({ period: "2026", workers: 5 }, { region: "US-TX", country: "US" }),
  ];
  expect(rowsOf("by=region", [], exposures).map(({ region }) => region)).toEqual(["KZ-35"]);
  expect(rowsOf("by=region&sector=B", [], exposures).map(({ region }) => region)).toEqual(["KZ-71"]);
  expect(rowsOf("by=region,severity", [], exposures)).toEqual([]);
  expect(rowsOf("by=country,region&period=year", [], exposures).map(({ country, region }) => `${country} ${region}`)).toEqual([
    "KZ KZ-35",
    "US US-TX",
  ]);
});

test("rows are sorted by period, then by the dimensions in the order asked, unknown last; keys stand in that order", () => {
  const cases: ModelCase[] = [
    { date: "2026-01-01" },
    { date: "2026-01-01", sector: "B", region: "KZ-63" },
    { date: "2026-01-01", sector: "B" },
    { date: "2026-01-01", sector: "A", region: "KZ-63" },
    { date: "2025-01-01", sector: "Q", region: "KZ-10" },
  ];
  const rows = rowsOf("by=sector,region&per=none", cases);
  expect(rows.map(({ period, sector, region }) => [period, sector, region])).toEqual([
    ["2025", "Q", "KZ-10"],
    ["2026", "A", "KZ-63"],
    ["2026", "B", "KZ-63"],
    ["2026", "B", null],
    ["2026", null, null],
  ]);
  const query = requested("by=sector,region&per=none");
  const [first] = ratesResponse(query, snapshotOf(query, cases)).rows;
  expect(Object.keys(first!)).toEqual([
    "period",
    "sector",
    "region",
    "count",
    "exposure",
    "exposureBasis",
    "exposureStatus",
    "exposurePeriod",
    "rate",
    "lower",
    "upper",
    "status",
    "reason",
  ]);
});

test("per=none bounds the expected count and says nothing of exposure", () => {
  expect(rowsOf("per=none", casesOf(4, { date: "2026-01-01" }), [stated({ period: "2026", workers: 5 })])[0]).toEqual({
    period: "2026",
    count: 4,
    exposure: null,
    exposureBasis: null,
    exposureStatus: null,
    exposurePeriod: null,
    rate: null,
    lower: 1.08987,
    upper: 10.2416,
    status: "provisional",
    reason: null,
  });
});

test("days lost are no count of events: a rate without limits", () => {
  expect(rowsOf("measure=days_lost", [{ date: "2026-01-01", daysLost: 7 }], [stated({ period: "2026", workers: 1000 })])[0]).toMatchObject({
    count: 7,
    rate: 7,
    lower: null,
    upper: null,
    intervalReason: "not_a_count",
  });
  expect(rowsOf("measure=days_lost&per=none", [{ date: "2026-01-01", daysLost: 7 }])[0]).toMatchObject({
    lower: null,
    intervalReason: "not_a_count",
  });
});

test("per=case is missing where there is no case to state its days, and unstated where none does", () => {
  const missing = { count: 0, exposure: null, exposureStatus: "missing", rate: null };
  const [silent] = rowsOf("measure=days_lost&per=case", [{ date: "2026-01-01" }]);
  expect(silent).toMatchObject({ ...missing, unstated: 1, reason: "days_unstated" });
  const [dead] = rowsOf("measure=days_lost&per=case", [{ date: "2026-01-01", severity: "fatal" }]);
  expect(dead).toMatchObject({ ...missing, unstated: 0, reason: "exposure_missing" });
});

test("a missing rate says whether the exposure lacks or only its unit", () => {
  const cases = casesOf(1, { date: "2026-01-01" });
  expect(rowsOf("", cases)[0]).toMatchObject({ exposureStatus: "missing", reason: "exposure_missing" });
  expect(rowsOf("per=1000000_hours", cases, [stated({ period: "2026", workers: 5 })])[0]).toMatchObject({
    exposure: null,
    reason: "unit_missing",
  });
  expect(rowsOf("", cases, [stated({ period: "2026", workers: 0 })])[0]).toMatchObject({
    exposure: 0,
    exposureStatus: "closed",
    rate: null,
    lower: null,
    upper: null,
    reason: "exposure_zero",
  });
});

test("contractors read as true, false or unknown", () => {
  const cases: ModelCase[] = [{ date: "2026-01-01" }, { date: "2026-01-01", contractor: "true" }];
  expect(rowsOf("by=contractor", cases).map(({ contractor }) => contractor)).toEqual([true, null]);
});

test("the complex is section B with divisions 24 and 25, at a mine is who tells a mining dimension", () => {
  const cases: ModelCase[] = [
    { date: "2026-01-01", sector: "B" },
    { date: "2026-01-01", sector: "C", division: "24" },
    { date: "2026-01-01", sector: "C", division: "26" },
    { date: "2026-01-01", sector: "F", division: "43", hazard: "outburst" },
  ];
  expect(counts(rowsOf("sector=mmc", cases))).toEqual(["2026: 2"]);
  expect(counts(rowsOf("sector=24", cases))).toEqual(["2026: 1"]);
  expect(counts(rowsOf("site=mine", cases))).toEqual(["2026: 1"]);
  expect(counts(rowsOf("region=unknown", cases))).toEqual(["2026: 4"]);
});

test("a denominator of a log of before, so small that it divides to no finite number, gives no rate and says why, on either side of a comparison", () => {
  const cases: ModelCase[] = [{ date: "2025-03-05" }, { date: "2026-03-05" }, { date: "2026-03-06", severity: "fatal" }];
  const all = (quantity: number) => ({ workers: quantity, hours: quantity, tonnes: quantity });
  // Beside the greatest denominator there is, the second has a rate and no ratio.
  const [plain, small, finite, great] = [all(1000), all(1e-310), all(1e-303), all(99_999_999_999)];
  const ofYears = (before: typeof plain, now: typeof plain) => [stated({ period: "2025", ...before }), stated({ period: "2026", ...now })];
  const none = { rate: null, lower: null, upper: null, reason: "not_finite" };
  for (const search of ["", "per=100000_workers", "per=1000000_hours", "per=1000000_tonnes", "interval=accidents", "measure=fatal"]) {
    const rows = rowsOf(`${search}&from=2026-01-01&to=2026-12-31`, cases, ofYears(small, small));
    expect(rows, search).toMatchObject([none]);
    // As it is sent: JSON has no number for what is not finite, and a table would print its word.
    expect(rows, search).toEqual(JSON.parse(JSON.stringify(rows)));
    expect(JSON.stringify(rows)).not.toMatch(/Infinity|NaN/);
  }
  for (const [before, now] of [
    [small, plain],
    [plain, small],
    [small, small],
    [great, finite],
  ] as const) {
    const [row] = rowsOf("compare=previous&from=2026-01-01&to=2026-12-31", cases, ofYears(before, now));
    expect(row?.previous).toMatchObject({ ratio: null, upper: null });
    expect(row).toEqual(JSON.parse(JSON.stringify(row)));
  }
});
