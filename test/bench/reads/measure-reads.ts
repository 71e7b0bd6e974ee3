/** Questions of the read API over the folded cases, alone and with many callers, beside other engines that count the same cases. */
import { apiRoutes, gateOf } from "@qorgau/api/api-routes";
import { createEnterpriseReader } from "@qorgau/api/enterprises/enterprise-reader";
import { createJournalReader } from "@qorgau/api/explain/journal-reader";
import { createSupplementReader } from "@qorgau/api/inspection/supplement-reader";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createQualityReader } from "@qorgau/api/quality/quality-reader";
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import type { RatesReader } from "@qorgau/api/rates/rates-reader";
import { createReleases } from "@qorgau/api/releases/releases";
import { createSignalLog } from "@qorgau/api/signals/signal-log";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import type { Store } from "@qorgau/infra/store/store";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import { quantile } from "../bench-result.ts";
import type { Goal } from "../bench-result.ts";
import type { BenchRun } from "../bench-run.ts";
import { withDirectory } from "../bench-run.ts";
import { largestStore } from "../folding/measure-folding.ts";
import { openCases } from "./open-cases.ts";
import type { OpenedCases } from "./open-cases.ts";
import { measurePeers } from "./measure-peers.ts";

const section = "Reads";
const lastYear = "from=2025-01-01&to=2025-12-31";
const allYears = "from=2020-01-01&to=2025-12-31";

interface RatesRequest {
  readonly name: string;
  readonly query: string;
  /** Computed from months; else cases are read. */
  readonly byMonths: boolean;
}

const ratesRequests: readonly RatesRequest[] = [
  { name: "rates, national, all years", query: `period=year&${allYears}`, byMonths: true },
  { name: "rates, region × sector × severity, 12 months", query: `by=region,sector,severity&period=month&${lastYear}`, byMonths: true },
  { name: "rates, region × severity, a year before", query: `by=region,severity&compare=previous&${lastYear}`, byMonths: true },
  { name: "rates, mining by method and hazard", query: `by=method,hazard&site=mine&${lastYear}`, byMonths: false },
  { name: "rates, days of a month", query: "period=day&from=2025-03-01&to=2025-03-31", byMonths: false },
  { name: "rates, year of death", query: `by=region,severity&yearOf=death&${allYears}`, byMonths: false },
  { name: "rates, by sex and cause", query: `by=sex,cause&${lastYear}`, byMonths: false },
  { name: "rates, intervals by accidents", query: `by=region&interval=accidents&${lastYear}`, byMonths: false },
];

const goalOf = (byMonths: boolean, isAlone: boolean): Goal | undefined => {
  if (byMonths) return { valueMax: isAlone ? 30 : 150 };
  return isAlone ? { valueMax: 150 } : undefined;
};

/** Milliseconds of each call, of so many callers that each make their calls one after the other. */
async function timesOf(callers: number, calls: number, call: (number: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let number = 0; number < calls; number += 1) {
        const startedMs = performance.now();
        await call(caller * calls + number);
        times.push(performance.now() - startedMs);
      }
    }),
  );
  return times;
}

function recordTimes(run: BenchRun, name: string, times: readonly number[], goal?: Goal): void {
  run.record({ section, name: `${name}, p50`, unit: "ms", samples: [quantile(times, 0.5)] });
  run.record({ section, name: `${name}, p99`, unit: "ms", samples: [quantile(times, 0.99)], ...(goal === undefined ? {} : { goal }) });
}

/** Every response is computed anew: `publishedRates` takes none that is remembered. */
async function measureRates(run: BenchRun, reader: RatesReader): Promise<void> {
  const { requests, callers } = run.scale;
  for (const { name, query, byMonths } of ratesRequests) {
    const parsed = parseRatesQuery(new URLSearchParams(query));
    if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
    const ask = async () => JSON.stringify((await reader.publishedRates(parsed.query)).response);
    await timesOf(1, 3, ask);
    recordTimes(run, `${name}, alone`, await timesOf(1, requests, ask), goalOf(byMonths, true));
    recordTimes(run, `${name}, ${callers} callers`, await timesOf(callers, Math.ceil(requests / 4), ask), goalOf(byMonths, false));
  }
}

const never = () => Promise.reject(new Error("not asked for here"));

