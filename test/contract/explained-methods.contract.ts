/**
 * `GET /v1/explain?of=` over HTTP, through log, aggregator and engine: over drawn questions of every method the explained answer is that of the method's own
 * route, its figures are computed again from the inputs that it tells, and the addresses lead to the cases.
 */
import { explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import { methodExplanationSchema, methodNames } from "@qorgau/schemas/responses/methods/method-explanation";
import type { MethodExplanation, MethodName } from "@qorgau/schemas/responses/methods/method-explanation";
import { beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { seededRandom, testSeed } from "../generators/random.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2026-03-05T12:00:00+05:00" });
const random = seededRandom(testSeed);
const drawn = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
const upTo = (most: number) => Math.floor(random() * (most + 1));

/** They kept their area in these years. */
const regions = ["KZ-11", "KZ-15", "KZ-23", "KZ-27", "KZ-31", "KZ-39", "KZ-43", "KZ-47", "KZ-55"];
const insurer = "urn:kz:insurer:annuity";
const bins = ["200140000004", "990140000002"];
const day = (monthsBack: number, date = 1 + upTo(27)) => new Date(Date.UTC(2026, 1 - monthsBack, date)).toISOString().slice(0, 10);
const monthsLater = (from: string, months: number) =>
  new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) - 1 + months, 28)).toISOString().slice(0, 10);

interface Drawn {
  readonly data: { readonly occurredAt: string; readonly notified?: { readonly enteredOn: string } };
}

/** Six years of cases by region, each registered up to two months later; the regions' risks differ. */
function drawnCases(): Drawn[] {
  return Array.from({ length: 1_500 }, () => {
    const place = Math.min(upTo(regions.length - 1), upTo(regions.length - 1));
    const occurredAt = day(upTo(71));
    const severity = random() < 0.15 ? "fatal" : "light";
    const bin = drawn(bins);
    const enteredOn = monthsLater(occurredAt, drawn([0, 0, 1, 2]));
    const notified = enteredOn > "2026-03-04" ? {} : { notified: { enteredOn } };
    return caseEvent({
      occurredAt,
      severity,
      region: regions[place],
      sector: drawn(["05.10", "08.11", "41.20"]),
      employer: { bin },
      ...notified,
    });
  });
}

/** What is stated of enterprises and of the inspection. */
function statements(): object[] {
  const status = (data: object) => ({
    ...caseEvent({}, { source: "urn:test:inspectorate", type: "kz.qorgau.enterprise.status.reported.v1" }),
    data: { employer: { bin: bins[0], region: "KZ-39", size: "250-499" }, sector: "05", from: "2024-01-01", ...data },
  });
  const assessment = { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 };
  return [
    status({ programme: "risk_map", assessment }),
    status({ programme: "union" }),
    ...bins.flatMap((bin) =>
      ["2021", "2022", "2023", "2024", "2025"].map((period) =>
        exposureEvent({ period, employer: { bin }, workers: 400, basis: "listed_employees" }, { source: `urn:kz:bin:${bin}` }),
      ),
    ),
    {
      ...caseEvent({}, { source: "urn:test:inspectorate", type: "kz.qorgau.inspection.statistics.reported.v1" }),
      data: { year: 2025, workplacesLiable: 20_000, workersLiable: 1_200_000, workersVisited: 180_000 },
    },
  ];
}

