/** What the choices of a query do to its rows, on vectors computed by hand. */
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { requested, casesOf, snapshotOf, stated } from "../../figures-model-fixture.ts";
import type { ModelCase } from "../../figures-model-fixture.ts";
import type { EffectiveExposure } from "../../../exposure/domain/exposure-book.ts";
import { garwood } from "../../../statistics/garwood.ts";
import { ratesResponse } from "../rates.ts";

function responseOf(search: string, cases: readonly ModelCase[], exposures: readonly EffectiveExposure[] = []) {
  const query = requested(search);
  return ratesResponseSchema.parse(ratesResponse(query, snapshotOf(query, cases, exposures)));
}
const rowsOf = (...requested: Parameters<typeof responseOf>) => responseOf(...requested).rows;
const rowOf = (...requested: Parameters<typeof responseOf>): RatesRow => rowsOf(...requested)[0]!;
const year2024 = "from=2024-01-01&to=2024-12-31";

test("a case is in the year of its accident, its death or its registration", () => {
  const cases = [{ date: "2023-12-30", severity: "fatal", died: "2024-01-02", registered: "2025-01-15" }];
  const years = (search: string) => rowsOf(`${search}&measure=fatal`, cases).map(({ period }) => period);
  expect([years(""), years("yearOf=death"), years("yearOf=registration")]).toEqual([["2023"], ["2024"], ["2025"]]);
});

test("a region is that of the occurrence or of the employer's registration; the country and the total stay", () => {
  const cases = [
    { date: "2024-02-03", region: "KZ-35", registration_region: "KZ-75" },
    { date: "2024-02-03", region: "KZ-35" },
  ];
  const regions = (search: string) => rowsOf(`by=region&${search}`, cases).map(({ region, count }) => [region, count]);
  expect(regions("")).toEqual([["KZ-35", 2]]);
  expect(regions("regionOf=registration")).toEqual([
    ["KZ-75", 1],
    [null, 1],
  ]);
  expect(rowOf("regionOf=registration&region=KZ-75", cases).count).toBe(1);
});

test("only the bases asked for are tried, in their order", () => {
  const exposures = [
    stated({ period: "2024", workers: 1000, basis: "listed_employees" }),
    stated({ period: "2024", workers: 2000, basis: "contracts" }),
  ];
  const basis = (search: string) => {
    const { exposure, exposureBasis, reason } = rowOf(`${year2024}&${search}`, casesOf(4, { date: "2024-02-03" }), exposures);
    return [exposure, exposureBasis, reason];
  };
  expect(basis("")).toEqual([1000, "listed_employees", null]);
  expect(basis("exposureBasis=contracts")).toEqual([2000, "contracts", null]);
  expect(basis("exposureBasis=insured,contracts,listed_employees")).toEqual([2000, "contracts", null]);
  expect(basis("exposureBasis=insured")).toEqual([null, null, "exposure_missing"]);
});

test("an interval by accidents: the Kostenko mine in a year of single victims; without group accidents it is Garwood's", () => {
  const date = "2023-10-28";
  const search = "from=2023-01-01&to=2023-12-31&measure=fatal&per=100000_workers";
  const workers = [stated({ period: "2023", workers: 7_000_000 })];
  const singles = casesOf(156, { date: "2023-03-03", severity: "fatal" });
  const disaster = casesOf(46, { date, severity: "fatal", accident: "9".repeat(64) });
  const poisson = rowOf(search, [...singles, ...disaster], workers);
  const clustered = rowOf(`${search}&interval=accidents`, [...singles, ...disaster], workers);
  expect(clustered.rate).toBe(poisson.rate);
  // By SciPy 1.17.1: y = 202, v = 156 + 46², w = 46; χ² of 2y²/v and 2(y + w)²/(v + w²) degrees; per 70 times 100,000 workers.
  expect([clustered.lower, clustered.upper]).toEqual([1.70912, 5.62431]);
  expect(rowOf(`${search}&interval=accidents`, singles, workers)).toMatchObject(rowOf(search, singles, workers));
  expect(rowOf(`${search}&interval=accidents&withoutAccident=${"9".repeat(64)}`, [...singles, ...disaster], workers).count).toBe(156);
});

test("victims of one accident are one event, whatever months they fall into", () => {
  const accident = "a".repeat(64);
  const victims = [
    { date: "2024-01-31", severity: "fatal", died: "2024-01-31", accident },
    { date: "2024-01-31", severity: "fatal", died: "2024-02-03", accident },
  ];
  const row = rowsOf("yearOf=death&period=rolling12m&interval=accidents&per=none&from=2024-12-01&to=2024-12-31", victims)[0]!;
  // Two victims of one event: its interval is twice that of one.
  const { lower, upper } = garwood(1);
  expect([row.lower, row.upper]).toEqual([Number((2 * lower).toPrecision(6)), Number((2 * upper).toPrecision(6))]);
});

