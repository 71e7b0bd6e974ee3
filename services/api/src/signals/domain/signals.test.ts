/** Early warning on made-up accidents (METHODS, section 3): the false alarms are those stated, a doubled rate is found, and each detector says what it saw. */
import { finished } from "@qorgau/schemas/steps";
import { detectors, signalsResponseSchema } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { expect, test } from "vitest";
import { countryAccidents, daysFrom, poisson } from "../../../../../test/generators/country-accidents.ts";
import { seededRandom } from "../../../../../test/generators/random.ts";
import { emptyBook } from "../../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import { numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { averageRunLength, cusumDesign } from "../../statistics/surveillance/cusum.ts";
import { dayAfter } from "../../time/calendar.ts";
import { declaredSeries, regionCodes, runLengthOf, sectionCodes } from "./declared-series.ts";
import { parseSignalsQuery } from "./signals-parameters.ts";
import { firstDayRead, signalsSteps, weekKnownAlike, weeksShown } from "./signals.ts";
import type { AccidentsOf } from "./signals.ts";

interface Accident {
  readonly occurred: string;
  readonly region?: string;
  readonly sector?: string;
  readonly isFatal?: boolean;
  readonly victims?: number;
  /** The day of registration, where it is not at once. */
  readonly registered?: string;
}

/** `knownFrom`: the number of the week as of which all is known that was known before. */
function signalsAt(
  search: string,
  day: string,
  accidents: readonly Accident[],
  exposures: ExposureBook = emptyBook,
  knownFrom = -1,
): SignalsResponse {
  const parsed = parseSignalsQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const by = (dimension: "region" | "sector"): AccidentsOf[] =>
    accidents.map((one) => ({
      code: one[dimension] ?? "",
      occurred: one.occurred,
      week: numberOf("week", one.occurred),
      known: Math.max(knownFrom, numberOf("week", one.registered ?? one.occurred)),
      isFatal: one.isFatal === true,
      accidents: 1,
      victims: one.victims ?? 1,
    }));
  const lastStampMs = Date.parse(`${day}T12:00:00+05:00`);
  const cut = { asOf: null, watermark: "0:1" };
  const steps = signalsSteps(parsed.query, {
    cut,
    lastStampMs,
    exposures,
    byRegion: by("region"),
    bySector: by("sector"),
    groupFatalities: [],
    raised: [],
  });
  return signalsResponseSchema.parse(finished(steps));
}

const mondays = (first: string, last: string) => daysFrom(first, last).filter((_, place) => place % 7 === 0);

test("sixty series share the budget", () => {
  expect(declaredSeries).toHaveLength(60);
  expect(Number(runLengthOf(1).toFixed(3))).toBe(260.893);
  expect(signalsAt("falseAlarms=2", "2026-01-05", [])).toMatchObject({ falseAlarms: 2, declared: 60, runLength: 130.446, lagWeeks: 4 });
});

/** The quick form of `npm run false-alarms`, which is over thousands of years. */
test("of unchanging risks the whole set raises no more false alarms than stated", { timeout: 30_000 }, () => {
  const falseAlarms = 6;
  const accidents = countryAccidents("2019-01-01", "2026-12-31", seededRandom(20));
  const { rows, series, from, to } = signalsAt(`falseAlarms=${falseAlarms}`, "2026-12-31", accidents);
  const stated = falseAlarms * (52 / (365.25 / 12 / 7));
  // Of a Poisson law with the stated mean so many are passed once in a thousand; far fewer would be a detector asleep.
  expect(rows.length).toBeLessThan(stated + 3.1 * Math.sqrt(stated));
  expect(rows.length).toBeGreaterThan(stated / 3);
  expect([from, to]).toEqual(["2026-01-05", "2026-12-28"]);
  expect(new Set(series.map(({ detector }) => detector))).toEqual(new Set(detectors));
});