beforeAll(async () => {
  const early = "2025-03-01";
  const exposures = ["2020", "2021", "2022", "2023", "2024", "2025"].flatMap((period) => [
    exposureEvent({ period, workers: 900_000 }),
    ...regions.map((region, place) => exposureEvent({ period, region, workers: 40_000 + 15_000 * place })),
  ]);
  const all = drawnCases();
  const isEarly = ({ data }: Drawn) => data.occurredAt < early && (data.notified?.enteredOn ?? "") < early;
  // The log is as old as the years that are compared.
  await used.report([exposureEvent({ period: "2019", workers: 900_000 })], { at: "2022-12-01T12:00:00+05:00" });
  // What was known a year before the cut was in the log by then.
  await used.report([...exposures, ...all.filter(isEarly)], { at: `${early}T12:00:00+05:00` });
  // An insurer tells of its claims as they come: what it knew when it joined teaches no delay.
  for (let back = 8; back >= 0; back -= 1) {
    const at = `${day(back, 20)}T12:00:00+05:00`;
    const claim = () => ({ status: "paid", capacityLossPercent: drawn([35, 70]), paidKzt: 100 + upTo(900) });
    const of = (count: number, occurredAt: string) =>
      Array.from({ length: count }, () =>
        caseEvent({ occurredAt, claim: claim() }, { source: insurer, type: "kz.qorgau.claim.reported.v1" }),
      );
    await used.report([...of(12 + upTo(4), day(back, 5)), ...(back === 8 ? [] : of(4 + upTo(2), day(back + 1, 5)))], { at });
  }
  await used.report([...all.filter((one) => !isEarly(one)), ...statements(), caseEvent({ occurredAt: "2026-03-01" })], {
    at: "2026-03-05T12:00:00+05:00",
  });
}, 180_000);

type Requested = () => { readonly own: string; readonly requested: Readonly<Record<string, string>> };
const request = (own: string, requested: Readonly<Record<string, string | undefined>>, ofPath: Readonly<Record<string, string>> = {}) => {
  const sent = Object.fromEntries(Object.entries(requested).filter(([, text]) => text !== undefined)) as Record<string, string>;
  return { own: `${own}?${new URLSearchParams(sent).toString()}`, requested: { ...sent, ...ofPath } };
};

const requests: Readonly<Record<MethodName, Requested>> = {
  nowcast: () =>
    request("/v1/nowcast", {
      measure: drawn(["injured", "accidents", "fatal"]),
      by: drawn([undefined, "region", "sector"]),
      region: drawn([undefined, "KZ-11", "KZ-11,KZ-15"]),
      period: drawn([undefined, "week"]),
      maxDelay: drawn(["2", "3", "6"]),
      per: drawn([undefined, "100000_workers", "none"]),
    }),
  same_lag: () =>
    request("/v1/rates", {
      compare: "same_lag",
      by: drawn([undefined, "region"]),
      from: drawn(["2025-01-01", "2024-01-01"]),
      to: "2025-12-31",
    }),
  signals: () =>
    request("/v1/signals", {
      falseAlarms: drawn(["1", "6", "12"]),
      from: drawn([undefined, "2024-06-03"]),
      region: drawn([undefined, "KZ-11"]),
    }),
  days_between: () => request("/v1/fatality-free-days", { by: drawn([undefined, "region"]), from: drawn(["2021-01-01", "2023-01-01"]) }),
  funnel: () =>
    request("/v1/funnel", { by: "region", from: drawn(["2024-01-01", "2025-01-01"]), measure: drawn(["accidents", "injured"]) }),
  smoothing: () =>
    request("/v1/rates", {
      smooth: "gamma_poisson",
      by: "region",
      measure: drawn(["accidents", "injured"]),
      from: "2025-01-01",
      to: "2025-12-31",
    }),
  risk_map: () => request("/v1/riskmap", { years: drawn(["1", "3"]), layer: drawn([undefined, "statistical"]) }),
  programme: () => request("/v1/programmes/union", { measure: drawn(["accidents", "injured"]) }, { programme: "union" }),
  claims_ibnr: () =>
    request("/v1/claims/ibnr", {
      maxDelay: drawn(["1", "2"]),
      measure: drawn(["claims", "paid"]),
      by: drawn([undefined, "band"]),
      source: drawn([undefined, insurer]),
    }),
  c81: () => request("/v1/reports/c81/2025", {}, { year: "2025" }),
};

