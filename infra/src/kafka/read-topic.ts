/** Reads what a topic holds now, without a group: all of it from given offsets on, or one record at its place. */
import { KafkaCluster } from "./kafka-cluster.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { consumedRecordOf } from "./group-consumer.ts";
import type { ConsumedRecord } from "./group-consumer.ts";
import { KafkaError } from "./kafka-error.ts";
import type { FetchedRecord } from "./records/record-set.ts";
import { repeatUntil } from "./repeat-until.ts";

/** A record that was read without a group, with its partition. */
export interface PlacedRecord extends ConsumedRecord {
  readonly partition: number;
}

/**
 * Reads without a group and commits nothing. `records` and `record` repeat a request for up to 15,000 ms, also while the topic is missing; `ends`
 * rejects at the first failure. All reject with a KafkaError.
 */
export interface TopicReading {
  /**
   * One partition after the other, each in order, up to its end as it is when it is read. `from` names the first offsets; a partition that it
   * does not name begins at the first offset there is.
   */
  records(topic: string, from?: ReadonlyMap<number, number>): AsyncGenerator<PlacedRecord>;
  /** The offset that the next record of each partition will have; null where the topic was never made. */
  ends(topic: string): Promise<ReadonlyMap<number, number> | null>;
  /** Null where the topic does not hold it any more. */
  record(topic: string, partition: number, offset: number): Promise<PlacedRecord | null>;
  close(): void;
}

const requestMsMax = 6000;
const responseMsMax = 15_000;
const fetchOptions = { waitMsMax: 500, partitionBytesMax: 4 * 1024 * 1024, bytesMax: 16 * 1024 * 1024 };

/** Opens connections of its own, which its owner closes. */
export const readingOf = (connection: KafkaConnection): TopicReading => readingFrom(new KafkaCluster(connection, { requestMsMax }));

/** Reads over the connections of `cluster`, which end with `close`. */
export function readingFrom(cluster: KafkaCluster): TopicReading {
  const ask = <Result>(request: () => Promise<Result>) =>
    repeatUntil(AbortSignal.timeout(responseMsMax), request, () => cluster.refresh().catch(() => undefined));

  const fetchFrom = (topic: string, partition: number, offset: number) =>
    ask(async () => {
      const leader = (await cluster.partitionsOf(topic)).find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
      if (leader < 0) throw new KafkaError("kafka_unavailable", `Partition ${partition} of ${topic} has no leader now.`);
      const [fetched] = await cluster.fetch(leader, topic, [{ partition, offset }], fetchOptions);
      // A broker gives whole batches, from their beginning.
      const records = (fetched?.messages ?? []).filter((record) => Number(record.offset) >= offset);
      if (records.length > 0 || offset < Number(fetched?.highWatermark ?? 0)) return records;
      // A leader of late may not know yet how much of the partition is replicated: it holds the record and does not give it.
      throw new KafkaError("kafka_unavailable", `The leader of partition ${partition} of ${topic} does not give offset ${offset} yet.`);
    });

  return {
    async *records(topic, from = new Map()) {
      const first = await ask(() => cluster.offsets(topic, "first"));
      for (const [partition, begin] of [...first].toSorted(([a], [b]) => a - b)) {
        const end = (await ask(() => cluster.offsets(topic, "next"))).get(partition) ?? 0;
        for (let next = Math.max(from.get(partition) ?? 0, begin); next < end;) {
          const fetched = await fetchFrom(topic, partition, next);
          for (const record of fetched) if (!record.isControlRecord) yield placed(partition, record);
          // Nothing at an offset that the leader has: what was there was compacted away.
          next = fetched.length === 0 ? next + 1 : Number(fetched.at(-1)!.offset) + 1;
        }
      }
    },
    async ends(topic) {
      try {
        return await cluster.offsets(topic, "next");
      } catch (error) {
        if (error instanceof KafkaError && error.code === "kafka_topic_missing") return null;
        throw error;
      }
    },
    async record(topic, partition, offset) {
      const begin = (await ask(() => cluster.offsets(topic, "first"))).get(partition);
      const end = (await ask(() => cluster.offsets(topic, "next"))).get(partition);
      if (begin === undefined || end === undefined || offset < begin || offset >= end) return null;
      const found = (await fetchFrom(topic, partition, offset)).find((record) => Number(record.offset) === offset);
      return found === undefined || found.isControlRecord ? null : placed(partition, found);
    },
    close: () => cluster.cut(),
  };
}

function placed(partition: number, record: FetchedRecord): PlacedRecord {
  return { partition, ...consumedRecordOf(record) };
}
