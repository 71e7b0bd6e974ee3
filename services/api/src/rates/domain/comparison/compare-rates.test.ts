/** What is compared with what, and when there is a word (NUMBERS, section 2). */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { requested, casesOf, snapshotOf, stated } from "../../figures-model-fixture.ts";
import type { ModelCase } from "../../figures-model-fixture.ts";
import { exposureBook } from "../../../exposure/domain/exposure-book.ts";
import type { EffectiveExposure } from "../../../exposure/domain/exposure-book.ts";
import { comparedWith, wordlessReason, wordsOf } from "./compare-rates.ts";
import type { Judged, PairFacts } from "./compare-rates.ts";
import { dayOfYear } from "../../../time/periods.ts";
import { ratesResponse } from "../rates.ts";

function responseOf(
  search: string,
  cases: readonly ModelCase[],
  exposures: readonly EffectiveExposure[] = [],
  day?: string,
): RatesResponse {
  const query = requested(search);
  return ratesResponseSchema.parse(ratesResponse(query, snapshotOf(query, cases, exposures, day)));
}
const lastOf = (...requested: Parameters<typeof responseOf>) => responseOf(...requested).rows.at(-1)!;

const deaths = (date: string, [singles, group = 0]: readonly number[]): ModelCase[] => [
  ...casesOf(singles ?? 0, { date, severity: "fatal" }),
  ...casesOf(group, { date, severity: "fatal", accident: `group of ${date}` }),
];
const equalWorkers = ["2022", "2023"].map((period) => stated({ period, workers: 1_000_000 }));

/** NUMBERS, section 2.4; over equal numbers of workers. */
test.each([
  ["five single deaths, then five accidents, one of 20", [5, 0], [4, 20], 4.8, [0.747, 30.86], "not_distinguishable"],
  ["28 single deaths, then 16 single and one accident of 46", [28, 0], [16, 46], 2.2143, [0.491, 9.98], "not_distinguishable"],
  ["one death, then one accident of 46", [1, 0], [0, 46], 46, null, "not_distinguishable"],
] as const)("%s", (_name, before, now, ratio, limits, word) => {
  const cases = [...deaths("2022-03-01", before), ...deaths("2023-03-01", now)];
  const { previous } = lastOf("measure=fatal&compare=previous&from=2023-01-01&to=2023-12-31", cases, equalWorkers);
  expect(previous).toMatchObject({ comparedBy: "accidents", word, reason: null, exposure: 1_000_000, exposureBasis: "listed_employees" });
  expect(previous!.ratio).toBeCloseTo(ratio, 4);
  if (limits !== null) {
    expect(previous!.lower).toBeCloseTo(limits[0], 3);
    expect(previous!.upper).toBeCloseTo(limits[1], 2);
  }
});

test("a count of 0 on one side: the exact test of the numbers of accidents alone", () => {
  const one = lastOf("measure=fatal&compare=previous&from=2023-01-01&to=2023-12-31", deaths("2023-03-01", [0, 46]), equalWorkers).previous!;
  expect(one).toMatchObject({ comparedBy: "accidents", ratio: null, lower: null, upper: null, p: 1, word: "not_distinguishable" });
  const none = comparedWith({ count: 0, divisor: 1, groups: [] }, { count: 16, divisor: 1, groups: [10] }, "fatal", "poisson");
  // Seven accidents against none: twice a half to the seventh.
  expect(none).toMatchObject({ p: 0.015625, ratio: null, lower: null, upper: null });
  expect(wordsOf([{ count: 16, ...none, reason: null }], false)).toEqual(["higher"]);
});

test("by victims while no accident holds more than a fifth of either count, unless accidents are asked for", () => {
  const cases = [...deaths("2022-03-01", [10]), ...deaths("2023-03-01", [8, 2])];
  const search = "measure=fatal&compare=previous&from=2023-01-01&to=2023-12-31";
  expect(lastOf(search, cases, equalWorkers).previous!.comparedBy).toBe("victims");
  expect(lastOf(`${search}&interval=accidents`, cases, equalWorkers).previous!.comparedBy).toBe("accidents");
  // Of the year before, and of a cell of the response: two of nine.
  const other = [...deaths("2022-03-01", [7, 2]), ...deaths("2023-03-01", [9])];
  expect(lastOf(search, other, equalWorkers).previous!.comparedBy).toBe("accidents");
  // An accident with one counted victim is a single one.
  const single = [...deaths("2022-03-01", [1]), ...deaths("2023-03-01", [0, 1])];
  expect(lastOf(search, single, equalWorkers).previous!.comparedBy).toBe("victims");
});

