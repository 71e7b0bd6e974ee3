/** The log that a URL names: `file:DIR` is the embedded engine, `kafka://host:9092,host:9092` the one that many processes share. */
import { isKafkaUrl, kafkaConnectionOf, plainKafkaServer } from "../kafka/kafka-server.ts";
import type { KafkaServer } from "../kafka/kafka-server.ts";
import { createLogger } from "../process/logger.ts";
import type { Logger } from "../process/logger.ts";
import { openEmbeddedEventLog } from "./embedded/embedded-event-log.ts";
import type { EventLog } from "./event-log.ts";
import { isTracing } from "../traces/spans.ts";
import { tracedLog } from "./traced-log.ts";

export interface OpenEventLogOptions {
  /** What Kafka wants beside its addresses; nothing where absent. */
  readonly logKafka?: KafkaServer;
  readonly logger?: Logger;
}

/**
 * Takes `file:DIR` or `kafka://host:9092,…`. Rejects with an EventLogError; with a KafkaError where the cluster cannot be reached as the settings
 * say; with an Error for any other URL.
 */
export async function openEventLog(url: string, options: OpenEventLogOptions = {}): Promise<EventLog> {
  const log = await openEngine(url, options);
  return isTracing() ? tracedLog(log) : log;
}

async function openEngine(url: string, options: OpenEventLogOptions): Promise<EventLog> {
  const { logKafka = plainKafkaServer, logger = createLogger({ level: "silent" }) } = options;
  if (isKafkaUrl(url)) {
    const { partitions, replication } = logKafka;
    // The client library is read only by a process that needs it.
    const { openKafkaEventLog } = await import("./kafka/kafka-event-log.ts");
    return openKafkaEventLog({
      connection: kafkaConnectionOf(url, logKafka, logger),
      ...(partitions === null ? {} : { partitions }),
      ...(replication === null ? {} : { replication }),
    });
  }
  const directory = /^file:(.+)$/.exec(url)?.[1];
  if (directory === undefined) throw new Error("QORGAU_LOG is file:DIR or kafka://host:9092");
  return openEmbeddedEventLog({ directory });
}
