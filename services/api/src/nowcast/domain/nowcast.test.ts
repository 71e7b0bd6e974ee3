/** The nowcast of METHODS, section 1: its worked numbers, its back-test, and what it says where it can say nothing. */
import { nowcastResponseSchema } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { seededRandom } from "../../../../../test/generators/random.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import { stated } from "../../rates/figures-model-fixture.ts";
import { firstOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import { TooManyRows } from "../../paging/domain/response-rows.ts";
import { backTest } from "./back-test.ts";
import { countryDelays } from "./ladder.ts";
import type { DelayedCount } from "./delay-table.ts";
import { parseNowcastQuery } from "./nowcast-parameters.ts";
import { numberOf, spanOf } from "./nowcast-periods.ts";
import type { DelayedCell } from "./nowcast-snapshot.ts";
import { nowcastSteps } from "./nowcast.ts";

interface Counted extends Partial<DelayedCell> {
  readonly occurred: string;
  readonly registered: string;
}
interface Given {
  readonly counted?: readonly Counted[];
  readonly countedByWeek?: readonly Counted[];
  readonly exposures?: readonly EffectiveExposure[];
  readonly day?: string;
}

const cellOf = (one: Counted): DelayedCell => ({ codes: [], count: 1, backlog: 0, isOfRunningMonth: false, ...one });

function nowcastAt(search: string, { counted = [], countedByWeek = [], exposures = [], day = "2026-03-05" }: Given): NowcastResponse {
  const parsed = parseNowcastQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const response = nowcastSteps(parsed.query, {
    cut: { asOf: null, watermark: "0:41" },
    lastStampMs: Date.parse(`${day}T12:00:00+05:00`),
    exposures: exposureBook(exposures),
    counted: counted.map(cellOf),
    countedByWeek: countedByWeek.map(cellOf),
  });
  return nowcastResponseSchema.parse(finished(response));
}

/** Reports by delay of four months, 2025-11 to 2026-02. */
function reportedBy(rows: readonly (readonly number[])[], more: Partial<DelayedCell> = {}): Counted[] {
  return rows.flatMap((row, place) =>
    row.map((count, delay) => ({
      occurred: firstOfMonth(2025, 11 + place),
      registered: firstOfMonth(2025, 11 + place + delay),
      count,
      ...more,
    })),
  );
}
const golden = reportedBy([[100, 40, 10, 5], [110, 44, 11], [95, 38], [120]]);

test("four months: what each will be, together, and the rate of the last", () => {
  const workers = [stated({ period: "2025", workers: 100_000 }), stated({ period: "2026", workers: 100_000 })];
  const response = nowcastAt("maxDelay=3&per=100000_workers", { counted: golden, exposures: workers });
  expect(response).toMatchObject({
    lastPeriod: "2026-02",
    additive: false,
    methods: 1,
    measure: "injured",
    exposureBasis: "listed_employees",
  });
  expect(
    response.rows.map(({ period, reported, nowcast, lower, upper, share }) => [period, reported, nowcast, lower, upper, share]),
  ).toEqual([
    ["2025-11", 155, 155, 155, 155, 1],
    ["2025-12", 165, 170.5, 166, 176, 0.967742],
    ["2026-01", 133, 147.25, 140, 156, 0.903226],
    ["2026-02", 120, 186, 167, 207, 0.645161],
  ]);
  expect(response.rows.at(-1)).toMatchObject({ rate: 186, rateLower: 154.212, rateUpper: 222.41, delaysFrom: "cell", widened: null });
  expect(response.cells).toEqual([
    expect.objectContaining({
      reports: 573,
      leftOut: 0,
      shares: [0.645161, 0.903226, 0.967742, 1],
      sum: { from: "2025-11-01", to: "2026-02-28", reported: 573, nowcast: 658.75, lower: 638, upper: 681 },
      coverage: expect.objectContaining({ cuts: 0, share: null, reason: "history_too_short" }),
    }),
  ]);
});

test("the counts that delays are learnt from are told where they are wanted, of the cell alone where it has too few", () => {
  const learnt = [
    { period: "2025-11", cumulated: [100, 140, 150, 155] },
    { period: "2025-12", cumulated: [110, 154, 165] },
    { period: "2026-01", cumulated: [95, 133] },
    { period: "2026-02", cumulated: [120] },
  ];
  const backlog = { occurred: "2025-11-01", registered: "2026-02-01", count: 400, backlog: 400 };
  const { cells, rows } = nowcastAt("maxDelay=3&triangle=true", { counted: [...golden, backlog] });
  expect(cells[0]!.triangle!.filter(({ cumulated }) => cumulated.some((count) => count > 0))).toEqual(learnt);
  expect(cells[0]!.triangle).toHaveLength(39);
  // f of each delay, and F, by hand from what is told.
  const factor = (delay: number) => {
    const both = learnt.filter(({ cumulated }) => cumulated.length > delay + 1);
    return (
      both.reduce((sum, { cumulated }) => sum + cumulated[delay + 1]!, 0) / both.reduce((sum, { cumulated }) => sum + cumulated[delay]!, 0)
    );
  };
  expect(cells[0]!.shares[0]).toBeCloseTo(1 / (factor(0) * factor(1) * factor(2)), 6);
  expect(rows[0]).toMatchObject({ reported: 555 });
  expect(nowcastAt("maxDelay=3", { counted: golden }).cells[0]).not.toHaveProperty("triangle");
  const few = golden.map((one) => ({ ...one, codes: ["KZ-35"] }));
  const { cells: two } = nowcastAt("maxDelay=3&triangle=true&by=region", { counted: [...few, { ...few[0]!, codes: ["KZ-10"], count: 1 }] });
  expect(two.map(({ region, delaysFrom, triangle }) => [region, delaysFrom, triangle?.at(-4)?.cumulated])).toEqual([
    ["KZ-10", "country", [1, 1, 1, 1]],
    ["KZ-35", "cell", [100, 140, 150, 155]],
  ]);
});

test("what is registered after the last whole month is not used, and the month that runs has no row", () => {
  const after = [
    { occurred: "2026-02-01", registered: "2026-03-01", count: 70 },
    { occurred: "2026-03-01", registered: "2026-03-01", count: 9 },
  ];
  expect(nowcastAt("maxDelay=3", { counted: [...golden, ...after] })).toEqual(nowcastAt("maxDelay=3", { counted: golden }));
});

test("a backlog is counted, and teaches no delay", () => {
  const backlog = { occurred: "2025-11-01", registered: "2026-02-01", count: 400, backlog: 400 };
  const { rows, cells } = nowcastAt("maxDelay=3", { counted: [...golden, backlog] });
  expect(cells[0]).toMatchObject({ reports: 573, leftOut: 400, shares: [0.645161, 0.903226, 0.967742, 1] });
  expect(rows[0]).toMatchObject({ reported: 555, nowcast: 555 });
});

test("later than the longest delay counts at it, once it is registered", () => {
  const late = { occurred: "2025-11-01", registered: "2026-02-01", count: 5 };
  const { cells, rows } = nowcastAt("maxDelay=2", { counted: [...reportedBy([[100, 40, 10], [110, 44, 11], [95, 38], [120]]), late] });
  expect(cells[0]).toMatchObject({ beyondMaxDelay: 5 });
  expect(rows.map(({ reported }) => reported)).toEqual([165, 133, 120]);
});

test("where nothing is registered in the month of occurrence the usual number is expected of it, without a rate", () => {
  const workers = [stated({ period: "2025", workers: 100_000 }), stated({ period: "2026", workers: 100_000 })];
  const late = golden.map((one) => ({ ...one, registered: spanOf("month", numberOf("month", one.registered) + 1).from }));
  const search = "maxDelay=4&per=100000_workers";
  const { rows, cells } = nowcastAt(search, { counted: late, exposures: workers, day: "2026-04-05" });
  expect(cells[0]).toMatchObject({ shares: [0, 0.645161, 0.903226, 0.967742, 1], sum: { reported: 573 } });
  expect(rows.at(-2)).toMatchObject({ nowcast: 186, rate: 186, rateReason: null });
  // The mean of the four months before.
  expect(rows.at(-1)).toMatchObject({ period: "2026-03", reported: 0, nowcast: 164.688, share: 0, rate: null, rateReason: "not_finite" });
  const early = { occurred: "2026-03-01", registered: "2026-03-01", count: 2 };
  const told = nowcastAt(search, { counted: [...late, early], exposures: workers, day: "2026-04-05" });
  expect(told.rows.at(-1)).toMatchObject({ reported: 2, nowcast: null, share: null, reason: "history_too_short" });
  expect(told.cells[0]).toMatchObject({ reason: null, sum: null });
});

test("a nowcast is of cases; of claims it names the other table", () => {
  expect(parseNowcastQuery(new URLSearchParams("of=cases"))).toEqual(parseNowcastQuery(new URLSearchParams()));
  expect(parseNowcastQuery(new URLSearchParams("of=claims"))).toEqual({
    errors: [expect.objectContaining({ rule: "QG-0637", pointer: "of" })],
  });
});

test("a cell with few reports takes the country's delays; of no case at all it expects the mean of the months before", () => {
  const small = reportedBy([[4, 2], [3], [3], [0]], { codes: ["KZ-33"] }).filter(({ count }) => count !== 0);
  const wide = golden.map((one) => ({ ...one, codes: ["KZ-35"] }));
  const { rows, cells } = nowcastAt("maxDelay=3&by=region", { counted: [...wide, ...small] });
  expect(cells.map(({ region, delaysFrom }) => [region, delaysFrom])).toEqual([
    ["KZ-33", "country"],
    ["KZ-35", "cell"],
  ]);
  const last = rows.find(({ region, period }) => region === "KZ-33" && period === "2026-02");
  // The country's delays are of both: 434/310 from the first to the second month, and so on.
  const shares = cells[0]!.shares;
  const mean = (6 + 3 / shares[2]! + 3 / shares[1]!) / 3;
  expect(last).toMatchObject({ reported: 0, share: shares[0] });
  expect(last!.nowcast).toBeCloseTo(mean * (1 - shares[0]!), 4);
});

test("with too few reports, or too short a history, there is a reason and no number", () => {
  const few = nowcastAt("maxDelay=3", { counted: reportedBy([[10, 4], [8]]) });
  expect(few.rows.map(({ nowcast, lower, rate, reason }) => [nowcast, lower, rate, reason])).toEqual(
    [0, 1, 2, 3].map(() => [null, null, null, "too_few"]),
  );
  const short = nowcastAt("maxDelay=6", { counted: golden });
  expect(short.rows.at(-1)).toMatchObject({ reported: 120, nowcast: null, share: null, reason: "history_too_short" });
  expect(short.cells[0]).toMatchObject({ sum: null, delaysFrom: null });
});

test("what is asked for from further back changes no delay, and is told as it is", () => {
  const old = Array.from({ length: 40 }, (_, place) => ({
    occurred: firstOfMonth(2009, 1 + place),
    registered: firstOfMonth(2009, 1 + place),
    count: 2,
  }));
  const counted = [...old, ...reportedBy([[4, 2, 1], [4, 1], [5]]).map((one) => ({ ...one, codes: [] }))];
  const given = nowcastAt("maxDelay=2", { counted });
  const wide = nowcastAt("maxDelay=2&from=2009-03-01", { counted });
  // Of the old ones no delay is learnt, however many there are.
  expect(given.cells[0]).toMatchObject({ reports: 17, delaysFrom: null, reason: "too_few" });
  expect(wide.cells[0]).toMatchObject({ reports: 17, delaysFrom: null, reason: "too_few" });
  expect(wide.rows.slice(0, 2).map(({ period, reported }) => [period, reported])).toEqual([
    ["2009-03", 2],
    ["2009-04", 2],
  ]);
  const known = nowcastAt("maxDelay=3&from=2009-03-01", { counted: [...old, ...golden] });
  expect(known.rows[0]).toMatchObject({ reported: 2, nowcast: 2, lower: 2, upper: 2, share: 1 });
  expect(known.rows.slice(-4)).toEqual(nowcastAt("maxDelay=3", { counted: [...old, ...golden] }).rows.slice(-4));
});

test("whoever reports once a year makes wide limits, and holds nobody up", () => {
  const yearly = Array.from({ length: 12 }, (_, place) => {
    const occurred = firstOfMonth(2025, 1 + place);
    return [
      { occurred, registered: occurred, count: 1 },
      { occurred, registered: "2026-01-01", count: 20_000 },
    ];
  }).flat();
  const { rows, cells } = nowcastAt("maxDelay=11&window=6", { counted: yearly, day: "2026-02-05" });
  expect(rows.every(({ nowcast }) => nowcast === null || Number.isFinite(nowcast))).toBe(true);
  expect(cells[0]!.reports).toBeGreaterThan(20_000);
  // Lists of these laws would have some million counts each, and their sum would never end.
});

test("cells of several kinds or countries lend each other no delays", () => {
  const accidents = golden.map((one) => ({ ...one, codes: ["accident"] }));
  const diseases = reportedBy([[4, 2], [3]], { codes: ["disease"] });
  const { cells } = nowcastAt("maxDelay=3&by=kind", { counted: [...accidents, ...diseases] });
  expect(cells.map(({ kind, delaysFrom, reason }) => [kind, delaysFrom, reason])).toEqual([
    ["accident", "cell", null],
    ["disease", null, "too_few"],
  ]);
});

test("more cells than rows have room for are refused, whatever periods are shown", () => {
  const cells = Array.from({ length: 3_000 }, (_, place) => ({ occurred: "2026-01-01", registered: "2026-01-01", codes: [`m${place}`] }));
  for (const search of ["by=mine", "by=mine&from=2299-01-01", "by=mine&from=2026-01-01&to=2026-01-31"]) {
    expect(() => nowcastAt(search, { counted: cells })).toThrow(TooManyRows);
  }
});

test("of an empty cut there is a nowcast of nothing", () => {
  const parsed = parseNowcastQuery(new URLSearchParams(""));
  if ("errors" in parsed) throw new Error("refused");
  const empty = { cut: { asOf: null, watermark: "" }, lastStampMs: null, exposures: exposureBook([]), counted: [], countedByWeek: [] };
  expect(finished(nowcastSteps(parsed.query, empty))).toMatchObject({ lastPeriod: null, rows: [], cells: [] });
});

test("weeks begin on Monday, and the running month is told by its whole weeks, of its own days alone", () => {
  // Of every week ten cases, half of them registered in the week after: 2026-03-19 is a Thursday.
  const weekly = Array.from({ length: 60 }, (_, place) => numberOf("week", "2026-03-09") - place).flatMap((week) => {
    const [occurred, next] = [spanOf("week", week).from, spanOf("week", week + 1).from];
    // The week of 2026-02-23 has one day of March.
    const ofMonth = occurred === "2026-02-23" ? [1] : [5];
    return occurred < "2026-02-23"
      ? [
          { occurred, registered: occurred, count: 5 },
          { occurred, registered: next, count: 5 },
        ]
      : [
          { occurred, registered: occurred, count: ofMonth[0]!, isOfRunningMonth: true },
          { occurred, registered: occurred, count: 5 - ofMonth[0]! },
          { occurred, registered: next, count: 5, isOfRunningMonth: occurred !== "2026-02-23" },
        ].filter(({ count }) => count > 0);
  });
  const { cells } = nowcastAt("maxDelay=3", { counted: golden, countedByWeek: weekly, day: "2026-03-19" });
  // One of the first week, ten of the second, five of the last, of which half is missing.
  expect(cells[0]!.toDate).toMatchObject({ from: "2026-03-01", to: "2026-03-15", reported: 16, nowcast: 21 });
  const byWeek = nowcastAt("period=week&maxDelay=3", { counted: weekly, day: "2026-03-19" });
  expect(byWeek.rows.map(({ period, reported, nowcast, share }) => [period, reported, nowcast, share])).toEqual([
    ["2026-02-16", 10, 10, 1],
    ["2026-02-23", 10, 10, 1],
    ["2026-03-02", 10, 10, 1],
    ["2026-03-09", 5, 10, 0.5],
  ]);
  expect(nowcastAt("", { counted: golden, countedByWeek: weekly, day: "2026-03-01" }).cells[0]!.toDate).toBeNull();
});

/** Poisson by counting steps of exponential time. */
function poissonDraw(mean: number, random: () => number): number {
  let count = -1;
  for (let time = 0; time < mean; time -= Math.log(1 - random())) count += 1;
  return count;
}

/** So many months of cases: a share of them registered in the month itself, and of what is not registered yet `share` in each month. */
function simulated(
  seed: number,
  {
    months,
    mean,
    share = 0.5,
    atOnce = 0,
  }: { readonly months: number; readonly mean: number; readonly share?: number; readonly atOnce?: number },
): DelayedCount[] {
  const random = seededRandom(seed);
  const counts = new Map<string, number>();
  for (let occurred = 0; occurred < months; occurred += 1) {
    for (let left = poissonDraw(mean, random); left > 0; left -= 1) {
      let registered = occurred;
      if (atOnce === 0 || random() > atOnce) while (random() > share) registered += 1;
      const key = `${occurred} ${registered}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => {
    const [occurred = 0, registered = 0] = key.split(" ").map(Number);
    return { occurred, registered, count, backlog: 0 };
  });
}

const window = { window: 36, maxDelay: 12 };

test("over 24 cuts the limits hold what became known in at least nine of ten, and nineteen of twenty are within the doubt", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const counts = simulated(seed, { months: 90, mean: 40 });
    const { coverage, widening } = finished(backTest({ cell: counts, country: countryDelays(counts, window) }, 89, window));
    expect([seed, coverage.cuts, coverage.of, widening]).toEqual([seed, 24, 96, 1]);
    expect(coverage.share, `seed ${seed}`).toBeGreaterThanOrEqual(0.9);
    expect(coverage.upper).toBeGreaterThanOrEqual(0.95);
    expect(coverage.byDelay.map(({ delay, of }) => [delay, of])).toEqual([0, 1, 2, 3].map((delay) => [delay, 24]));
    expect(Math.abs(coverage.bias!)).toBeLessThan(0.05);
  }
});

test("of deaths, most known at once and some months later, the limits hold as often", () => {
  for (const seed of [21, 22, 23, 24, 25]) {
    // Some two hundred a year in the country; one in seven is known to be one only later, half of those by each month.
    const counts = simulated(seed, { months: 90, mean: 17, atOnce: 6 / 7 });
    const { coverage, widening } = finished(backTest({ cell: counts, country: countryDelays(counts, window) }, 89, window));
    expect([seed, coverage.cuts, coverage.of, widening]).toEqual([seed, 24, 96, 1]);
    expect(coverage.share, `seed ${seed}`).toBeGreaterThanOrEqual(0.9);
    expect(coverage.upper).toBeGreaterThanOrEqual(0.95);
  }
});

test("deaths by the same ladder, in a rate of deaths", () => {
  const workers = [stated({ period: "2026", workers: 100_000 })];
  const found = nowcastAt("measure=fatal&maxDelay=3&per=100000_workers", { counted: golden, exposures: workers });
  expect(found).toMatchObject({ measure: "fatal" });
  expect(found.rows.at(-1)).toMatchObject({ reported: 120, nowcast: 186, lower: 167, upper: 207, rate: 186, rateLower: 154.212 });
});

test("where reporting grew slower the limits held too seldom: they are widened, or there is no nowcast", () => {
  const before = simulated(7, { months: 60, mean: 60, share: 0.9 });
  const after = simulated(8, { months: 40, mean: 60, share: 0.35 }).map((one) => ({
    ...one,
    occurred: one.occurred + 60,
    registered: one.registered + 60,
  }));
  const counts = [...before, ...after];
  const { coverage, widening } = finished(backTest({ cell: counts, country: countryDelays(counts, window) }, 99, window));
  expect(coverage.upper).toBeLessThan(0.95);
  expect(widening === null || widening > 1).toBe(true);
});

test("a reporter that joins with its past takes away no nowcast: what it brought was no late report", () => {
  const counts = simulated(3, { months: 90, mean: 40 });
  const brought = Array.from({ length: 80 }, (_, occurred) => ({ occurred, registered: 80, count: 20, backlog: 20 }));
  const of = (all: readonly DelayedCount[]) => finished(backTest({ cell: all, country: countryDelays(all, window) }, 89, window));
  expect(of([...counts, ...brought])).toEqual(of(counts));
});

test("a past nowcast is made of what was registered by then: later registrations change nothing in it", () => {
  const counts = simulated(11, { months: 90, mean: 30 });
  const cells = counts.map(({ occurred, registered, count }) => ({
    occurred: firstOfMonth(2018, 9 + occurred),
    registered: firstOfMonth(2018, 9 + registered),
    count,
  }));
  const day = "2026-01-09";
  const known = cells.filter(({ registered }) => yearOf(registered) * 12 + monthOf(registered) < 2026 * 12 + 1);
  expect(nowcastAt("", { counted: cells, day })).toEqual(nowcastAt("", { counted: known, day }));
});

test.each([
  ["window=5", "QG-0635 window"],
  ["window=157", "QG-0635 window"],
  ["maxDelay=0", "QG-0635 maxDelay"],
  ["maxDelay=53", "QG-0635 maxDelay"],
  ["measure=severe", "QG-0603 measure"],
  ["by=severity", "QG-0603 by"],
  ["severity=fatal", "QG-0601 severity"],
  ["period=year", "QG-0603 period"],
  ["per=case", "QG-0603 per"],
  ["compare=previous", "QG-0601 compare"],
  ["from=2026-02-01&to=2026-01-01", "QG-0606 from"],
])("%s is refused by %s", (search, fault) => {
  const parsed = parseNowcastQuery(new URLSearchParams(search));
  expect("errors" in parsed ? parsed.errors.map(({ rule, pointer }) => `${rule} ${pointer}`) : []).toEqual([fault]);
});
