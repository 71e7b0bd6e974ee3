/** Fills an empty topic with records of another log: their times and positions travel in headers, which outrank the broker's. */
import { KafkaError } from "../../kafka/kafka-error.ts";
import { KafkaProducer } from "../../kafka/kafka-producer.ts";
import type { ProducerRecord } from "../../kafka/kafka-producer.ts";
import { eventsTopic } from "../../kafka/topics.ts";
import type { LogRecord } from "../event-log.ts";
import type { LogRestoration } from "../transfer/import-log.ts";
import { TransferError } from "../transfer/transfer-error.ts";
import { openKafkaEventLog } from "./kafka-event-log.ts";
import type { KafkaEventLogOptions } from "./kafka-event-log.ts";
import { eventLogErrorOf } from "./log-error.ts";
import { originHeaders } from "./record-headers.ts";

/**
 * Makes the topic where there is none. Rejects with `log_not_empty` where it holds records, and as `openKafkaEventLog` does. `put` rejects with
 * `not_verified` where an append fails or another program wrote meanwhile; the topic is then to be deleted.
 */
export async function restoreKafkaLog(options: KafkaEventLogOptions, partitions: number): Promise<LogRestoration> {
  const topic = options.topic ?? eventsTopic;
  const log = await openKafkaEventLog({ ...options, partitions });
  const end = await log.end();
  await log.close();
  if (end.size > 0) throw new TransferError("log_not_empty", `The topic ${topic} holds records: a log is imported into an empty one only.`);
  const producer = new KafkaProducer(options.connection);
  const put = async (records: readonly LogRecord[]) => {
    const places = await producer.send(records.map((record) => producerRecordOf(topic, record))).catch((error: unknown) => {
      throw half(topic, error);
    });
    const strayed = places.find(({ offset }, index) => offset !== records[index]!.offset);
    if (strayed !== undefined) throw half(topic, new Error(`another program wrote to ${strayed.partition}:${strayed.offset}`));
  };
  return {
    put,
    abandon: () => producer.close(),
    async finish() {
      await producer.close();
      return openKafkaEventLog({ ...options, partitions });
    },
  };
}

function producerRecordOf(topic: string, record: LogRecord): ProducerRecord {
  return { topic, partition: record.partition, key: record.key, value: record.value, headers: originHeaders(record) };
}

function half(topic: string, error: unknown): Error {
  const reason = error instanceof KafkaError ? eventLogErrorOf(error).message : String(error);
  return new TransferError("not_verified", `The import stopped half-way: ${reason} Delete the topic ${topic} and import again.`, {
    cause: error,
  });
}