test("the CUSUM runs as long as its design says, and finds a doubled number as soon", () => {
  const random = seededRandom(31);
  const { reference, limit, runLength, runLengthDoubled } = cusumDesign(1, 60);
  const meanRun = (mean: number, runs: number) => {
    let weeks = 0;
    for (let run = 0; run < runs; run += 1) {
      for (let sum = 0; sum < limit; weeks += 1) sum = Math.max(0, sum + poisson(mean, random) - reference);
    }
    return weeks / runs;
  };
  expect(runLength).toBeCloseTo(averageRunLength(limit, reference, 1), 9);
  // Lengths of runs vary about as much as their mean: four standard errors.
  expect(Math.abs(meanRun(1, 3000) / runLength - 1)).toBeLessThan(0.073);
  expect(Math.abs(meanRun(2, 3000) / runLengthDoubled - 1)).toBeLessThan(0.073);
});

/** One accident in the middle of every week. */
const weekly = (first: string, last: string, more: Partial<Accident> = {}) =>
  mondays(first, last).map((monday): Accident => ({ occurred: dayAfter(dayAfter(monday)), region: "KZ-55", sector: "F", ...more }));

test("a doubled number raises a signal of the region, of the section and of the country, which says since when", () => {
  const accidents = [
    ...weekly("2021-01-04", "2025-06-30"),
    ...weekly("2025-03-03", "2025-06-30", { victims: 3 }),
    ...weekly("2025-03-03", "2025-06-30"),
  ];
  const { rows, series } = signalsAt("", "2025-07-07", accidents);
  const region = series.find(({ region: code, measure }) => code === "KZ-55" && measure === "accidents");
  expect(region).toMatchObject({
    year: 2025,
    expectedWeekly: 0.99635,
    detector: "poisson_cusum",
    reference: 1.4,
    limit: 5.5,
    isAdjusted: false,
  });
  // 3 a week less 1.4: the fourth week is the first with 5.5 or more, and is judged four weeks after its end.
  const [first] = rows.filter(({ region: code }) => code === "KZ-55").toReversed();
  expect(first).toEqual({
    raised: "2025-04-28",
    ...{ measure: "accidents", scope: "region", region: "KZ-55", sector: null, detector: "poisson_cusum" },
    ...{
      from: "2025-03-03",
      to: "2025-03-30",
      observed: 12,
      victims: 20,
      expected: 3.9854,
      statistic: 6.4,
      limit: 5.5,
      p: null,
      exposure: null,
    },
  });
  const ofThatWeek = rows.filter(({ raised }) => raised === "2025-04-28").map(({ scope, region: code, sector }) => [scope, code, sector]);
  expect(ofThatWeek).toEqual([
    ["country", null, null],
    ["region", "KZ-55", null],
    ["sector", null, "F"],
  ]);
  // Filters choose what is shown, and change no signal.
  expect(signalsAt("region=KZ-55", "2025-07-07", accidents).rows).toEqual(rows.filter(({ region: code }) => code === "KZ-55"));
  expect(signalsAt("region=KZ-55&sector=F", "2025-07-07", accidents)).toMatchObject({ rows: [], series: [] });
});

test("a later cut tells the same signals of a week, whatever is reported late", () => {
  const accidents = [...weekly("2021-01-04", "2025-06-30"), ...weekly("2025-03-03", "2025-06-30"), ...weekly("2025-03-03", "2025-06-30")];
  const late = weekly("2025-01-06", "2025-06-30", { registered: "2025-07-15" });
  const before = signalsAt("to=2025-07-07", "2025-07-07", accidents);
  const after = signalsAt("to=2025-07-07", "2025-08-04", [...accidents, ...late]);
  expect(before.rows.length).toBeGreaterThan(3);
  expect(after.rows).toEqual(before.rows);
});

