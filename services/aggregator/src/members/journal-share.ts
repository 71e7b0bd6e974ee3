/**
 * Step 2 of a flush where several members share the journalling: this one's partitions it appends itself, and of the others it waits to see
 * that they stand in the journal. Where that takes too long, or the partitions become its own meanwhile, it appends them as well: twice
 * the same place in the log is read as one, so nobody has to be sure whose a partition is.
 */
import { setTimeout as delay } from "node:timers/promises";
import { appendToJournal } from "@qorgau/infra/store/journal/journal";
import type { Store } from "@qorgau/infra/store/store";
import type { StampedBatch } from "../flush/domain/logged-statements.ts";
import { journalHeads } from "../tables/journal-heads.ts";

export interface JournalShareOptions {
  readonly store: Store;
  /** The partitions that are this member's now. */
  readonly owned: () => readonly number[];
  /** Of the lease in which the batch is to be published: another one's heads may be those of another journal. */
  readonly epoch: () => bigint;
  /** For how long another member is waited for: somewhat more than one of its batches takes. */
  readonly patienceMs?: number;
}

/** Where nobody else journals. */
export function journalAll(store: Store): (batch: StampedBatch) => Promise<void> {
  return ({ statements, others }) => appendToJournal(store, statements, others);
}

const patienceUsualMs = 3_000;
const lookAgainMs = 50;

export function createJournalShare(options: JournalShareOptions): (batch: StampedBatch) => Promise<void> {
  const { store, owned, epoch, patienceMs = patienceUsualMs } = options;
  return async (batch) => {
    const startedMs = performance.now();
    const ofEpoch = epoch();
    const missing = new Set([...batch.statements, ...batch.others].map(({ partition }) => partition));
    const append = async (partitions: readonly number[]) => {
      const isChosen = ({ partition }: { readonly partition: number }) => missing.has(partition) && partitions.includes(partition);
      await appendToJournal(store, batch.statements.filter(isChosen), batch.others.filter(isChosen));
      for (const partition of partitions) missing.delete(partition);
    };
    await append(owned());
    while (missing.size > 0) {
      const heads = await journalHeads(store, ofEpoch);
      for (const partition of missing) {
        if ((heads.get(partition) ?? -1) >= (batch.watermark.get(partition) ?? 0)) missing.delete(partition);
      }
      const isOver = performance.now() - startedMs > patienceMs;
      await append(isOver ? [...missing] : owned());
      if (missing.size > 0) await delay(lookAgainMs);
    }
  };
}