test("in-year rates are cumulative unless annualised is asked for, and then they say by what", () => {
  const cases = casesOf(10, { date: "2023-02-03" });
  const exposures = [stated({ period: "2023", workers: 1000 })];
  const rate = (search: string) => {
    const { rate: figure, annualisedBy } = rowsOf(`from=2023-01-01&to=2023-12-31&${search}`, cases, exposures)[0]!;
    return [figure, annualisedBy];
  };
  expect(rate("period=quarter")).toEqual([10, undefined]);
  expect(rate("period=quarter&annualised=true")).toEqual([40, 4]);
  expect(rate("annualised=true")).toEqual([10, 1]);
  const february = "from=2023-01-01&to=2023-02-14&period=ytd&annualised=true";
  expect(rowOf(february, cases, exposures)).toMatchObject({ rate: Number((10 * (365 / 45)).toPrecision(6)), annualisedBy: 8.11111 });
  expect(responseOf(february, cases, exposures).annualised).toBe(true);
  expect(rowOf(february.replace("&annualised=true", ""), cases, exposures)).not.toHaveProperty("annualisedBy");
});

/** FACTS, section 4, vector 9. */
test("quarters neither add up to the year nor average to it", () => {
  const quarters = [
    ["2024-01", 2, 292],
    ["2024-04", 1, 263],
    ["2024-07", 2, 205],
    ["2024-10", 3, 280],
  ] as const;
  const cases = quarters.flatMap(([month, count]) => casesOf(count, { date: `${month}-03` }));
  const exposures = quarters.map(([, , workers], place) => stated({ period: `2024-Q${place + 1}`, workers }));
  const rates = rowsOf(`${year2024}&period=quarter`, cases, exposures).map(({ rate }) => rate!);
  expect(rates).toEqual([6.84932, 3.80228, 9.7561, 10.7143]);
  const [year] = rowsOf(year2024, cases, exposures);
  expect([year!.exposure, year!.rate]).toEqual([260, 30.7692]);
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(31.122, 3);
  const yearly = rowsOf(`${year2024}&period=quarter&annualised=true`, cases, exposures).map(({ rate }) => rate!);
  expect(yearly.reduce((sum, rate) => sum + rate, 0) / 4).not.toBeCloseTo(year!.rate!, 1);
});

test("the period before, without a day in common, and a word", () => {
  const cases = [...casesOf(100, { date: "2022-06-03" }), ...casesOf(202, { date: "2023-06-03" }), ...casesOf(203, { date: "2024-06-03" })];
  const exposures = [
    stated({ period: "2022", workers: 1000 }),
    stated({ period: "2023", workers: 1000 }),
    stated({ period: "2024", workers: 2000 }),
  ];
  const compared = rowsOf("compare=previous", cases, exposures).map(({ previous }) => previous!);
  expect(compared.map(({ period, count, word }) => `${period}: ${count}, ${word}`)).toEqual([
    "2021: 0, null",
    "2022: 100, higher",
    "2023: 202, lower",
  ]);
  expect(compared[1]).toMatchObject({ rate: 100, ratio: 2.02 });
  expect(compared[0]).toEqual({
    period: "2021",
    count: 0,
    exposure: null,
    exposureBasis: null,
    exposureStatus: "missing",
    rate: null,
    ratio: null,
    lower: null,
    upper: null,
    p: null,
    word: null,
    reason: "exposure_missing",
    comparedBy: null,
  });
  const before = (search: string) => rowsOf(`compare=previous&${search}`, cases, exposures).at(-1)!.previous!.period;
  expect([
    before("period=quarter&from=2024-01-01&to=2024-03-31"),
    before("period=month&from=2024-03-01&to=2024-03-31"),
    before("period=day&from=2024-03-01&to=2024-03-01"),
    before("period=ytd&from=2024-01-01&to=2024-02-29"),
    before("period=rolling12m&from=2024-02-01&to=2024-02-29"),
  ]).toEqual(["2023-Q4", "2024-02", "2024-02-29", "2023-01-01/2023-02-28", "2022-03/2023-02"]);
});

/** FACTS, section 4: 2024 with 202 deaths against 2022 with 203, of some seven million workers each. */
test("202 deaths are not distinguishable from 203", () => {
  const cases = [...casesOf(203, { date: "2023-06-03", severity: "fatal" }), ...casesOf(202, { date: "2024-06-03", severity: "fatal" })];
  const search = `${year2024}&measure=fatal&compare=previous`;
  expect(rowOf(search, cases, [stated({ period: "2023", workers: 7e6 })]).previous).toMatchObject({
    ratio: 0.995074,
    word: "not_distinguishable",
  });
});