async function json(url: string): Promise<Record<string, unknown>> {
  return JSON.parse(await used.bodyOf(url)) as Record<string, unknown>;
}

const explained = async (method: MethodName, requested: Readonly<Record<string, string>>): Promise<MethodExplanation> =>
  methodExplanationSchema.parse(await json(`/v1/explain?${new URLSearchParams({ of: method, ...requested }).toString()}`));

/** Without the counts that an explanation tells in any case. */
const withoutTriangle = ({ cells, ...response }: Record<string, unknown>) => ({
  ...response,
  ...(cells === undefined ? {} : { cells: (cells as { triangle?: unknown }[]).map(({ triangle: _counts, ...cell }) => cell) }),
});

/** All that stands at a path of names and dots, through lists. */
function valuesAt(value: unknown, path: string): unknown[] {
  if (path === "") return [value];
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [name = "", ...rest] = path.split(".");
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return [];
  return valuesAt((value as Record<string, unknown>)[name], rest.join("."));
}

test.each(methodNames)(
  "%s: the answer of its route, explained by members that it has, now and as of its cut",
  { timeout: 120_000 },
  async (method) => {
    const seen = new Set<string>();
    let stated: MethodExplanation | null = null;
    for (let round = 0; round < 8; round += 1) {
      const { own, requested } = requests[method]();
      const told = await explained(method, requested);
      stated = told;
      expect([own, withoutTriangle(told.response)]).toEqual([own, withoutTriangle(await json(own))]);
      const {
        asOf: _now,
        response: { asOf: _ofResponse, ...response },
        ...rest
      } = told;
      const again = await explained(method, { ...requested, asOf: told.watermark });
      const {
        asOf: _past,
        response: { asOf: _ofPast, ...responseThen },
        ...restThen
      } = again;
      expect([restThen, responseThen]).toEqual([rest, response]);
      for (const { gives } of told.formulas) if (valuesAt(told.response, gives).length > 0) seen.add(gives);
      for (const { at } of told.symbols) if (at !== null && valuesAt(told.response, at).length > 0) seen.add(at);
      expect(told.caveats.length).toBeGreaterThan(0);
      for (const { text } of told.caveats) expect(Object.values(text).every((one) => one.length > 20)).toBe(true);
      recomputed[method](told.response, told);
    }
    const members = [...stated!.formulas.map(({ gives }) => gives), ...stated!.symbols.flatMap(({ at }) => at ?? [])];
    expect(members.filter((one) => !seen.has(one) && !mayBeAbsent.has(one))).toEqual([]);
  },
);

/** Where there is no release, nobody's light accidents are few, or areas spread by no more than chance. */
const mayBeAbsent = new Set(["rows.inflated"]);

interface Row {
  readonly [name: string]: unknown;
}
const rowsOf = (response: Record<string, unknown>, name = "rows") => response[name] as (Row & Record<string, number | null>)[];
const close = (told: unknown, computed: number) => expect(Math.abs(Number(told) / computed - 1)).toBeLessThan(1e-5);

/** F by delay from the counts: METHODS, section 1. */
function sharesOf(triangle: readonly { readonly cumulated: readonly number[] }[], window: number, maxDelay: number): number[] {
  const factors = Array.from({ length: maxDelay }, (_, delay) => {
    const known = triangle.filter(({ cumulated }) => cumulated.length > delay + 1).slice(-window);
    const sumAt = (place: number) => known.reduce((sum, { cumulated }) => sum + cumulated[place]!, 0);
    return sumAt(delay + 1) / sumAt(delay);
  });
  return Array.from({ length: maxDelay + 1 }, (_, delay) => factors.slice(delay).reduce((share, factor) => share / factor, 1));
}

