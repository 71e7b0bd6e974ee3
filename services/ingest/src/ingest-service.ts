/** The ingest endpoints put together on a log: the same in a process of their own and in one with everything. */
import { join } from "node:path";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { isKafkaUrl, kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { IngestEndpointSettings } from "@qorgau/infra/settings/ingest-endpoint-settings";
import type { GeneralSettings } from "@qorgau/infra/settings/general-settings";
import type { LogSettings } from "@qorgau/infra/settings/log-settings";
import type { IntakeTotals } from "@qorgau/schemas/responses/status";
import type { AcceptanceContext } from "./domain/acceptance.ts";
import { ingestRoutes } from "./http/ingest-routes.ts";
import { deadLetterCount } from "./kafka/dead-letters/dead-letter-count.ts";
import { startChangingKafkaIngest } from "./kafka/changing-kafka-ingest.ts";
import { openIngestEndpoint } from "./intake/open-ingest-endpoint.ts";
import { watchReporters } from "./intake/watch-reporters.ts";
import type { WatchedReporters } from "./intake/watch-reporters.ts";
import { createCircuitBreaker } from "./intake/circuit-breaker.ts";

export interface IngestServiceOptions {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly settings: IngestEndpointSettings & LogSettings & Pick<GeneralSettings, "dataDirectory">;
  /** Where its parts are put to be stopped. */
  readonly parts: AsyncDisposableStack;
}

export interface IngestService {
  readonly routes: HttpRoutes;
  /** Since the start. */
  readonly totals: () => Promise<IntakeTotals>;
  /** Rejects where the Kafka ingest endpoint cannot go on; never where there is none. */
  readonly failed: Promise<never>;
}

const mebibyte = 1024 * 1024;

/**
 * Opens the key, the list of reporters, the routes and, where the log is on Kafka, the Kafka ingest endpoint. Rejects with a PseudonymKeyError, a
 * ReportersError, an EventLogError or a KafkaError, or an Error that names a list that cannot be read.
 */
export async function startIngest(options: IngestServiceOptions): Promise<IngestService> {
  const { log, metrics, logger, settings, parts } = options;
  // Whoever calls tries again while the log is away: what an attempt has opened ends with it.
  await using opened = new AsyncDisposableStack();
  const judge = await openIngestEndpoint({ ...settings, log });
  const { reportersFile } = settings;
  const list = reportersFile === null ? null : await watchReporters({ file: reportersFile, logger, metrics });
  if (list !== null) opened.defer(list.stop);
  const context = list === null ? judge : () => ({ ...judge(), reporters: list.current() });
  const { failed, deadLetters } = list === null ? noKafkaIngest : await openKafkaIngest({ ...options, parts: opened }, context, list);
  const spoolDirectory = join(settings.dataDirectory, "spool");
  const limits = { bytesInFlightMax: settings.bodyMemoryMib * mebibyte, spoolDiskBytesMax: settings.spoolMib * mebibyte };
  parts.use(opened.move());
  const responded = (result: string) => metrics.valueOf("qorgau_ingest_events_total", { result });
  return {
    routes: ingestRoutes({ log: createCircuitBreaker(log, logger), context, metrics, spoolDirectory, limits }),
    totals: async () => ({
      accepted: await responded("accepted"),
      rejected: await responded("rejected"),
      deadLetters: await deadLetters(),
    }),
    failed,
  };
}

type KafkaIngestService = Pick<IngestService, "failed"> & { readonly deadLetters: () => Promise<number | null> };

const noKafkaIngest: KafkaIngestService = { failed: new Promise<never>(() => {}), deadLetters: () => Promise.resolve(0) };

/** Where the log is on Kafka: for reporters that have topics of their own there, now or after a change of the list. */
async function openKafkaIngest(
  { log, metrics, logger, settings, parts }: IngestServiceOptions,
  context: () => AcceptanceContext,
  list: WatchedReporters,
): Promise<KafkaIngestService> {
  const { logUrl, logKafka } = settings;
  if (!isKafkaUrl(logUrl)) return noKafkaIngest;
  const { openKafka } = await import("@qorgau/infra/kafka/open-kafka");
  const { readingOf } = await import("@qorgau/infra/kafka/read-topic");
  const kafka = parts.adopt(openKafka(kafkaConnectionOf(logUrl, logKafka, logger)), (it) => it.close());
  const replication = logKafka.replication === null ? {} : { replication: logKafka.replication };
  const started = startChangingKafkaIngest({ kafka, log, context, reporters: list.current(), metrics, logger, ...replication });
  const endpoint = parts.adopt(await started, (it) => it.stop());
  list.onChange(endpoint.changeTo);
  const reading = parts.adopt(readingOf(kafka.connection), (it) => it.close());
  return { failed: endpoint.failed, deadLetters: deadLetterCount(reading).now };
}
