/** What producers are given, how large it is, and how records of many callers become one batch for each partition. */
import type { Message } from "kafkajs";
import type { BatchPlace, PartitionBatch } from "./idempotent-producer.ts";

/** One record to be sent. Texts are sent as UTF-8. */
export interface ProducerRecord {
  readonly topic: string;
  /** Otherwise the key decides, as with Kafka's own clients. */
  readonly partition?: number;
  readonly key: string | null;
  readonly value: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The place that the broker gave to a record that was sent. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The broker's stamp; -1 where the topic has the producer's own. */
  readonly timestampMs: number;
}

/** Lengths, flags and deltas of a record beside its contents, at most. */
const recordOverheadBytes = 64;

/** Gives the bytes that the record takes in a batch without compression, at most. */
export function sizeOfRecord({ key, value, headers }: ProducerRecord): number {
  const headerBytes = Object.entries(headers ?? {}).reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text) + 8,
    0,
  );
  return Buffer.byteLength(key ?? "") + Buffer.byteLength(value) + headerBytes + recordOverheadBytes;
}

/** Divides the records, in order, into parts of at most `bytesMax` by `sizeOfRecord`; a larger record is a part of its own. */
export function dividedBySize(
  records: readonly ProducerRecord[],
  bytesMax: number,
): { readonly records: ProducerRecord[]; readonly bytes: number }[] {
  const parts: { records: ProducerRecord[]; bytes: number }[] = [];
  for (const record of records) {
    const bytes = sizeOfRecord(record);
    const last = parts.at(-1);
    if (last !== undefined && last.bytes + bytes <= bytesMax) {
      last.records.push(record);
      last.bytes += bytes;
    } else parts.push({ records: [record], bytes });
  }
  return parts;
}

export interface GroupedRecords {
  readonly batches: readonly PartitionBatch[];
  /** Of each record: which batch, and where in it. */
  readonly slots: readonly { readonly batch: number; readonly index: number }[];
}

/** Gives one batch for each topic and partition, records in input order. By `slots` and `placesOf` each record finds its place again. */
export function groupByPartition(records: readonly ProducerRecord[], partitionOf: (record: ProducerRecord) => number): GroupedRecords {
  const batches: (PartitionBatch & { readonly messages: Message[] })[] = [];
  const batchOf = new Map<string, number>();
  const slots = records.map((record) => {
    const partition = partitionOf(record);
    const key = `${record.topic}/${partition}`;
    let batch = batchOf.get(key);
    if (batch === undefined) {
      batch = batches.push({ topic: record.topic, partition, messages: [] }) - 1;
      batchOf.set(key, batch);
    }
    const { key: recordKey, value, headers } = record;
    return { batch, index: batches[batch]!.messages.push({ key: recordKey, value, ...(headers ? { headers } : {}) }) - 1 };
  });
  return { batches, slots };
}

/** Gives the place of each record, in input order; `places` are those of the batches. */
export function placesOf({ batches, slots }: GroupedRecords, places: readonly BatchPlace[]): RecordPlace[] {
  return slots.map(({ batch, index }) => {
    const { topic, partition } = batches[batch]!;
    const { firstOffset, timestampMs } = places[batch]!;
    return { topic, partition, offset: firstOffset + index, timestampMs };
  });
}