test("METHODS, section 2: 470 against 412, and the exposures of either side", () => {
  const { ratio, lower, upper, p } = comparedWith(
    { count: 412, divisor: 1, groups: [] },
    { count: 470, divisor: 1, groups: [] },
    "injured",
    "poisson",
  );
  expect([ratio, lower, upper, p]).toEqual([1.14078, 0.997297, 1.30529, 0.0548861]);
  const over = comparedWith(
    { count: 412, divisor: 7_000_000, groups: [] },
    { count: 470, divisor: 7_100_000, groups: [] },
    "injured",
    "poisson",
  );
  expect([over.ratio, over.lower, over.upper]).toEqual([1.12471, 0.983251, 1.28691]);
  expect(over.p).toBeCloseTo(0.08742, 6);
});

/** Issue 11: twelve in the year before the day of the cut, one on 2 January of its own year. */
test("a running year is provisional and has no word; years to date compare the same days", () => {
  const months = Array.from({ length: 12 }, (_, month) => ({ date: `2025-${String(month + 1).padStart(2, "0")}-15` }));
  const cases = [...months, { date: "2026-01-02" }];
  const exposures = ["2025", "2026"].map((period) => stated({ period, workers: 1000 }));
  const [whole, running] = responseOf("compare=previous", cases, exposures, "2026-11-29").rows;
  expect(whole).toMatchObject({ period: "2025", status: "final", reason: null });
  expect(whole).not.toHaveProperty("running");
  expect(running).toMatchObject({ period: "2026", count: 1, running: true, status: "provisional", rate: 1 });
  expect(running!.previous).toMatchObject({ period: "2025", count: 12, word: null, reason: "running" });
  const toDate = lastOf("compare=previous&period=ytd", cases, exposures, "2026-11-29");
  expect(toDate).toMatchObject({ period: "2026-01-01/2026-11-29", count: 1, running: true });
  expect(toDate.previous).toMatchObject({ period: "2025-01-01/2025-11-29", count: 11, word: null, reason: "running" });
  // The day before the cut's is over.
  const over = lastOf("compare=previous&period=ytd&from=2026-01-01&to=2026-11-28", cases, exposures, "2026-11-29");
  expect(over).not.toHaveProperty("running");
  expect(over.previous).toMatchObject({ count: 11, word: "lower", reason: null });
});

test.each([
  ["2025-12-31", { running: true, status: "provisional" }],
  ["2024-05-05", { running: true, status: "provisional" }],
  ["2026-01-01", { status: "final" }],
])("a cut on %s", (day, expected) => {
  const row = lastOf("from=2025-01-01&to=2025-12-31", [{ date: "2025-03-03" }], [stated({ period: "2025", workers: 10 })], day);
  expect(row).toMatchObject(expected);
  expect("running" in row).toBe("running" in expected);
});

test("the same quarter, month, day or stretch a year before, and the five years before", () => {
  const cases = Array.from({ length: 6 }, (_, place) => casesOf(10 * (place + 1), { date: `${2019 + place}-02-28` })).flat();
  const exposures = Array.from({ length: 7 }, (_, place) => stated({ period: String(2018 + place), workers: 1000 }));
  const before = (compare: string, search: string) => lastOf(`compare=${compare}&${search}`, cases, exposures).previous!;
  const searches = [
    "period=year&from=2024-01-01&to=2024-12-31",
    "period=quarter&from=2024-01-01&to=2024-03-31",
    "period=month&from=2024-02-01&to=2024-02-29",
    "period=day&from=2024-02-28&to=2024-02-28",
    "period=day&from=2024-02-29&to=2024-02-29",
    "period=ytd&from=2024-01-01&to=2024-02-29",
    "period=rolling12m&from=2024-02-01&to=2024-02-29",
  ];
  expect(searches.map((search) => before("year_before", search)).map(({ period, count }) => `${period}: ${count}`)).toEqual([
    "2023: 50",
    "2023-Q1: 50",
    "2023-02: 50",
    "2023-02-28: 50",
    "2023-02-28: 50",
    "2023-01-01/2023-02-28: 50",
    "2022-03/2023-02: 50",
  ]);
  // 10 + … + 50 over five times a thousand workers; of 29 February the year 2020 has one itself, on which nothing happened.
  for (const search of searches) {
    const { count, exposure, rate } = before("five_years", search);
    expect([count, exposure, rate], search).toEqual(search.includes("from=2024-02-29") ? [130, 5000, 26] : [150, 5000, 30]);
  }
  expect(before("five_years", searches[0]!)).toMatchObject({ period: "2019..2023", ratio: 2, exposureStatus: "closed", word: "higher" });
  expect(before("five_years", searches[2]!).period).toBe("2019-02..2023-02");
});

