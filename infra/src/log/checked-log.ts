/**
 * A log whose records are judged as they are read (`schemas/src/log/logged-content.ts`): what the ingest endpoint cannot have written is refused,
 * record by record. The judgement depends on the log alone: on the record, and on the key that the log's first statement names.
 */
import { contentOfRecord } from "@qorgau/schemas/log/logged-content";
import { mapInPieces } from "../process/in-pieces.ts";
import { passedOn } from "./event-log.ts";
import type { EventLog, LogRecord } from "./event-log.ts";
import { keyIdOfLog } from "./log-key.ts";
import { partitionOfKey } from "../kafka/partition-of-key.ts";

export type CheckedRecord = LogRecord & { readonly content: NonNullable<LogRecord["content"]> };

/**
 * Gives the same log, its records with `content`. `read` looks for the key of the log until it is known (`keyIdOfLog`) and rejects as that does.
 * The other methods are those of `log`.
 */
export function checkedLog(log: EventLog): EventLog {
  let keyId: string | null = null;
  async function* read(...request: Parameters<EventLog["read"]>): AsyncGenerator<readonly LogRecord[]> {
    for await (const records of log.read(...request)) {
      // A log has no key until its first statement, which may be among these.
      keyId ??= await keyIdOfLog(log);
      yield await mapInPieces(records, (record) => checked(record, log.partitions, keyId));
    }
  }
  return { ...passedOn(log), read };
}

/** Gives the record with its `content`. `partitions` and `keyId` are those of the log; null where the log holds no statement yet. */
export function checked(record: LogRecord, partitions: number, keyId: string | null): CheckedRecord {
  const isItsPartition = partitionOfKey(record.key, partitions) === record.partition;
  return { ...record, content: contentOfRecord(record, { keyId, isItsPartition }) };
}