function ladder(name: "nowcast" | "expected") {
  return (response: Record<string, unknown>, { parameters }: MethodExplanation) => {
    type Cell = { delaysFrom: string | null; shares: number[]; triangle: { cumulated: number[] }[] };
    const [window, maxDelay] = [Number(parameters["window"]), Number(parameters["maxDelay"])];
    for (const { delaysFrom, shares, triangle } of response["cells"] as Cell[]) {
      if (delaysFrom !== "cell") continue;
      for (const [delay, share] of sharesOf(triangle, window, maxDelay).entries()) if (shares[delay]! > 0) close(shares[delay], share);
    }
    for (const { reported, share, [name]: told } of rowsOf(response)) if (told !== null && reported! > 0) close(told, reported! / share!);
  };
}

const some = (counts: number) => expect(counts).toBeGreaterThan(0);

const recomputed: Readonly<Record<MethodName, (response: Record<string, unknown>, told: MethodExplanation) => void>> = {
  nowcast: ladder("nowcast"),
  claims_ibnr: ladder("expected"),
  same_lag(response) {
    type Side = { count: number; exposure: number; ratio: number | null };
    const rows = rowsOf(response).filter(({ previous }) => (previous as unknown as Side).ratio !== null);
    some(rows.length);
    for (const { count, exposure, previous } of rows) {
      const before = previous as unknown as Side;
      close(before.ratio, count! / exposure! / (before.count / before.exposure));
    }
  },
  signals(response) {
    close(response["runLength"], (60 * 4.348214) / Number(response["falseAlarms"]));
    const runLength = Number(response["runLength"]);
    for (const { detector, expectedWeekly, reference, alpha } of rowsOf(response, "series") as Row[]) {
      const mean = Number(expectedWeekly);
      if (detector === "poisson_cusum") expect(reference).toBe(Math.round((mean / Math.LN2) * 10) / 10);
      if (detector === "farrington_flexible") close(alpha, 1 / (2 * runLength));
      if (detector === "days_between") close(alpha, Math.min(0.05, 1 / (runLength * mean)));
    }
  },
  days_between(response) {
    const rows = rowsOf(response).filter(({ gapMean }) => gapMean !== null);
    some(rows.length);
    for (const { gapMean: mean, gChartUpper, gapMedian } of rows) {
      close(gChartUpper, mean! + 3 * Math.sqrt(mean! * (mean! + 1)));
      const cdf = (gap: number) => 1 - (1 - 1 / (1 + mean!)) ** (gap + 1);
      expect([cdf(gapMedian!) >= 0.5, gapMedian === 0 || cdf(gapMedian! - 1) < 0.5]).toEqual([true, true]);
    }
  },
  funnel(response) {
    const rows = rowsOf(response).filter(({ rate }) => rate !== null);
    some(rows.length);
    const target = rows.reduce((sum, { count }) => sum + count!, 0) / rows.reduce((sum, { exposure }) => sum + exposure!, 0);
    close(response["target"], target * 1000);
    for (const { exposure, expected } of rows) close(expected, target * exposure!);
  },
  smoothing(response) {
    type Smoothed = { expected: number | null; ratio: number | null; a: number; b: number };
    for (const { count, smoothed } of rowsOf(response)) {
      const { expected, ratio, a, b } = smoothed as unknown as Smoothed;
      if (ratio !== null) close(ratio, (count! + a) / (expected! + b));
    }
    some(rowsOf(response).filter(({ smoothed }) => (smoothed as unknown as Smoothed).ratio !== null).length);
  },
  risk_map(response) {
    type Statistical = { accidents: number; personYears: number; expected: number | null; rate: number; shape: number };
    const rows = rowsOf(response)
      .map(({ statistical }) => statistical as unknown as Statistical)
      .filter(({ expected }) => expected !== null);
    some(rows.length);
    for (const { accidents, personYears, expected, rate, shape } of rows) {
      close(rate, (1000 * (expected! / personYears) * (accidents + shape)) / (expected! + shape));
    }
    const scores = rowsOf(response).flatMap(({ administrative }) => (administrative as unknown as { score: number } | null)?.score ?? []);
    expect(scores.every((score) => score === 29.5)).toBe(true);
  },
  programme(response) {
    const [row] = rowsOf(response) as Row[];
    const { observed, expected, ratio } = row!["standardised"] as Record<string, number>;
    close(ratio, observed! / expected!);
  },
  c81(response) {
    const value = (part: string, name: string) =>
      (response[part] as { name: string; value: number }[]).find((one) => one.name === name)!.value;
    close(value("indicators", "workersVisitedPercent"), (100 * value("figures", "workersVisited")) / value("figures", "workersLiable"));
  },
};