test("a year of the five without its exposure leaves no mean", () => {
  const exposures = [2019, 2024].map((year) => stated({ period: String(year), workers: 1000 }, {}, {}));
  const { previous } = lastOf("compare=five_years&from=2024-01-01&to=2024-12-31", casesOf(3, { date: "2024-02-01" }), [exposures[1]!]);
  expect(previous).toMatchObject({
    count: 0,
    rate: null,
    ratio: null,
    p: null,
    word: null,
    reason: "exposure_missing",
    exposureStatus: "missing",
  });
});

/**
 * By SciPy: the five years pooled, 54 over 505,000 (the mean of their five rates, unweighted, would be 0.114579); Clopper and Pearson's limits
 * of 31 in 85, and twice the smaller binomial tail.
 */
test("the mean of five years is their counts over their exposures, and the exact limits are of these sums", () => {
  const counts = [12, 9, 15, 7, 11, 31];
  const workers = [80_000, 120_000, 95_000, 60_000, 150_000, 160_000];
  const exposures = workers.map((some, place) => stated({ period: String(2019 + place), workers: some }));
  const dated = (count: number, year: number, data: Partial<ModelCase> = {}) => casesOf(count, { date: dayOfYear(year, "02-29"), ...data });
  const cases = counts.flatMap((count, place) => dated(count, 2019 + place));
  const expected = { count: 54, exposure: 505_000, exposureBasis: "listed_employees", exposureStatus: "closed", rate: 0.106931 };
  const victims = { ratio: 1.81192, lower: 1.12594, upper: 2.8694, p: 0.0140836, word: "higher", reason: null, comparedBy: "victims" };
  const search = "compare=five_years&from=2024-01-01&to=2024-12-31";
  const row = lastOf(search, cases, exposures);
  expect(row.rate).toBe(0.19375);
  expect(row.previous).toMatchObject({ period: "2019..2023", ...expected, ...victims });
  // To the last day of February, whichever it is, nothing is left out; the denominators are the same stocks.
  const toDate = lastOf("compare=five_years&period=ytd&from=2024-01-01&to=2024-02-29", cases, exposures);
  expect(toDate.previous).toMatchObject({ period: "2019-01-01/2019-02-28..2023-01-01/2023-02-28", ...expected, ...victims });
  // While the year runs, the figures stand and the word does not.
  const running = lastOf("compare=five_years&period=ytd", cases, exposures, "2024-03-01");
  expect(running).toMatchObject({ period: "2024-01-01/2024-03-01", running: true });
  expect(running.previous).toMatchObject({ ...expected, ...victims, word: null, reason: "running" });
  // Six of the fifteen of 2021 are more than a fifth of that year, but not of the five together; twelve are.
  const grouped = (some: number) => [
    ...cases.filter(({ date }) => !date.startsWith("2021")),
    ...dated(15 - some, 2021),
    ...dated(some, 2021, { accident: "A" }),
  ];
  expect(lastOf(search, grouped(6), exposures).previous).toMatchObject(victims);
  expect(lastOf(search, grouped(12), exposures).previous).toMatchObject({
    ratio: 1.81192,
    lower: 0.98706,
    upper: 3.3261,
    p: 0.0551189,
    word: "not_distinguishable",
    comparedBy: "accidents",
  });
});