test("in which week an accident became known is nothing to signals of later years", { timeout: 30_000 }, () => {
  const random = seededRandom(7);
  const accidents = countryAccidents("2014-01-01", "2025-06-30", random).flatMap((one): Accident[] => {
    // Some regions have few, and some of all are told months later.
    if (regionCodes.indexOf(one.region) > 8 && random() < 0.9) return [];
    const registered = new Date(Date.parse(one.occurred) + Math.floor(random() ** 6 * 400) * 86_400_000).toISOString().slice(0, 10);
    return [{ ...one, registered }];
  });
  for (const search of ["falseAlarms=12", "falseAlarms=12&from=2025-03-03"]) {
    const parsed = parseSignalsQuery(new URLSearchParams(search));
    if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
    const { firstYear } = weeksShown(parsed.query, "2025-07-07");
    const whole = signalsAt(search, "2025-07-07", accidents);
    expect(whole.rows.length).toBeGreaterThan(0);
    expect(whole.series.map(({ detector }) => detector)).toEqual(expect.arrayContaining([...detectors]));
    expect(signalsAt(search, "2025-07-07", accidents, emptyBook, weekKnownAlike(firstYear))).toEqual(whole);
  }
});

const workersIn = (period: string, workers: number, region: string, basis: "employed" | "insured" = "employed") => ({
  source: "urn:kz:bns",
  subject: `${period}-${region}-${basis}`,
  role: "statistics" as const,
  data: { period, workers, basis, status: "final" as const },
  derived: { country: "KZ", region, section: null, division: null, from: `${period}-01-01`, to: `${period}-12-31` },
});

test("twice the workers let twice as many be expected", () => {
  const years = ["2022", "2023", "2024"].map((period) => workersIn(period, 1000, "KZ-55"));
  const accidents = [...weekly("2021-01-04", "2025-06-30"), ...weekly("2025-01-06", "2025-06-30")];
  const signalsWith = (workers: number) =>
    signalsAt("region=KZ-55", "2025-07-07", accidents, exposureBook([...years, workersIn("2025", workers, "KZ-55")]));
  expect(signalsWith(1000).rows.length).toBeGreaterThan(0);
  const grown = signalsWith(2000);
  expect(grown).toMatchObject({ exposureBasis: "employed", rows: [] });
  expect(grown.series[0]).toMatchObject({ isAdjusted: true });
});

test("neither filters nor days choose the basis of the exposure, and with it the signals", () => {
  const others = ["KZ-71", "KZ-35", "KZ-23"];
  const statements = [
    // Early on most regions stated employed persons, of late only one does.
    ...["2017", "2018", "2019"].flatMap((period) => others.map((region) => workersIn(period, 1000, region))),
    ...["2017", "2018", "2019", "2022", "2023", "2024", "2025"].map((period) => workersIn(period, 1000, "KZ-55")),
    ...["2022", "2023", "2024"].flatMap((period) => ["KZ-55", ...others].map((region) => workersIn(period, 1000, region, "insured"))),
    ...["KZ-55", ...others].map((region) => workersIn("2025", 2000, region, "insured")),
  ];
  const accidents = [...weekly("2016-01-04", "2025-06-30"), ...weekly("2025-01-06", "2025-06-30"), ...weekly("2025-03-03", "2025-06-30")];
  const signals = (search: string) => signalsAt(search, "2025-07-07", accidents, exposureBook(statements));
  const whole = signals("");
  for (const search of ["", "region=KZ-55", "sector=F", "to=2019-12-30", "from=2019-01-01&to=2020-01-06"]) {
    expect(signals(search).exposureBasis).toBe("insured");
  }
  expect(signals("region=KZ-55").rows).toEqual(whole.rows.filter(({ region }) => region === "KZ-55"));
  const ofEarly = whole.rows.filter(({ raised }) => raised <= "2025-05-05");
  expect(ofEarly.length).toBeGreaterThan(0);
  expect(signals("to=2025-05-05").rows).toEqual(ofEarly);
});

