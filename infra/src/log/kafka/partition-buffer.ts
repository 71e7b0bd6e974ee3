/** What was fetched of one partition and not yet handed on: decoded, in order, without a gap. */
import { isUtf8 } from "node:buffer";
import type { RecordFlaw } from "@qorgau/schemas/log/logged-content";
import type { FetchedRecord } from "../../kafka/records/record-set.ts";
import { EventLogError } from "../event-log.ts";
import type { LogRecord } from "../event-log.ts";
import { stampOf } from "../stamp-range.ts";
import { originOf, traceparentOf } from "./record-headers.ts";

/** A buffer of one partition. `nextOffset` is the first offset that it takes. */
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

  /** Throws `log_corrupt` at a gap, and at a record that is damaged. */
  add(fetched: readonly FetchedRecord[]): void {
    for (const record of fetched) {
      const offset = Number(record.offset);
      // A broker gives whole batches, from their beginning.
      if (offset < this.#nextOffset) continue;
      if (offset > this.#nextOffset) throw gap(this.partition, this.#nextOffset);
      if (record.unreadable === "damaged") throw damaged(this.partition, offset);
      const logged = logRecordOf(this.partition, offset, record);
      this.#records.push(logged);
      this.#bytes += logged.value.length;
      this.#nextOffset = offset + 1;
    }
  }

  /** Gives the next records and forgets them: at most `count`, fewer where it holds fewer. */
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

function logRecordOf(partition: number, offset: number, record: FetchedRecord): LogRecord {
  const { key, value, headers } = record;
  const brokerMs = stampOf(Number(record.timestamp));
  const origin = originOf(headers);
  const flaw = flawOf(record, origin === null || origin.position === `${partition}:${offset}`);
  const place = {
    partition,
    offset,
    timestampMs: origin === null || flaw !== null ? brokerMs : importedStampOf(origin.timestampMs, brokerMs),
  };
  if (flaw !== null) return { ...place, key: "", value: "", flaw };
  const traceparent = traceparentOf(headers);
  const traced = traceparent === undefined ? {} : { traceparent };
  return { ...place, key: key?.toString("utf8") ?? "", value: value?.toString("utf8") ?? "", ...traced };
}

/**
 * Nothing of this program writes in a transaction, and to wait for how one ends would hold up what was acknowledged behind it: what is in one is
 * handed on as a place without contents, so that a cut never depends on when it was read.
 */
function flawOf({ isControlRecord, batchContext, unreadable, key, value }: FetchedRecord, isInPlace: boolean): RecordFlaw | null {
  if (isControlRecord || batchContext.inTransaction || unreadable !== null) return "unreadable";
  if (!isUtf8(key ?? empty) || !isUtf8(value ?? empty)) return "unreadable";
  return isInPlace ? null : "displaced";
}

const empty = Buffer.alloc(0);

/** A log is imported after it was recorded; clocks of two machines may differ by some hours. What claims more was written by hand. */
const aheadOfImportMsMax = 86_400_000;
const importedStampOf = (recordedMs: number, importedMs: number) =>
  recordedMs > importedMs + aheadOfImportMsMax ? importedMs : stampOf(recordedMs);

function gap(partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `Record ${partition}:${offset} is missing from the topic: records were deleted, compacted away, or written in a transaction by a ` +
      "program that is not this one. Restore the topic from a copy.",
  );
}

function damaged(partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `Record ${partition}:${offset} is damaged: the batch that holds it does not have its checksum. It was acknowledged, so that no figure can do ` +
      "without it. Restore the topic from a copy, or let a replica that holds it whole lead the partition.",
  );
}
