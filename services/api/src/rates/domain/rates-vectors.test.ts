/** The worked vectors of FACTS, section 4, that counts, workers, hours or tonnes make; each result as it is printed there. */
import { expect, test } from "vitest";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { requested, casesOf, snapshotOf, stated } from "../figures-model-fixture.ts";
import type { ModelCase } from "../figures-model-fixture.ts";
import { ratesResponse } from "./rates.ts";

function rateOf(search: string, cases: readonly ModelCase[], exposures: readonly EffectiveExposure[]): number | null | undefined {
  const query = requested(search);
  return ratesResponse(query, snapshotOf(query, cases, exposures)).rows.at(-1)?.rate;
}

const in2026 = (one: Partial<ModelCase> = {}): ModelCase => ({ date: "2026-05-04", ...one });
const hours = (value: number) => [stated({ period: "2026", hours: value, basis: "hours_worked" })];
const workers = (value: number) => [stated({ period: "2026", workers: value })];

test("vector 1: 17 recordable cases in 1,500,000 hours are a TRIR of 2.27", () => {
  expect(rateOf("per=200000_hours", casesOf(17, in2026()), hours(1_500_000))?.toFixed(2)).toBe("2.27");
});

test("vector 2: 2 cases in 28,000 hours are 14.29", () => {
  expect(rateOf("per=200000_hours", casesOf(2, in2026()), hours(28_000))?.toFixed(2)).toBe("14.29");
});

test("vector 3: 5 days lost in 2 cases are 2.50 a case", () => {
  expect(rateOf("measure=days_lost&per=case", [in2026({ daysLost: 4 }), in2026({ daysLost: 1 })], [])).toBe(2.5);
});

test("vector 5: 80 cases, 800,000 hours, 800 workers, 300 days", () => {
  const cases = [...casesOf(79, in2026({ daysLost: 3 })), in2026({ daysLost: 63 })];
  const exposures = [stated({ period: "2026", hours: 800_000, workers: 800 })];
  expect(rateOf("per=1000000_hours", cases, exposures)).toBe(100);
  expect(rateOf("per=1000_workers", cases, exposures)).toBe(100);
  expect(rateOf("measure=days_lost&per=1000000_hours", cases, exposures)).toBe(375);
  expect(rateOf("measure=days_lost&per=case", cases, exposures)).toBe(3.75);
});

test("vector 6: 4 cases, 512 workers, 58 days", () => {
  const cases = [...casesOf(3, in2026({ daysLost: 14 })), in2026({ daysLost: 16 })];
  expect(rateOf("", cases, workers(512))).toBe(7.8125);
  expect(rateOf("measure=days_lost&per=case", cases, workers(512))).toBe(14.5);
});

test("vector 7: 4 cases, one of them fatal, 215 workers, 83 days", () => {
  const cases = [...casesOf(2, in2026({ daysLost: 27 })), in2026({ daysLost: 29 }), in2026({ severity: "fatal" })];
  expect(rateOf("", cases, workers(215))?.toFixed(1)).toBe("18.6");
  expect(rateOf("measure=days_lost", cases, workers(215))?.toFixed(2)).toBe("386.05");
});

test("vector 8: 15 cases, one of them fatal, 266 workers, 570 days: the fatal one is left out of the days and of the cases", () => {
  const cases = [
    ...casesOf(13, in2026({ daysLost: 40 })),
    in2026({ daysLost: 50 }),
    // A fatal case's days, where they are stated, count neither above nor below the line.
    in2026({ severity: "fatal", daysLost: 9 }),
  ];
  expect(rateOf("", cases, workers(266))?.toFixed(2)).toBe("56.39");
  expect(rateOf("measure=days_lost&per=case", cases, workers(266))?.toFixed(2)).toBe("40.71");
});

test("vector 9: the year is 8 cases over the mean of its quarters' stocks, not the sum and not the mean of their rates", () => {
  const quarters = [
    [2, 292, "6.85"],
    [1, 263, "3.80"],
    [2, 205, "9.76"],
    [3, 280, "10.71"],
  ] as const;
  const cases = quarters.flatMap(([count], index) => casesOf(count, { date: `2026-${String(index * 3 + 2).padStart(2, "0")}-11` }));
  const exposures = quarters.map(([, stock], index) => stated({ period: `2026-Q${index + 1}`, workers: stock }));
  const query = requested("period=quarter");
  const byQuarter = ratesResponse(query, snapshotOf(query, cases, exposures)).rows;
  expect(byQuarter.map(({ rate }) => rate?.toFixed(2))).toEqual(quarters.map(([, , rate]) => rate));
  const year = requested("");
  expect(ratesResponse(year, snapshotOf(year, cases, exposures)).rows).toEqual([
    expect.objectContaining({ period: "2026", count: 8, exposure: 260, exposureStatus: "closed", rate: 30.7692 }),
  ]);
});

test.each([
  [11, "1907", 149_559_047, 183_121, 806, "5.39", "4.40", 185_557],
  [12, "1900", 79_318_362, 108_735, 265, "3.34", "2.44", 299_315],
  [12, "1910", 148_770_858, 193_488, 539, "3.62", "2.79", 276_013],
])("vector %i: Pennsylvania's mines in %s", (_vector, year, tonnes, employees, deaths, perTonnes, perWorkers, tonnesPerDeath) => {
  const cases = casesOf(deaths, { date: `${year}-03-01`, severity: "fatal", commodity: "coal" });
  const exposures = [stated({ period: year, tonnes, workers: employees, commodity: "coal" })];
  const search = `measure=fatal&commodity=coal&from=${year}-01-01&to=${year}-12-31`;
  const rate = rateOf(`${search}&per=1000000_tonnes`, cases, exposures);
  expect(rate?.toFixed(2)).toBe(perTonnes);
  expect(rateOf(search, cases, exposures)?.toFixed(2)).toBe(perWorkers);
  expect(Math.abs(1_000_000 / rate! - tonnesPerDeath)).toBeLessThan(1);
});

test.each([
  [2002, 994, 27, "0.027"],
  [2003, 973, 30, "0.031"],
  [2004, 1010, 28, "0.028"],
])("vector 13: coal in the United States, %i", (year, megatonnes, deaths, expected) => {
  const cases = casesOf(deaths, { date: `${year}-07-01`, country: "US", severity: "fatal", commodity: "coal" });
  const exposures = [stated({ period: String(year), tonnes: megatonnes * 1e6, commodity: "coal" }, { country: "US" })];
  expect(rateOf("country=US&commodity=coal&measure=fatal&per=1000000_tonnes", cases, exposures)?.toFixed(3)).toBe(expected);
});

test("the example of the contract: 92 of 301,233 contracts", () => {
  const query = requested("by=region,sector&from=2026-01-01&to=2026-12-31");
  const cases = casesOf(92, in2026({ region: "KZ-35", sector: "B", division: "05" }));
  const exposures = [
    stated({ period: "2026", workers: 301_233, basis: "contracts", status: "provisional" }, { region: "KZ-35", section: "B" }),
  ];
  const [row] = ratesResponse(query, snapshotOf(query, cases, exposures)).rows;
  expect(row).toEqual({
    period: "2026",
    region: "KZ-35",
    sector: "B",
    count: 92,
    exposure: 301_233,
    exposureBasis: "contracts",
    exposureStatus: "closed",
    exposurePeriod: null,
    rate: 0.305411,
    lower: 0.246205,
    upper: 0.37456,
    status: "provisional",
    reason: null,
  });
});
