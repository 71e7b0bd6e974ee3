/** Log, aggregator and read API in one process, on a store that others may have filled, by a clock of the test's own. */
import { startAggregator } from "@qorgau/aggregator/aggregator";
import type { Aggregator } from "@qorgau/aggregator/aggregator";
import { apiRoutes, gateOf } from "@qorgau/api/api-routes";
import { createJournalReader } from "@qorgau/api/explain/journal-reader";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createQualityReader } from "@qorgau/api/quality/quality-reader";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createReleases } from "@qorgau/api/releases/releases";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createTicker } from "@qorgau/infra/log/ticker";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { recordName } from "@qorgau/schemas/events/statement";
import type { Statement } from "@qorgau/schemas/events/statement";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";

interface GivenResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  json(): { readonly asOf: string | null; readonly watermark: string; readonly errors: readonly { readonly rule: string }[] };
}

export interface InProcessSystem {
  readonly log: EventLog;
  readonly aggregator: Aggregator;
  ask(url: string, headers?: Record<string, string>): Promise<GivenResponse>;
  append(statements: readonly Statement[]): Promise<void>;
  /** Resolves once all that the log holds is published. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

export interface SystemOptions {
  readonly opened: OpenedStore;
  readonly logDirectory: string;
  readonly partitions: number;
  readonly clock: () => number;
  readonly batchRecordsMax?: number;
}

const notRequested = () => Promise.reject(new Error("not asked for here"));

export async function startInProcess({
  opened,
  logDirectory,
  partitions,
  clock,
  batchRecordsMax = 20_000,
}: SystemOptions): Promise<InProcessSystem> {
  const { store, next } = opened;
  const parts = new AsyncDisposableStack();
  const logger = createLogger({ level: "silent" });
  const log = parts.adopt(await openEmbeddedEventLog({ directory: logDirectory, partitions, clock }), (it) => it.close());
  const reader = createRatesReader({ store });
  const gate = gateOf(reader);
  const published = followPublished();
  const onPublished = ({ watermark }: { readonly watermark: string }) => {
    gate.notify();
    published.set(watermark);
  };
  const options = { log, store, next, logger, metrics: createMetrics(), flushIntervalMs: 0, batchRecordsMax, onPublished };
  const aggregator = parts.adopt(await startAggregator(options), (it) => it.stop());
  const cuts = createCutResolver({ store, gate, clock, log: { end: () => log.end(), tick: createTicker(log) } });
  const server = parts.adopt(createHttpServer({ logger }), (it) => it.close());
  await server.register(
    apiRoutes({
      reader,
      quality: createQualityReader({ store }),
      journal: createJournalReader({ store, reader }),
      releases: createReleases({ store, reader, gate, log, clock }),
      gate,
      cuts,
      pipeline: notRequested,
    }),
  );
  const caughtUp = async () => Promise.race([published.reach(await log.end()), aggregator.done]);
  return {
    log,
    aggregator,
    caughtUp,
    ask: (url, headers = {}) => server.inject({ url, headers }),
    async append(statements) {
      await log.append(statements.map((statement) => ({ key: recordName(statement), value: JSON.stringify(statement) })));
    },
    close: () => parts.disposeAsync(),
  };
}

/** Lets others wait until the published cut includes what they name. */
function followPublished() {
  let watermark: ReadonlyMap<number, number> = new Map();
  let wake = Promise.withResolvers<void>();
  return {
    set(text: string) {
      watermark = parseWatermark(text) ?? watermark;
      wake.resolve();
      wake = Promise.withResolvers();
    },
    async reach(wanted: ReadonlyMap<number, number>) {
      while (!includes(watermark, wanted)) await wake.promise;
    },
  };
}