test("where no worker is stated to be there no accident is expected", () => {
  const statements = Array.from({ length: 10 }, (_, place) => workersIn(String(2015 + place), 1000, "KZ-55"));
  const signals = (accidents: readonly Accident[], workers: number) =>
    signalsAt("region=KZ-55", "2025-07-07", accidents, exposureBook([...statements, workersIn("2025", workers, "KZ-55")]));
  const asBefore = weekly("2021-01-04", "2025-06-30");
  expect(signals(asBefore, 1000).rows).toEqual([]);
  const [last] = signals(asBefore, 0).rows.toReversed();
  expect(last).toMatchObject({ detector: "poisson_cusum", from: "2025-01-06", observed: 6, expected: 0, statistic: 6, exposure: 0 });
  // The gap before the two lies in the year before too, which had workers.
  const rare = mondays("2022-01-03", "2024-12-30")
    .filter((_, place) => place % 16 === 0)
    .map((occurred): Accident => ({ occurred, region: "KZ-55" }));
  const both = ["2025-03-03", "2025-03-31"].map((occurred): Accident => ({ occurred, region: "KZ-55" }));
  const found = signals([...weekly("2015-01-05", "2025-06-30", { region: "KZ-71" }), ...rare, ...both], 0);
  expect(found.rows).toEqual([
    expect.objectContaining({ detector: "days_between", from: "2025-03-03", to: "2025-03-31", expected: 0, p: 0, exposure: 0 }),
  ]);
});

test("rare fatal accidents: three within days raise a signal once, with the gaps' probability", () => {
  const history = weekly("2015-01-05", "2025-06-30", { region: "KZ-71" });
  const rare = mondays("2015-01-05", "2024-12-30")
    .filter((_, place) => place % 26 === 0)
    .map((occurred): Accident => ({ occurred, region: "KZ-55", isFatal: true }));
  const cluster = ["2025-03-03", "2025-03-05", "2025-03-06"].map((occurred): Accident => ({
    occurred,
    region: "KZ-55",
    isFatal: true,
    victims: 2,
  }));
  const { rows, series } = signalsAt("region=KZ-55", "2025-07-07", [...history, ...rare, ...cluster]);
  const fatal = rows.filter(({ measure }) => measure === "fatal_accidents");
  // 21 in ten years: r0 = 21 / 3,653 a day. Two days and a half: P 0.014269; one and a half: 0.008586.
  expect(series.find(({ measure }) => measure === "fatal_accidents")).toMatchObject({
    ...{ detector: "days_between", rateFrom: "series", expectedWeekly: 0.0402409, alpha: 0.05, lastAccident: "2025-03-06" },
  });
  expect(fatal).toEqual([
    expect.objectContaining({
      raised: "2025-03-10",
      from: "2025-03-03",
      to: "2025-03-05",
      observed: 2,
      victims: 4,
      expected: 0.0143717,
      p: 0.014269,
      limit: 0.025,
    }),
    expect.objectContaining({ raised: "2025-03-10", from: "2025-03-05", to: "2025-03-06", observed: 2, victims: 4, p: 0.00858598 }),
  ]);
});

test("a region of which under three years are known is not watched, nor is one without a rate", () => {
  const short = signalsAt("", "2025-07-07", weekly("2022-02-07", "2025-06-30"));
  expect(new Set(short.series.map(({ reason }) => reason))).toEqual(new Set(["history_too_short"]));
  // The year before was not reported: the history begins behind it.
  const gap = signalsAt("", "2025-07-07", [...weekly("2015-01-05", "2020-12-28"), ...weekly("2022-02-07", "2025-06-30")]);
  expect(gap.series.every(({ reason }) => reason === "history_too_short")).toBe(true);
  const none = signalsAt("region=KZ-71", "2025-07-07", weekly("2015-01-05", "2025-06-30"));
  expect(none.series.map(({ measure, reason }) => [measure, reason])).toEqual([
    ["accidents", "too_few"],
    ["fatal_accidents", "too_few"],
  ]);
  // Since 2022-06-08 the area is another one.
  const split = signalsAt("region=KZ-62&to=2025-01-01", "2025-01-01", weekly("2015-01-05", "2024-12-30", { region: "KZ-62" }));
  expect(split.series.every(({ reason }) => reason === "history_too_short")).toBe(true);
});