test("a break within the five years leaves no word, but for the whole family; one year in conflict or of 0 workers neither", () => {
  const years = [2020, 2021, 2022, 2023, 2024, 2025];
  const cases = years.flatMap((year) => casesOf(9, { date: `${year}-10-02`, region: "KZ-35" }));
  const exposures = years.flatMap((year) =>
    [...(year < 2022 ? ["KZ-35"] : ["KZ-35", "KZ-62"])].map((region) => stated({ period: String(year), workers: 1000 }, { region })),
  );
  const search = "compare=five_years&from=2025-01-01&to=2025-12-31";
  const alone = lastOf(`${search}&region=KZ-35`, cases, exposures);
  expect(alone).toMatchObject({ seriesBreak: "2022-06-08", previous: { word: null, reason: "series_break" } });
  const family = lastOf(`${search}&region=KZ-35,KZ-62`, cases, exposures);
  expect(family).not.toHaveProperty("seriesBreak");
  expect(family.previous).toMatchObject({ count: 45, exposure: 8000, word: "not_distinguishable", reason: null });
  const whole = (workers: (year: number) => number) => years.map((year) => stated({ period: String(year), workers: workers(year) }));
  const idle = lastOf(
    search,
    cases,
    whole((year) => (year === 2021 ? 0 : 1000)),
  ).previous;
  expect(idle).toMatchObject({ count: 45, exposure: 4000, rate: null, ratio: null, word: null, reason: "exposure_missing" });
  const conflicting = [...whole(() => 1000), stated({ period: "2021", workers: 900 }, {}, { source: "urn:other" })];
  expect(lastOf(search, cases, conflicting).previous).toMatchObject({ word: null, reason: "exposure_conflict" });
});

test("with by, the words of comparisons with five years hold over all rows of a period", () => {
  const regions = ["KZ-11", "KZ-15", "KZ-23", "KZ-27"] as const;
  const cases = regions.flatMap((region, place) => [
    ...[2019, 2020, 2021, 2022, 2023].flatMap((year) => casesOf(10, { date: `${year}-02-01`, region })),
    ...casesOf([25, 19, 10, 10][place]!, { date: "2024-02-01", region }),
  ]);
  const exposures = regions.flatMap((region) =>
    [2019, 2020, 2021, 2022, 2023, 2024].map((year) => stated({ period: String(year), workers: 1000 }, { region })),
  );
  const { rows, wordsAdjusted } = responseOf("compare=five_years&by=region&from=2024-01-01&to=2024-12-31", cases, exposures);
  expect(wordsAdjusted).toBe("benjamini_hochberg");
  // Of four tests the second smallest p would have to be at most 2.5 %.
  expect(rows.map(({ previous }) => [previous!.p, previous!.word])).toEqual([
    [0.000648086, "higher"],
    [0.0317159, "not_distinguishable"],
    [1, "not_distinguishable"],
    [1, "not_distinguishable"],
  ]);
});

test("a part of a period is not compared with a whole one, also where nothing is divided", () => {
  const cases = [...casesOf(100, { date: "2023-02-01" }), ...casesOf(10, { date: "2024-02-01" })];
  const { previous } = lastOf("per=none&compare=previous&from=2024-01-01&to=2024-06-30", cases);
  expect(previous).toMatchObject({ count: 100, word: null, reason: "partial_period" });
});

test("with by, words hold over all rows of a period; without it the test is its own", () => {
  const regions = ["KZ-10", "KZ-11", "KZ-15", "KZ-19"] as const;
  const pairs = [
    [10, 30],
    [10, 23],
    [10, 11],
    [10, 10],
  ] as const;
  const cases = regions.flatMap((region, place) => [
    ...casesOf(pairs[place]![0], { date: "2023-02-01", region }),
    ...casesOf(pairs[place]![1], { date: "2024-02-01", region }),
  ]);
  const exposures = regions.flatMap((region) => ["2023", "2024"].map((period) => stated({ period, workers: 1000 }, { region })));
  const search = "compare=previous&from=2024-01-01&to=2024-12-31";
  const response = responseOf(`${search}&by=region`, cases, exposures);
  expect(response.wordsAdjusted).toBe("benjamini_hochberg");
  // p .0022 is at most a quarter of 5 %; p .035 is not at most a half of it.
  expect(response.rows.map(({ previous }) => previous!.word)).toEqual([
    "higher",
    ...Array.from({ length: 3 }, () => "not_distinguishable"),
  ]);
  const alone = responseOf(`${search}&region=KZ-11`, cases, exposures);
  expect(alone).not.toHaveProperty("wordsAdjusted");
  expect(alone.rows[0]!.previous).toMatchObject({ word: "higher", p: response.rows[1]!.previous!.p });
});

