/** How many dead letters the Kafka ingest endpoints have written since this was made, for a service that is not beside one. */
import { kindHeader } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetter } from "@qorgau/schemas/events/kafka-messages";
import { sharedWork } from "../../process/shared-work.ts";
import { withTimeout } from "../../process/with-timeout.ts";
import type { KafkaConnection } from "../kafka-connection.ts";
import { KafkaError } from "../kafka-error.ts";
import { readingOf } from "../read-topic.ts";
import type { TopicReading } from "../read-topic.ts";
import { deadLettersTopic } from "../topics.ts";

/** A count that reads on from where it last was. `count` never rejects and takes 2000 ms at most. */
export interface DeadLetterCount {
  /** Null where the topic cannot be read: not now, or not by this user. */
  count(): Promise<number | null>;
  close(): void;
}

const kind: DeadLetter["kind"] = "dead_letter";
/** For somebody who looks at `/v1/status`. */
const responseMsMax = 2_000;

/**
 * Counts from the end that the topic has now; all of one that is made later. Rejects with a KafkaError where no broker responds. Without
 * permission to read the topic the count is always null.
 */
export async function countDeadLetters(connection: KafkaConnection): Promise<DeadLetterCount> {
  const reading = readingOf(connection);
  try {
    const ends = await reading.ends(deadLettersTopic);
    return { count: countBehind(reading, new Map(ends)), close: () => reading.close() };
  } catch (error) {
    reading.close();
    // A service that may not read dead letters works without their number.
    if (error instanceof KafkaError && error.code === "kafka_not_authorized") return { count: async () => null, close: () => {} };
    throw error;
  }
}

/** `next` is the first offset of each partition that was not counted. */
function countBehind(reading: TopicReading, next: Map<number, number>): () => Promise<number | null> {
  let deadLetters = 0;
  const look = async () => {
    // Reading would wait for a topic that is not there, and where no reporter has a topic there is none.
    if ((await reading.ends(deadLettersTopic)) === null) return deadLetters;
    for await (const { partition, offset, headers } of reading.records(deadLettersTopic, next)) {
      if (headers[kindHeader]?.toString() === kind) deadLetters += 1;
      next.set(partition, offset + 1);
    }
    return deadLetters;
  };
  const lookTogether = sharedWork(look);
  const late = () => new Error("the brokers take their time");
  return () => withTimeout(responseMsMax, lookTogether(), late).catch(() => null);
}
