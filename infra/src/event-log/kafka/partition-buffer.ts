/** What was fetched of one partition and not yet handed on: decoded, in order, without a gap. */
import type { FetchedRecord } from "../../kafka/kafkajs-internals.ts";
import { EventLogError } from "../event-log.ts";
import type { LogRecord } from "../event-log.ts";
import { originOf } from "./record-headers.ts";

export class PartitionBuffer {
  readonly partition: number;
  #nextOffset: number;
  #records: LogRecord[] = [];
  #taken = 0;
  #bytes = 0;

  constructor(partition: number, nextOffset: number) {
    this.partition = partition;
    this.#nextOffset = nextOffset;
  }

  /** Of the next record to be fetched. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  get length(): number {
    return this.#records.length - this.#taken;
  }

  /** Of what waits, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Throws `log_corrupt` at a gap, or where a record that moved here stands elsewhere than before. */
  add(fetched: readonly FetchedRecord[]): void {
    for (const record of fetched) {
      const offset = Number(record.offset);
      // A broker gives whole batches, from their beginning.
      if (offset < this.#nextOffset) continue;
      if (offset > this.#nextOffset || record.isControlRecord) throw gap(this.partition, this.#nextOffset);
      this.#records.push(logRecordOf(this.partition, offset, record));
      this.#bytes += record.value?.length ?? 0;
      this.#nextOffset = offset + 1;
    }
  }

  take(count: number): readonly LogRecord[] {
    const taken = this.#records.slice(this.#taken, this.#taken + count);
    this.#taken += taken.length;
    if (this.#taken === this.#records.length) {
      this.#records = [];
      this.#taken = 0;
      this.#bytes = 0;
    } else this.#bytes -= taken.reduce((sum, { value }) => sum + value.length, 0);
    return taken;
  }
}

function logRecordOf(partition: number, offset: number, { key, value, timestamp, headers }: FetchedRecord): LogRecord {
  const origin = originOf(headers);
  if (origin !== null && origin.position !== `${partition}:${offset}`) throw displaced(`${partition}:${offset}`, origin.position);
  return {
    partition,
    offset,
    timestampMs: origin?.timestampMs ?? Number(timestamp),
    key: key?.toString("utf8") ?? "",
    value: value?.toString("utf8") ?? "",
  };
}

function gap(partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `Record ${partition}:${offset} is missing from the topic: records were deleted, compacted away, or written in a transaction by a ` +
      "program that is not this one. Restore the topic from a copy.",
  );
}

function displaced(position: string, origin: string): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `The record at ${position} of the topic was ${origin} in the log that it came from: the import was not into an empty topic, or ended ` +
      "half-way. Delete the topic and import again.",
  );
}
