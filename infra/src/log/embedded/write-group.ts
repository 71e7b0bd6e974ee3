/** From waiting entries to the writer's columns, and from its reply back to the result of each caller. */
import type { Appended } from "../event-log.ts";
import type { QueueEntry } from "./append-queue.ts";
import type { GroupOffset, WriteGroup } from "./log-writer.ts";

/**
 * Gives the columns of one transaction, records in the order of the entries. `timestampMs`, milliseconds
 * since the epoch, is the stamp of all of them.
 */
export function writeGroupOf(entries: readonly QueueEntry[], timestampMs: number): WriteGroup {
  const partitions: number[] = [];
  const keys: string[] = [];
  const values: string[] = [];
  const commits: GroupOffset[] = [];
  for (const entry of entries) {
    if (entry.kind === "commit") {
      for (const [partition, offset] of entry.watermark) commits.push({ group: entry.group, partition, offset });
      continue;
    }
    for (let index = 0; index < entry.records.length; index++) {
      const record = entry.records[index]!;
      partitions.push(entry.partitions[index]!);
      keys.push(record.key);
      values.push(record.value);
    }
  }
  return { timestampMs, partitions: Uint8Array.from(partitions), keys, values, commits };
}

/**
 * Resolves every entry of a durable group. The writer gave offsets in the order of the entries, from `nextOffsets` upwards. Gives the next
 * offsets after the group, by partition.
 */
export function resolveEntries(entries: readonly QueueEntry[], nextOffsets: readonly number[], timestampMs: number): number[] {
  const next = [...nextOffsets];
  for (const entry of entries) {
    if (entry.kind === "commit") entry.resolve();
    else entry.resolve(entry.partitions.map((partition): Appended => ({ partition, offset: next[partition]!++, timestampMs })));
  }
  return next;
}
