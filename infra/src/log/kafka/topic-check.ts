/** Whether the records of an existing topic are where a log needs them: from the first one on, each in the partition of its key. */
import { contentOfRecord } from "@qorgau/schemas/log/logged-content";
import { KafkaCluster } from "../../kafka/kafka-cluster.ts";
import type { KafkaConnection } from "../../kafka/kafka-connection.ts";
import { repeatUntil } from "../../kafka/repeat-until.ts";
import { EventLogError } from "../event-log.ts";
import type { LogRecord } from "../event-log.ts";
import { partitionOfKey } from "../../kafka/partition-of-key.ts";
import { TopicReader } from "./topic-reader.ts";

const metadataMsMax = 15_000;
/** Enough that a number of partitions that changed does not go unseen. */
const sampleMax = 200;
const sampleMin = 10;

/**
 * Rejects with `log_corrupt` where a partition does not begin at offset 0, or a sample of the records fits a smaller number of partitions; with a
 * KafkaError where the cluster cannot be read.
 */
export async function refuseOtherTopics(
  connection: KafkaConnection,
  cluster: KafkaCluster,
  topic: string,
  partitions: number,
): Promise<void> {
  const offsets = (which: "first" | "next") =>
    repeatUntil(
      AbortSignal.timeout(metadataMsMax),
      () => cluster.offsets(topic, which),
      () => cluster.refresh(),
    );
  for (const [partition, offset] of await offsets("first")) if (offset > 0) throw cut(topic, partition, offset);
  const holding = [...(await offsets("next"))].filter(([, offset]) => offset > 0).map(([partition]) => partition);
  if (holding.length > 0) await refuseMisplaced(connection, topic, partitions, holding);
}

async function refuseMisplaced(connection: KafkaConnection, topic: string, partitions: number, holding: readonly number[]): Promise<void> {
  const reader = new TopicReader({
    cluster: new KafkaCluster(connection, { requestMsMax: metadataMsMax }),
    topic,
    from: new Map(holding.map((partition) => [partition, 0])),
    logger: connection.logger,
  });
  try {
    const records = await reader.next(sampleMax, AbortSignal.timeout(metadataMsMax));
    if (isOfFewerPartitions(records, partitions)) throw misplaced(topic, partitions);
  } finally {
    reader.close();
  }
}

/** A topic only ever grows in partitions: what was written before then fits an earlier number, and this one by chance alone. */
function isOfFewerPartitions(records: readonly LogRecord[], partitions: number): boolean {
  // The system's own records have no key and name their partition.
  const keyed = records.filter(({ key }) => key !== "");
  const statements = keyed.filter((record) => contentOfRecord(record, { keyId: null, isItsPartition: true }).kind === "statement");
  const sample = statements.length > 0 ? statements : keyed;
  // Records of another program may be in any partition, and a few of them fit any number.
  if (sample.length < sampleMin) return false;
  const inPlace = (count: number) => sample.filter(({ key, partition }) => partitionOfKey(key, count) === partition).length;
  const now = inPlace(partitions);
  return Array.from({ length: partitions - 1 }, (_, less) => inPlace(less + 1)).some(
    (before) => before > now && before >= 0.9 * sample.length,
  );
}

function cut(topic: string, partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `${topic} begins at offset ${offset} of partition ${partition}: what came before was deleted, by a retention that was too short or by hand. ` +
      "The log is the truth behind every figure and must begin at 0. Restore the topic from a copy.",
  );
}

function misplaced(topic: string, partitions: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `${topic} has ${partitions} partitions, but its records were written when it had another number: a record's revisions would no longer be in one ` +
      "partition. Restore the topic from a copy with the number of partitions that it had.",
  );
}
