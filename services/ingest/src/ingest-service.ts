/** The doors put together on a log: the same in a process of their own and in one with everything. */
import { join } from "node:path";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { isKafkaUrl, kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import { openKafka } from "@qorgau/infra/kafka/open-kafka";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { DoorSettings } from "@qorgau/infra/settings/door-settings";
import type { GeneralSettings } from "@qorgau/infra/settings/general-settings";
import type { LogSettings } from "@qorgau/infra/settings/log-settings";
import type { IntakeTotals } from "@qorgau/schemas/responses/status";
import type { AcceptanceContext } from "./domain/acceptance.ts";
import { ingestRoutes } from "./http/ingest-routes.ts";
import { deadLetterCount } from "./kafka/dead-letters/dead-letter-count.ts";
import { startChangingKafkaDoor } from "./kafka/changing-kafka-door.ts";
import { openDoor } from "./intake/open-door.ts";
import { watchReporters } from "./intake/watch-reporters.ts";
import type { WatchedReporters } from "./intake/watch-reporters.ts";
import { spareWaiting } from "./intake/spare-waiting.ts";

export interface IngestServiceOptions {
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly settings: DoorSettings & LogSettings & Pick<GeneralSettings, "dataDirectory">;
  /** Where its parts are put to be stopped. */
  readonly parts: AsyncDisposableStack;
}

export interface IngestService {
  readonly routes: HttpRoutes;
  /** Since the start. */
  readonly totals: () => Promise<IntakeTotals>;
  /** Rejects where the Kafka door cannot go on; never where there is none. */
  readonly failed: Promise<never>;
}

const mebibyte = 1024 * 1024;

export async function startIngest(options: IngestServiceOptions): Promise<IngestService> {
  const { log, metrics, logger, settings, parts } = options;
  const judge = await openDoor({ ...settings, log });
  const { reportersFile } = settings;
  const list = reportersFile === null ? null : await watchReporters({ file: reportersFile, logger, metrics });
  if (list !== null) parts.defer(list.stop);
  const context = list === null ? judge : () => ({ ...judge(), reporters: list.current() });
  const { failed, deadLetters } = list === null ? noKafkaDoor : await openKafkaDoor(options, context, list);
  const spoolDirectory = join(settings.dataDirectory, "spool");
  const limits = { bytesInFlightMax: settings.bodyMemoryMib * mebibyte, spoolDiskBytesMax: settings.spoolMib * mebibyte };
  const answered = (result: string) => metrics.valueOf("qorgau_ingest_events_total", { result });
  return {
    routes: ingestRoutes({ log: spareWaiting(log, logger), context, metrics, spoolDirectory, limits }),
    totals: async () => ({
      accepted: await answered("accepted"),
      rejected: await answered("rejected"),
      deadLetters: await deadLetters(),
    }),
    failed,
  };
}

type KafkaDoorService = Pick<IngestService, "failed"> & { readonly deadLetters: () => Promise<number | null> };

const noKafkaDoor: KafkaDoorService = { failed: new Promise<never>(() => {}), deadLetters: () => Promise.resolve(0) };

/** Where the log is on Kafka: for reporters that have topics of their own there, now or after a change of the list. */
async function openKafkaDoor(
  { log, metrics, logger, settings, parts }: IngestServiceOptions,
  context: () => AcceptanceContext,
  list: WatchedReporters,
): Promise<KafkaDoorService> {
  const { logUrl, logKafka } = settings;
  if (!isKafkaUrl(logUrl)) return noKafkaDoor;
  const kafka = openKafka(kafkaConnectionOf(logUrl, logKafka, logger));
  const replication = logKafka.replication === null ? {} : { replication: logKafka.replication };
  try {
    const door = await startChangingKafkaDoor({ kafka, log, context, reporters: list.current(), metrics, logger, ...replication });
    parts.adopt(kafka, (it) => it.close());
    parts.adopt(door, (it) => it.stop());
    list.onChange(door.changeTo);
    const reading = parts.adopt(readingOf(kafka.connection), (it) => it.close());
    return { failed: door.failed, deadLetters: deadLetterCount(reading).now };
  } catch (error) {
    await kafka.close();
    throw error;
  }
}
