/** What is not stated is counted and shown (NUMBERS, section 3), and routine and disasters apart (2.7). */
import { expect, test } from "vitest";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import { requested, casesOf, snapshotOf, stated } from "../figures-model-fixture.ts";
import type { ModelCase } from "../figures-model-fixture.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { ratesResponse } from "./rates.ts";

const year2024 = "from=2024-01-01&to=2024-12-31";
const workers = [stated({ period: "2023", workers: 1000 }), stated({ period: "2024", workers: 1000 })];

function rowOf(search: string, cases: readonly ModelCase[], exposures: readonly EffectiveExposure[] = workers): RatesRow {
  const query = requested(`${year2024}&${search}`);
  return ratesResponseSchema.parse(ratesResponse(query, snapshotOf(query, cases, exposures))).rows[0]!;
}
const of = (severity: string, daysLost?: number): ModelCase => ({
  date: "2024-05-04",
  severity,
  ...(daysLost === undefined ? {} : { daysLost }),
});

/** Issue 11. */
test("ten severe cases without days lost: ten of lost time, and no rate of days", () => {
  const cases = casesOf(10, of("severe"));
  expect(rowOf("measure=lost_time", cases)).toMatchObject({ count: 10, unstated: 0, rate: 10, reason: null });
  expect(rowOf("measure=days_lost", cases)).toMatchObject({ count: 0, unstated: 10, rate: null, reason: "days_unstated" });
  expect(rowOf("measure=days_lost&per=case", cases)).toMatchObject({ unstated: 10, rate: null, reason: "days_unstated" });
});

test.each([
  ["", 1, 6],
  ["&lostDays=4", 4, 4],
  ["&lostDays=40", 40, 2],
])("lost time%s: the fatal, the severe unless they state fewer days than %i, the light that state so many", (search, _days, count) => {
  const cases = [
    of("fatal"),
    of("severe"),
    of("severe", 0),
    of("severe", 2),
    of("severe", 5),
    of("light", 1),
    of("light", 4),
    of("light", 0),
  ];
  expect(rowOf(`measure=lost_time&per=none${search}`, cases)).toMatchObject({ count, unstated: 0 });
});

test.each([
  [8, 2, null],
  [7, 2, "days_unstated"],
  [0, 0, null],
])("%i light cases state their days and %i do not: %s", (reported, silent, reason) => {
  const cases = [of("fatal"), ...casesOf(reported, of("light", 3)), ...casesOf(silent, of("light"))];
  const row = rowOf("measure=lost_time", cases);
  expect(row).toMatchObject({ count: 1 + reported, unstated: silent, reason });
  expect([row.rate, row.lower].map((figure) => figure === null)).toEqual([reason !== null, reason !== null]);
  // Exposure is looked at first.
  expect(rowOf("measure=lost_time", cases, []).reason).toBe("exposure_missing");
});

test("where days are not stated on either side, nothing is compared", () => {
  const before = casesOf(30, { ...of("light", 5), date: "2023-05-04" });
  const cases = [...before, ...casesOf(5, of("light", 5)), ...casesOf(5, of("light"))];
  expect(rowOf("measure=lost_time&compare=previous", cases).previous).toMatchObject({
    count: 30,
    rate: 30,
    ratio: null,
    p: null,
    word: null,
    reason: "days_unstated",
    comparedBy: null,
  });
  expect(rowOf("measure=lost_time&per=none&compare=previous", cases).previous).toMatchObject({ ratio: null, reason: "days_unstated" });
});

const disaster = "d".repeat(64);
const group = (victims: number, one: Partial<ModelCase> = {}) => casesOf(victims, { ...of("fatal"), accident: disaster, ...one });

test("routine and disasters apart: five dead or more, counted over the whole accident before any filter", () => {
  const cases = [...casesOf(3, of("fatal")), ...group(3), ...group(2, { region: "KZ-35" })];
  expect(rowOf("measure=fatal&interval=accidents", cases)).toMatchObject({
    count: 8,
    routine: { count: 3, rate: 3, lower: 0.618672, upper: 8.76727 },
    disasters: [{ accident: disaster, victims: 5 }],
  });
  const regional = stated({ period: "2024", workers: 1000 }, { region: "KZ-35" });
  expect(rowOf("measure=fatal&interval=accidents&region=KZ-35", cases, [regional])).toMatchObject({
    count: 2,
    routine: { count: 0, rate: 0, lower: 0, upper: 3.68888 },
    disasters: [{ accident: disaster, victims: 2 }],
  });
  expect(rowOf("measure=accidents&interval=accidents", [...group(1), ...group(4, { leads: false })])).toMatchObject({
    count: 1,
    routine: { count: 0 },
    disasters: [{ accident: disaster, victims: 5 }],
  });
  expect(rowOf("measure=fatal&interval=accidents", group(4))).toMatchObject({ routine: { count: 4 }, disasters: [] });
  expect(rowOf("measure=fatal", cases)).not.toHaveProperty("routine");
  expect(rowOf("measure=fatal&interval=accidents", cases, [])).toMatchObject({
    routine: { count: 3, rate: null, lower: null, upper: null },
  });
});

/** NUMBERS, section 2.6: 0 of 50 and 99 of 800,000 with weights .04 and .96. */
test("a standard has Tiwari's limits, and no rate where more than one case in twenty is of no known section", () => {
  const exposures = [
    stated({ period: "2024", workers: 40_000 }, { section: "B" }),
    stated({ period: "2024", workers: 960_000 }, { section: "C" }),
    stated({ period: "2024", workers: 50 }, { section: "B", region: "KZ-35" }),
    stated({ period: "2024", workers: 800_000 }, { section: "C", region: "KZ-35" }),
  ];
  const cases = casesOf(99, { ...of("light"), region: "KZ-35", sector: "C" });
  const search = "region=KZ-35&standard=2024";
  expect(rowOf(search, cases, exposures)).toMatchObject({ rate: 0.1188, upper: 2.06401, unstandardised: 0 });
  const unknown = (some: number) => [...cases, ...casesOf(some, { ...of("light"), region: "KZ-35" })];
  expect(rowOf(search, unknown(5), exposures)).toMatchObject({ rate: 0.1188, unstandardised: 5, reason: null });
  expect(rowOf(search, unknown(6), exposures)).toMatchObject({ rate: null, upper: null, unstandardised: 6, reason: "strata_unknown" });
});
