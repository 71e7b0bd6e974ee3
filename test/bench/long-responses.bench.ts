/**
 * How long questions hold the event loop at a time (NUMBERS 3.3: 50 ms at most), and what they take of memory: wide rates, quality, claims,
 * explain, revisions, a workbook, a release's forms. A hundred thousand published cases, made by the engine itself, and as many statements
 * in the journal as are asked for. Beside the wall clock the thread's own processor time is measured, which says the same on a busy machine.
 *
 *   node test/bench/long-responses.bench.ts [cases] [statements]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { apiRoutes, gateOf } from "@qorgau/api/api-routes";
import { createEnterpriseReader } from "@qorgau/api/enterprises/enterprise-reader";
import { createSupplementReader } from "@qorgau/api/inspection/supplement-reader";
import { createJournalReader } from "@qorgau/api/explain/journal-reader";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createQualityReader } from "@qorgau/api/quality/quality-reader";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createReleases } from "@qorgau/api/releases/releases";
import { createSignalLog } from "@qorgau/api/signals/signal-log";
import { releaseEvent } from "@qorgau/api/releases/release-event";
import { appendToJournal } from "@qorgau/infra/store/journal/journal";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { seededStatements } from "../generators/statements.ts";

const caseCount = Number(process.argv[2] ?? 100_000);
const statementCount = Number(process.argv[3] ?? 20_000);

const cases = `
  INSERT INTO published (grain, cell, version, date, death_date, registration_date, country, region, sector, division, severity, kind,
    evidence, work_related, mine, hazard, sex, age_band, registration_region, accident, cases, accidents, lost_time_cases, payload)
  SELECT 'case', concat(toString(date), '|', lower(hex(SHA256(toString(number))))), 1, toDate32('2016-01-01') + number % 3650 AS date, date, date, 'KZ',
    concat('KZ-', toString(10 + number % 20)), ['B', 'C', 'F', 'H'][1 + number % 4], ['05', '24', '41', '49'][1 + number % 4],
    ['light', 'light', 'severe', 'fatal'][1 + intDiv(number, 7) % 4], 'accident', 'reported', 'yes', concat('m', toString(number % 97)),
    ['haulage', 'machinery', 'other'][1 + number % 3], ['male', 'female'][1 + number % 2], ['25-34', '35-44'][1 + intDiv(number, 3) % 2],
    'KZ-35', lower(hex(SHA256(toString(number)))), 1, 1, 1, '{}'
  FROM numbers(${caseCount})`;

async function prepare(store: Store): Promise<string> {
  await migrate(store);
  const statements = seededStatements(7, statementCount);
  for (let sent = 0; sent < statements.length; sent += 10_000) await appendToJournal(store, statements.slice(sent, sent + 10_000), []);
  const last = new Map<number, number>();
  for (const { partition, offset } of statements) last.set(partition, Math.max(offset, last.get(partition) ?? 0));
  const watermark = formatWatermark(last);
  const effectiveAt = Object.fromEntries([...last.keys()].map((partition) => [partition, "2026-11-01T00:00:00.000Z"]));
  const cut = { watermark, partitions: last.size, effectiveAt, fold: foldVersion, exposureVersion: "0", recordsSinceCut: 1 };
  await store.command(cases);
  await store.command(`INSERT INTO published (grain, cell, version, payload) VALUES ('watermark', '', 1, '${JSON.stringify(cut)}')`);
  return watermark;
}

/** The longest stretch between two rounds of the loop while `work` goes on: wall clock and processor, milliseconds. */
async function longestStretch(work: () => Promise<string>): Promise<string> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let cpuMs = 0;
  let before = process.threadCpuUsage();
  let isOver = false;
  const beat = () => {
    const now = process.threadCpuUsage();
    cpuMs = Math.max(cpuMs, (now.user + now.system - before.user - before.system) / 1000);
    before = now;
    if (!isOver) setImmediate(beat);
  };
  delays.enable();
  setImmediate(beat);
  const startedMs = performance.now();
  const reported = await work();
  const tookMs = performance.now() - startedMs;
  isOver = true;
  delays.disable();
  const rssMiB = process.memoryUsage().rss / 2 ** 20;
  return `${cpuMs.toFixed(0)} ms of processor, ${(delays.max / 1e6).toFixed(0)} ms by the clock; ${tookMs.toFixed(0)} ms, RSS ${rssMiB.toFixed(0)} MiB, ${reported}`;
}

const wide = "by=region,sector,severity,mine,hazard";
const requests: Readonly<Record<string, readonly string[]>> = {
  "wide rates": [`/v1/rates?${wide}&period=quarter&from=2016-01-01&to=2016-12-31`],
  "wide rates, CSV": [`/v1/rates?${wide}&period=quarter&from=2016-01-01&to=2016-12-31&format=csv`],
  "wide rates, six at once": Array.from({ length: 6 }, () => `/v1/rates?${wide}&period=quarter&from=2016-01-01&to=2016-12-31`),
  "rolling, compared": ["/v1/rates?by=region,severity,mine&period=rolling12m&compare=previous&from=2020-01-01&to=2020-03-31"],
  "too wide": [`/v1/rates?${wide}&period=month`],
  "400 years of days": ["/v1/rates?period=day&from=1900-01-01&to=2299-12-31"],
  "days without a fatality": ["/v1/fatality-free-days?by=region&from=2016-01-01&to=2018-12-31"],
  quality: ["/v1/quality?period=month"],
  claims: ["/v1/claims?period=month&by=insurer,status,band,region"],
  clocks: ["/v1/clocks?period=month&by=region,sector"],
  explain: ["/v1/explain?from=2026-01-01&to=2026-12-31&limit=1000"],
  revisions: ["/v1/revisions?from=2026-01-01&to=2026-12-31"],
  annual: ["/v1/rollups/annual/2020"],
  workbook: ["/v1/rollups/annual/2020?format=xlsx"],
};

const directory = await mkdtemp(join(tmpdir(), "qorgau-bench-answers-"));
const logger = createLogger({ level: "silent" });
const opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
const { store } = opened;
try {
  const watermark = await prepare(store);
  const reader = createRatesReader({ store });
  const gate = gateOf(reader);
  const never = () => Promise.reject(new Error("not asked for here"));
  const server = createHttpServer({ logger });
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
  const ask = async (urls: readonly string[]) => {
    const responses = await Promise.all(urls.map((url) => server.inject({ url })));
    return responses.map(({ statusCode, rawPayload }) => `${statusCode} ${(rawPayload.length / 2 ** 20).toFixed(1)} MiB`).join(", ");
  };
  console.info(`${caseCount} cases, ${statementCount} statements, ${watermark}; the longest stretch:`);
  await ask(["/v1/rates"]);
  for (const [name, urls] of Object.entries(requests)) console.info(`${name}: ${await longestStretch(() => ask(urls))}`);
  const response = (await server.inject({ url: "/v1/rollups/annual/2020" })).json<AnnualRollupResponse>();
  const forms = async () =>
    Object.keys(
      (await releaseEvent("bench", response, { madeAt: "2026-11-01T00:00:00.000Z", succession: null, madeUp: false, signer: null })).data
        .forms,
    ).join(" ");
  console.info(`a release's forms: ${await longestStretch(forms)}`);
  await server.close();
} finally {
  await opened.close();
  await rm(directory, { recursive: true, force: true });
}
