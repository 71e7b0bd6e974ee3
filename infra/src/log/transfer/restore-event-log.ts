/** Begins to fill the log that a URL names. */
import { isKafkaUrl, kafkaConnectionOf } from "../../kafka/kafka-server.ts";
import type { KafkaServer } from "../../kafka/kafka-server.ts";
import type { Logger } from "../../process/logger.ts";
import { restoreEmbeddedLog } from "../embedded/restore-embedded-log.ts";
import { restoreKafkaLog } from "../kafka/restore-kafka-log.ts";
import type { LogRestoration } from "./import-log.ts";

export interface RestoreOptions {
  readonly logUrl: string;
  readonly logKafka: KafkaServer;
  readonly logger: Logger;
}

/**
 * Takes the URL of `QORGAU_LOG` and the number of partitions of the other log. Rejects with `log_not_empty` where the log holds records, and as its
 * engine does where it cannot be opened.
 */
export async function restoreEventLog({ logUrl, logKafka, logger }: RestoreOptions, partitions: number): Promise<LogRestoration> {
  if (!isKafkaUrl(logUrl)) return restoreEmbeddedLog(logUrl.replace(/^file:/, ""), partitions);
  const { replication } = logKafka;
  return restoreKafkaLog(
    { connection: kafkaConnectionOf(logUrl, logKafka, logger), ...(replication === null ? {} : { replication }) },
    partitions,
  );
}
