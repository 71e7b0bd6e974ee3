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

export async function restoreEventLog({ logUrl, logKafka, logger }: RestoreOptions, partitions: number): Promise<LogRestoration> {
  if (!isKafkaUrl(logUrl)) return restoreEmbeddedLog(logUrl.replace(/^file:/, ""), partitions);
  const { replication } = logKafka;
  return restoreKafkaLog(
    { connection: kafkaConnectionOf(logUrl, logKafka, logger), ...(replication === null ? {} : { replication }) },
    partitions,
  );
}