test("the addresses lead to the cases of a row, page by page", { timeout: 120_000 }, async () => {
  const { response, records } = await explained("nowcast", { by: "region", maxDelay: "2" });
  const rows = rowsOf(response);
  expect(records).toHaveLength(rows.length);
  let cases = 0;
  for (const [place, { address }] of records.entries()) {
    const told = explainResponseSchema.parse(await json(`${address}&limit=1000`));
    // Of the row are those that were registered by the end of the last whole period.
    expect([address, told.row.count >= rows[place]!["reported"]!]).toEqual([address, true]);
    expect(told.cases).toHaveLength(told.row.count);
    cases += told.row.count;
  }
  expect(cases).toBeGreaterThan(20);
  const ofYear = await explained("same_lag", { compare: "same_lag", from: "2025-01-01", to: "2025-12-31" });
  const [row] = rowsOf(ofYear.response);
  const counts = await Promise.all(ofYear.records.map(async ({ address }) => explainResponseSchema.parse(await json(address)).row.count));
  expect(counts).toEqual([row!["count"], (row!["previous"] as unknown as { count: number }).count]);
});

test("a method is named by `method` as well, which is the mining method where it has such a value", { timeout: 60_000 }, async () => {
  const bodyOf = async (search: string) => (await used.system.ask(`/v1/explain?${search}`)).body;
  const { watermark } = await explained("nowcast", { maxDelay: "2" });
  const cut = `maxDelay=2&asOf=${encodeURIComponent(watermark)}`;
  expect(await bodyOf(`method=nowcast&${cut}`)).toBe(await bodyOf(`of=nowcast&${cut}`));
  const ofMining = explainResponseSchema.parse(JSON.parse(await bodyOf("method=underground&period=year&from=2025-01-01&to=2025-12-31")));
  expect(ofMining.row.period).toBe("2025");
});

test("as files, and what is none of a method is refused by a rule", { timeout: 60_000 }, async () => {
  for (const form of ["csv", "xlsx", "parquet", "csvw"]) {
    expect((await used.system.ask(`/v1/explain?of=nowcast&maxDelay=2&format=${form}`)).statusCode).toBe(200);
  }
  const csv = (await used.system.ask("/v1/explain?of=claims_ibnr&maxDelay=2&format=csv")).body;
  expect(csv).toMatch(/^part,name,value,at,of,route,asOf,watermark,rules,methods\r\nparameter,name,chain_ladder,/);
  for (const [search, rule, pointer] of [
    ["of=average", "QG-0603", "of"],
    ["of=nowcast&of=signals", "QG-0602", "of"],
    ["of=nowcast&method=signals", "QG-0602", "of"],
    ["of=nowcast&limit=5", "QG-0601", "limit"],
    ["of=nowcast&maxDelay=0", "QG-0635", "maxDelay"],
    ["of=same_lag&compare=previous", "QG-0603", "compare"],
    ["of=c81", "QG-0704", "year"],
    ["of=programme", "QG-0603", "programme"],
    ["window=12", "QG-0601", "window"],
  ] as const) {
    const { statusCode, body } = await used.system.ask(`/v1/explain?${search}`);
    const faults = (JSON.parse(body) as { errors: { rule: string; pointer: string }[] }).errors.map((one) => [one.rule, one.pointer]);
    expect([search, statusCode, faults]).toEqual([search, 400, [[rule, pointer]]]);
  }
});