test("no word stands where a reason does, and the first reason is told", () => {
  const facts = fc.record({
    running: fc.boolean(),
    seriesBreak: fc.boolean(),
    partial: fc.boolean(),
    exposureMissing: fc.boolean(),
    daysUnstated: fc.boolean(),
    exposureConflict: fc.boolean(),
    notACount: fc.boolean(),
    historyTooShort: fc.boolean(),
    reportersNew: fc.boolean(),
  });
  const names = [
    "history_too_short",
    "running",
    "series_break",
    "partial_period",
    "exposure_missing",
    "days_unstated",
    "exposure_conflict",
    "not_a_count",
    "reporters_new",
  ];
  const pair = fc.record({
    facts,
    p: fc.double({ min: 0, max: 1, noNaN: true }),
    ratio: fc.constantFrom(0, 0.5, 2, null),
    count: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), fc.boolean(), (pairs, adjusted) => {
      const judged = pairs.map(({ facts: one, p, ratio, count }): Judged => ({ count, ratio, p, reason: wordlessReason(one) }));
      const words = wordsOf(judged, adjusted);
      for (const [place, { reason }] of judged.entries()) {
        const one = pairs[place]!.facts satisfies PairFacts;
        const isEffective = [
          one.historyTooShort,
          one.running,
          one.seriesBreak,
          one.partial,
          one.exposureMissing,
          one.daysUnstated,
          one.exposureConflict,
          one.notACount,
          one.reportersNew,
        ];
        expect(reason).toBe(names[isEffective.indexOf(true)] ?? null);
        expect(words[place] === null).toBe(reason !== null);
      }
    }),
  );
});

/** METHODS, section 2: 470 now against 412 as they were known a year before, which are 431 by now. */
test("same_lag sets what was known against what was known a year before, running or not", () => {
  const query = requested("compare=same_lag&from=2026-01-01&to=2026-12-31");
  const exposures = ["2025", "2026"].map((period) => stated({ period, workers: 7_000_000 }));
  const of2025 = (count: number) => casesOf(count, { date: "2025-05-04" });
  const now = snapshotOf(query, [...of2025(431), ...casesOf(470, { date: "2026-05-04" })], exposures, "2026-11-29");
  const cut = { asOf: "2025-11-29T07:00:00.000Z", watermark: "0:4" };
  const then = { ...snapshotOf(query, of2025(412), [stated({ period: "2025", workers: 7_000_000 })], "2025-11-29"), cut };
  const [row] = ratesResponse(query, now, { snapshot: then, logBegan: "2024-03-01" }).rows;
  expect(row).toMatchObject({ count: 470, running: true, status: "provisional" });
  expect(row!.previous).toMatchObject({
    period: "2025",
    count: 412,
    ratio: 1.14078,
    lower: 0.997297,
    upper: 1.30529,
    p: 0.0548861,
    word: "not_distinguishable",
    reason: null,
    comparedBy: "victims",
    ...cut,
    final: { count: 431, ratio: 1.09049 },
  });
  // Exposures as known at each cut.
  const others = [stated({ period: "2025", workers: 7_000_000 }), stated({ period: "2026", workers: 7_100_000 })];
  const over = ratesResponse(query, { ...now, exposures: exposureBook(others) }, { snapshot: then, logBegan: "2024-03-01" }).rows[0]!
    .previous;
  expect(over).toMatchObject({ ratio: 1.12471, lower: 0.983251, upper: 1.28691, p: 0.0874197 });
  const short = ratesResponse(query, now, { snapshot: then, logBegan: "2025-01-02" }).rows[0]!.previous;
  expect(short).toMatchObject({ count: 412, ratio: null, lower: null, p: null, word: null, reason: "history_too_short", comparedBy: null });
});

test.each([
  [50, 0.1, null],
  [51, 0.102, "reporters_new"],
])("same_lag with %i of 500 from reporters without a case a year before", (fresh, share, reason) => {
  const query = requested("compare=same_lag&per=none&from=2026-01-01&to=2026-12-31");
  const reporter = (bucket: string, sources: string[], count: number) => ({ bucket, codes: [], sources, count });
  const now = {
    ...snapshotOf(query, casesOf(500, { date: "2026-05-04" }), [], "2027-02-02"),
    reporters: [
      reporter("2026-01-01", ["urn:a"], 400 - fresh),
      reporter("2026-01-01", ["urn:b", "urn:new"], 100),
      reporter("2026-01-01", ["urn:new"], fresh),
    ],
  };
  const then = {
    ...snapshotOf(query, casesOf(300, { date: "2025-05-04" }), [], "2026-02-02"),
    reporters: [reporter("2025-01-01", ["urn:a", "urn:b"], 300), reporter("2024-01-01", ["urn:new"], 300)],
  };
  const { previous } = ratesResponse(query, now, { snapshot: then, logBegan: "2020-01-01" }).rows[0]!;
  expect(previous).toMatchObject({ reportersNew: share, reason, word: reason === null ? "higher" : null });
});
