/** The pseudonym key of a log: every statement names its key, and the earliest statement decides which one is the log's. */
import { contentOfRecord } from "@qorgau/schemas/log/logged-content";
import { EventLogError } from "./event-log.ts";
import type { EventLog, LogRecord } from "./event-log.ts";
import { partitionOfKey } from "../kafka/partition-of-key.ts";

const recordsMax = 100;
const lookMsMax = 60_000;

/**
 * Null where the log holds no statement. Of the first statements of the partitions the earliest by its stamp decides, so that the result does not
 * depend on the order of reading. Other records, such as ticks, are passed over. Rejects with `log_unavailable` after 60 s.
 */
export async function keyIdOfLog(log: EventLog): Promise<string | null> {
  const end = await log.end();
  const signal = AbortSignal.timeout(lookMsMax);
  const firsts: { readonly timestampMs: number; readonly keyId: string }[] = [];
  for (const [partition, last] of [...end].toSorted(([a], [b]) => a - b)) {
    const first = await firstStatement(log, partition, last, signal);
    if (first !== null) firsts.push(first);
  }
  if (signal.aborted) throw new EventLogError("log_unavailable", "The log did not show its first records in time.");
  return firsts.toSorted((a, b) => a.timestampMs - b.timestampMs)[0]?.keyId ?? null;
}

async function firstStatement(log: EventLog, partition: number, last: number, signal: AbortSignal) {
  for await (const records of log.read(new Map(), { recordsMax, signal, partitions: [partition] })) {
    for (const record of records) {
      const keyId = keyIdOf(record, log.partitions);
      if (keyId !== null) return { timestampMs: record.timestampMs, keyId };
    }
    if (records.at(-1)!.offset >= last) return null;
  }
  return null;
}

/** The key that a record names; null where it is no statement. */
export function keyIdOf(record: LogRecord, partitions: number): string | null {
  const isItsPartition = partitionOfKey(record.key, partitions) === record.partition;
  const content = contentOfRecord(record, { keyId: null, isItsPartition });
  return content.kind === "statement" ? content.statement.keyId : null;
}