test("of days that the cut does not reach there are no signals", () => {
  const accidents = [...weekly("2020-01-06", "2024-06-24"), ...weekly("2024-03-04", "2024-06-24"), ...weekly("2024-03-04", "2024-06-24")];
  const now = signalsAt("", "2024-07-01", accidents);
  expect(now.rows.length).toBeGreaterThan(0);
  for (const [from, monday] of [
    ["2024-07-02", "2024-07-08"],
    ["2026-01-01", "2026-01-05"],
    ["2028-01-01", "2028-01-03"],
    ["2299-12-31", "2299-12-25"],
  ]) {
    expect(signalsAt(`from=${from!}`, "2024-07-01", accidents)).toMatchObject({
      ...{ from: monday, to: "2024-07-01", rows: [] },
      series: now.series.map(({ detector, year }) => ({ detector, year })),
    });
  }
});

test("days before those of the store are not asked for", () => {
  for (const search of ["to=1900-01-01", "to=1909-06-01", "from=1900-01-01&to=1905-01-01"]) {
    const parsed = parseSignalsQuery(new URLSearchParams(search));
    if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
    const { first, firstYear } = weeksShown(parsed.query, "2024-07-01");
    expect(spanOf("week", first).from >= "1900-01-01").toBe(true);
    expect(firstDayRead(firstYear)).toBe("1900-01-01");
    expect(signalsAt(search, "2024-07-01", weekly("2020-01-06", "2024-06-24"))).toMatchObject({ rows: [] });
  }
  expect(firstDayRead(2024)).toBe("2014-01-01");
});

test("at most five years of signals are in a response, and none of an empty cut", () => {
  expect(signalsAt("from=2000-01-01", "2026-01-05", weekly("2015-01-05", "2025-12-29"))).toMatchObject({
    from: "2021-01-18",
    to: "2026-01-05",
  });
  const parsed = parseSignalsQuery(new URLSearchParams());
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const empty = {
    cut: { asOf: null, watermark: "" },
    lastStampMs: null,
    exposures: emptyBook,
    byRegion: [],
    bySector: [],
    groupFatalities: [],
    raised: [],
  };
  expect(finished(signalsSteps(parsed.query, empty))).toMatchObject({ from: null, to: null, rows: [], series: [] });
});

/** The most looks at accidents between two steps, and all of them, of a country of so many regions alike with accidents on every day. */
function looksBetweenSteps(perDay: number): { readonly most: number; readonly all: number } {
  let looks = 0;
  const looked = (one: AccidentsOf): AccidentsOf => ({
    ...one,
    get occurred() {
      looks += 1;
      return one.occurred;
    },
    get known() {
      looks += 1;
      return one.known;
    },
  });
  const of = (codes: readonly string[]) =>
    daysFrom("2015-01-01", "2025-06-30").flatMap((occurred, place) =>
      Array.from({ length: perDay }, (_, other): AccidentsOf => {
        const week = numberOf("week", occurred);
        const own = { code: codes[(place + other) % codes.length]!, occurred, week, known: week };
        return looked({ ...own, isFatal: place % 40 === other, accidents: 1, victims: 1 });
      }),
    );
  const [byRegion, bySector] = [of(regionCodes.slice(0, 3)), of(sectionCodes.slice(0, 3))];
  const parsed = parseSignalsQuery(new URLSearchParams("from=2024-06-03"));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const lastStampMs = Date.parse("2025-07-07T12:00:00+05:00");
  const steps = signalsSteps(parsed.query, {
    ...{ cut: { asOf: null, watermark: "0:1" }, lastStampMs, exposures: emptyBook, byRegion, bySector, groupFatalities: [] },
    raised: [],
  });
  let most = 0;
  for (let [before, step] = [0, steps.next()]; ; step = steps.next()) {
    most = Math.max(most, looks - before);
    before = looks;
    if (step.done === true) return { most, all: looks };
  }
}

test("a step looks at accidents a bounded number of times, however many there are", { timeout: 60_000 }, () => {
  const [few, many] = [looksBetweenSteps(1), looksBetweenSteps(4)];
  expect(many.all).toBeGreaterThan(3 * few.all);
  // The most that is done at once is to sort 512 of them.
  const sorted = 2 * 512 * Math.log2(512);
  expect([few.most < sorted, many.most < sorted]).toEqual([true, true]);
});
