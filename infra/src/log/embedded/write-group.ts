/** From waiting entries to the writer's columns, and from its reply back to the result of each caller. */
import { leafTextLength } from "../../proof/domain/leaf-hash.ts";
import type { Appended, LogAppend } from "../event-log.ts";
import type { QueueEntry } from "./append-queue.ts";
import type { GroupOffset, WriteGroup, WrittenGroup } from "./log-writer.ts";

/**
 * Gives the columns of one transaction, records in the order of the entries. `timestampMs`, milliseconds
 * since the epoch, is the stamp of all of them.
 */
export function writeGroupOf(entries: readonly QueueEntry[], timestampMs: number): WriteGroup {
  const partitions: number[] = [];
  const keys: string[] = [];
  const values: string[] = [];
  const leavesWanted: number[] = [];
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
      leavesWanted.push(record.leafWanted === true ? 1 : 0);
    }
  }
  return { timestampMs, partitions: Uint8Array.from(partitions), keys, values, leavesWanted: Uint8Array.from(leavesWanted), commits };
}

/**
 * Resolves every entry of a durable group. The writer gave offsets in the order of the entries, from `nextOffsets` upwards, and the leaves that were
 * asked for one behind the other. Gives the next offsets after the group, by partition.
 */
export function resolveEntries(entries: readonly QueueEntry[], { nextOffsets, leaves }: WrittenGroup, timestampMs: number): number[] {
  const next = [...nextOffsets];
  let at = 0;
  const appended = (record: LogAppend, partition: number): Appended => {
    const place = { partition, offset: next[partition]!++, timestampMs };
    return record.leafWanted === true ? { ...place, leaf: leaves.slice(at, (at += leafTextLength)) } : place;
  };
  for (const entry of entries) {
    if (entry.kind === "commit") entry.resolve();
    else entry.resolve(entry.records.map((record, index) => appended(record, entry.partitions[index]!)));
  }
  return next;
}
