/** Log, aggregator and read API in one process, on a store that others may have filled, by a clock of the test's own. */
import { startAggregator } from "@qorgau/aggregator/aggregator";
import type { Aggregator } from "@qorgau/aggregator/aggregator";
import { apiRoutes, gateOf } from "@qorgau/api/api-routes";
import { createEnterpriseReader } from "@qorgau/api/enterprises/enterprise-reader";
import { createSupplementReader } from "@qorgau/api/inspection/supplement-reader";
import { createJournalReader } from "@qorgau/api/explain/journal-reader";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createQualityReader } from "@qorgau/api/quality/quality-reader";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createReleases } from "@qorgau/api/releases/releases";
import { createSignalRecorder } from "@qorgau/api/signals/record-signals";
import type { SignalRecorder } from "@qorgau/api/signals/record-signals";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { createSignalLog } from "@qorgau/api/signals/signal-log";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createTicker } from "@qorgau/infra/log/ticker";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { recordName } from "@qorgau/schemas/events/statement";
import type { Statement } from "@qorgau/schemas/events/statement";
import type { Supplement } from "@qorgau/schemas/events/supplement";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";

interface GivenResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly rawPayload: Buffer;
  json(): { readonly asOf: string | null; readonly watermark: string; readonly errors: readonly { readonly rule: string }[] };
}

export interface InProcessSystem {
  readonly log: EventLog;
  readonly aggregator: Aggregator;
  ask(url: string, headers?: Record<string, string>): Promise<GivenResponse>;
  /** The address of the same routes on a port, which is opened at the first call. */
  address(): Promise<string>;
  append(statements: readonly (Statement | Supplement)[]): Promise<void>;
  /** Sends a body as JSON. */
  post(url: string, body: object): Promise<GivenResponse>;
  /** What a service puts signals into the log by; `published` is what it sees of the store. */
  signalRecorder(published: () => Promise<PublishedCut | null>, onFailure: (error: unknown) => void): SignalRecorder;
  /** Puts signals into the log, as a service does from time to time, until nothing is left to put there. Rejects with what hinders it. */
  recordSignals(): Promise<void>;
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
  /** What the read API reads, where it is not the aggregator's own. */
  readonly readStore?: Store;
  /** False: the read API finds by itself what is published, as in a process of its own. */
  readonly isNotified?: boolean;
  readonly listenersMax?: number;
}

const notRequested = () => Promise.reject(new Error("not asked for here"));

export async function startInProcess({
  opened,
  logDirectory,
  partitions,
  clock,
  batchRecordsMax = 20_000,
  readStore = opened.store,
  isNotified = true,
  listenersMax,
}: SystemOptions): Promise<InProcessSystem> {
  const { store, next } = opened;
  const parts = new AsyncDisposableStack();
  const logger = createLogger({ level: "silent" });
  const log = parts.adopt(await openEmbeddedEventLog({ directory: logDirectory, partitions, clock }), (it) => it.close());
  const reader = createRatesReader({ store: readStore });
  const gate = gateOf(reader);
  const published = followPublished();
  const onPublished = ({ watermark }: { readonly watermark: string }) => {
    if (isNotified) gate.notify();
    published.set(watermark);
  };
  const options = { log, store, next, logger, metrics: createMetrics(), flushIntervalMs: 0, batchRecordsMax, onPublished };
  const aggregator = parts.adopt(await startAggregator(options), (it) => it.stop());
  const cuts = createCutResolver({ store, gate, clock, log: { end: () => log.end(), tick: createTicker(log) } });
  const signals = createSignalLog({ store, log, gate });
  const readiness = async () => ({ ready: true, lag: 0 });
  const signalRecorder: InProcessSystem["signalRecorder"] = (seen, onFailure) =>
    createSignalRecorder({ reader, signals, cuts, published: seen, readiness, falseAlarms: 1, clock, onFailure });
  const ending = new AbortController();
  const server = parts.adopt(createHttpServer({ logger, ending: ending.signal }), (it) => it.close());
  await server.register(
    apiRoutes({
      reader,
      quality: createQualityReader({ store }),
      journal: createJournalReader({ store, reader }),
      enterprises: createEnterpriseReader({ store, reader }),
      supplements: createSupplementReader({ store }),
      releases: createReleases({ store, reader, gate, log, clock, signer: null }),
      signals,
      gate,
      cuts,
      pipeline: notRequested,
      ...(listenersMax === undefined ? {} : { listenersMax }),
    }),
  );
  let listening: Promise<string> | undefined;
  // Before the server is closed, which waits for what is under way.
  parts.defer(() => {
    ending.abort();
    server.server.closeAllConnections();
  });
  const caughtUp = async () => Promise.race([published.reach(await log.end()), aggregator.done]);
  return {
    log,
    aggregator,
    caughtUp,
    address: () => (listening ??= server.listen({ port: 0, host: "127.0.0.1" })),
    ask: (url, headers = {}) => server.inject({ url, headers }),
    post: (url, body) => server.inject({ method: "POST", url, headers: { host: "localhost" }, payload: body }),
    signalRecorder,
    async recordSignals() {
      const failures: unknown[] = [];
      const recorder = signalRecorder(reader.cut, (error) => void failures.push(error));
      for (let before = ""; before !== formatWatermark(await log.end());) {
        before = formatWatermark(await log.end());
        await recorder.look();
        if (failures.length > 0) throw failures[0];
        await caughtUp();
      }
    },
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