test("days lost have a ratio, and no limits: days are not events", () => {
  const cases = [
    { date: "2023-06-03", daysLost: 10 },
    { date: "2024-06-03", daysLost: 30 },
  ];
  const { previous } = rowOf(`${year2024}&measure=days_lost&per=case&compare=previous`, cases);
  expect(previous).toEqual({
    period: "2023",
    count: 10,
    exposure: 1,
    exposureBasis: null,
    exposureStatus: "closed",
    rate: 10,
    ratio: 3,
    lower: null,
    upper: null,
    p: null,
    word: null,
    reason: "not_a_count",
    comparedBy: null,
  });
});

/** FACTS, section 4, vector 14: strata with 200 and 50 per unit, weights 0.3 and 0.7. */
const standardised = {
  cases: [...casesOf(200, { date: "2024-03-03", sector: "B" }), ...casesOf(50, { date: "2024-03-03", sector: "F" })],
  exposures: [
    ...["B", "F"].map((section) => stated({ period: "2024", workers: 1000 }, { section, region: "KZ-35" })),
    stated({ period: "2024", workers: 300 }, { section: "B" }),
    stated({ period: "2024", workers: 700 }, { section: "F" }),
  ],
};

test("a directly standardised rate", () => {
  const { cases, exposures } = standardised;
  const reported = cases.map((one) => ({ ...one, region: "KZ-35" }));
  const row = rowOf(`${year2024}&region=KZ-35&standard=2024`, reported, exposures);
  // By SciPy 1.17.1: y = 95, v = 0.3² · 200 + 0.7² · 50, one count more weighs 0.5, squared 0.29 (Tiwari).
  expect(row).toMatchObject({ count: 250, exposure: 2000, rate: 95, lower: 82.6515, upper: 108.74, unstandardised: 0 });
  expect(
    rowOf(`${year2024}&region=KZ-35`, reported, [...exposures, stated({ period: "2024", workers: 2000 }, { region: "KZ-35" })]).rate,
  ).toBe(125);
  // The country against its own standard is the crude rate.
  const national = [...exposures.slice(2), stated({ period: "2024", workers: 1000 })];
  expect(rowOf(`${year2024}&standard=2024`, cases, national).rate).toBe(rowOf(year2024, cases, national).rate);
});

test("a standardised rate is missing where any section lacks its exposure; cases of no known section are told apart", () => {
  const { cases, exposures } = standardised;
  const row = (search: string, others: readonly ModelCase[], stated: readonly EffectiveExposure[]) =>
    rowOf(
      `${year2024}&${search}`,
      [...cases, ...others].map((one) => ({ ...one, region: "KZ-35" })),
      stated,
    );
  expect(row("standard=2024&region=KZ-35", [], exposures.slice(1))).toMatchObject({ rate: null, reason: "exposure_missing" });
  expect(row("standard=2024&region=KZ-35", [{ date: "2024-03-03", sector: "C" }], exposures)).toMatchObject({ reason: "exposure_missing" });
  expect(row("standard=2024&region=KZ-35", [{ date: "2024-03-03" }], exposures)).toMatchObject({ count: 251, rate: 95, unstandardised: 1 });
  expect(row("standard=2023&region=KZ-35", [], exposures)).toMatchObject({ rate: null, reason: "exposure_missing" });
});

test("an answer repeats the choices it was asked with and its one basis, and no others", () => {
  const chosen = "yearOf=death&regionOf=registration&exposureBasis=employed&annualised=true&compare=previous";
  expect(responseOf(chosen, [])).toMatchObject({
    yearOf: "death",
    regionOf: "registration",
    exposureBasis: "employed",
    annualised: true,
    compare: "previous",
  });
  expect(Object.keys(responseOf("yearOf=accident&interval=poisson", []))).toEqual([
    "asOf",
    "watermark",
    "rules",
    "measure",
    "per",
    "exposureBasis",
    "from",
    "earliest",
    "rows",
  ]);
  expect(responseOf("per=none", [])).not.toHaveProperty("exposureBasis");
});

test("more victims than workers are told, and counted all the same", () => {
  const cases = casesOf(6, { date: "2024-03-03", daysLost: 3 });
  const row = (workers: number, search = "") => rowOf(`${year2024}&${search}`, cases, [stated({ period: "2024", workers, hours: 1 })]);
  expect(row(5)).toMatchObject({ count: 6, rate: 1200, warning: "QG-0651" });
  for (const plausible of [row(6), row(5, "per=1000000_hours"), row(5, "measure=days_lost"), row(5, "per=none")]) {
    expect(plausible).not.toHaveProperty("warning");
  }
});