async function apiOn(store: Store, reader: RatesReader) {
  const gate = gateOf(reader);
  const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
  await server.register(
    apiRoutes({
      reader,
      quality: createQualityReader({ store }),
      journal: createJournalReader({ store, reader }),
      enterprises: createEnterpriseReader({ store, reader }),
      supplements: createSupplementReader({ store }),
      releases: createReleases({ store, reader, gate, log: { append: never }, signer: null }),
      signals: createSignalLog({ store, gate, log: { append: never } }),
      cuts: createCutResolver({ store, gate, log: { end: never, tick: never } }),
      gate,
      pipeline: never,
    }),
  );
  return {
    async get(path: string) {
      const { statusCode, body } = await server.inject({ url: path });
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${body.slice(0, 400)}`);
      return body;
    },
    close: () => server.close(),
  };
}

type Api = Awaited<ReturnType<typeof apiOn>>;

const regions = ["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75"];
const sectors = ["B", "C", "F"];
/** A row of one month, another one with each number. */
const rowOf = (number: number) => {
  const month = `2025-0${1 + (number % 9)}`;
  return `period=month&from=${month}-01&to=${month}-28&region=${regions[number % 5]}&sector=${sectors[number % 3]}&severity=severe`;
};

async function measureDetails(run: BenchRun, api: Api): Promise<void> {
  const { requests } = run.scale;
  const few = Math.max(2, Math.ceil(requests / 4));
  const goal = { valueMax: 200 };
  const source = encodeURIComponent("urn:kz:bin:200140000004");
  const record = (number: number) => api.get(`/v1/records?source=${source}&subject=S-1-${number}`).catch(() => "");
  const paths: readonly (readonly [string, number, (number: number) => string, Goal | undefined])[] = [
    ["explain, one row", few, (number) => `/v1/explain?${rowOf(number)}&limit=100`, goal],
    ["revisions, one row", few, (number) => `/v1/revisions?${rowOf(number)}&limit=100`, goal],
    ["annual rollup", few, (number) => `/v1/rollups/annual/${2021 + (number % 5)}`, undefined],
    [
      "quality, a month",
      Math.min(few, 5),
      (number) => `/v1/quality?period=month&from=2025-0${1 + (number % 9)}-01&to=2025-0${1 + (number % 9)}-28`,
      undefined,
    ],
  ];
  for (const [name, count, pathOf, wanted] of paths) {
    recordTimes(run, name, await timesOf(1, count, (number) => api.get(pathOf(number))), wanted);
  }
  recordTimes(run, "records, one record", await timesOf(1, few, record), goal);
}

/** Cuts between the first tenth and the last of the log, each requested for the first time, and then again. */
async function measurePast(run: BenchRun, reader: RatesReader, api: Api): Promise<void> {
  const watermark = parseWatermark((await reader.cut())?.watermark ?? "") ?? new Map<number, number>();
  const { pastCuts, requests } = run.scale;
  const path = (cut: string) => `/v1/rates?by=region,sector,severity&period=month&${lastYear}${cut}`;
  const first: number[] = [];
  const again: number[] = [];
  for (let place = 0; place < pastCuts; place += 1) {
    const share = 0.1 + (0.8 * (place + 0.5)) / pastCuts;
    const cut = formatWatermark(new Map([...watermark].map(([partition, offset]) => [partition, Math.floor(offset * share)])));
    const ask = () => api.get(path(`&asOf=${cut}`));
    first.push(...(await timesOf(1, 1, ask)));
    again.push(...(await timesOf(1, Math.ceil(requests / pastCuts / 2), ask)));
  }
  const query = parseRatesQuery(new URLSearchParams(path("").split("?")[1]));
  if ("errors" in query) throw new Error(JSON.stringify(query.errors));
  const live = await timesOf(1, Math.ceil(requests / 2), () => reader.publishedRates(query.query));
  run.record({ section, name: "as of a past cut, the first time", unit: "ms", samples: first, goal: { valueMax: 300 } });
  const beside = { name: "live", samples: [quantile(live, 0.5)] };
  run.record({ section, name: "as of a past cut, again", unit: "ms", samples: [quantile(again, 0.5)], beside, goal: { ratioMax: 1.5 } });
}

async function measureOurs(run: BenchRun, { store }: OpenedCases): Promise<void> {
  const reader = createRatesReader({ store });
  await measureRates(run, reader);
  const api = await apiOn(store, reader);
  try {
    await measureDetails(run, api);
    await measurePast(run, reader, api);
  } finally {
    await api.close();
  }
}

export async function measureReads(run: BenchRun): Promise<void> {
  await using cases = await openCases(largestStore(run));
  await run.once("reads", () => measureOurs(run, cases));
  await run.once("reads of others", () => withDirectory(run, (directory) => measurePeers(run, cases, directory)));
}
