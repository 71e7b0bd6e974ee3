/**
 * Step 2 of a flush where several members share the journalling: the leader appends its own partitions, and waits until the journal progress of
 * the others has reached the batch. Where that takes too long, or the partitions become its own meanwhile, it appends them as well: the same
 * place in the log is read once however often it is appended, so nobody has to be sure whose a partition is.
 */
import { setTimeout as delay } from "node:timers/promises";
import { appendToJournal } from "@qorgau/infra/store/journal/journal";
import type { Store } from "@qorgau/infra/store/store";
import type { StampedBatch } from "../flush/domain/logged-statements.ts";
import { readJournalProgress } from "../tables/journal-progress.ts";

export interface AssignedJournalOptions {
  readonly store: Store;
  /** The partitions that are this member's now. */
  readonly owned: () => readonly number[];
  /** The epoch of the lease in which the batch is to be published: the progress of another epoch may be that of another journal. */
  readonly epoch: () => bigint;
  /** How long to wait for another member: somewhat more than one of its batches takes. */
  readonly journalWaitMs?: number;
}

/** The same step where nobody else journals: appends every record of the batch. Rejects with `StoreError`. */
export function journalAll(store: Store): (batch: StampedBatch) => Promise<void> {
  return ({ statements, controlRecords }) => appendToJournal(store, statements, controlRecords);
}

const defaultJournalWaitMs = 3_000;
const lookAgainMs = 50;

/**
 * The step of one member: it resolves once the journal holds every record of the batch, after `journalWaitMs` (3,000 by default) by appending what
 * is missing itself. Rejects with `StoreError`.
 */
export function createAssignedJournal(options: AssignedJournalOptions): (batch: StampedBatch) => Promise<void> {
  const { store, owned, epoch, journalWaitMs = defaultJournalWaitMs } = options;
  return async (batch) => {
    const startedMs = performance.now();
    const ofEpoch = epoch();
    const missing = new Set([...batch.statements, ...batch.controlRecords].map(({ partition }) => partition));
    const append = async (partitions: readonly number[]) => {
      const isChosen = ({ partition }: { readonly partition: number }) => missing.has(partition) && partitions.includes(partition);
      await appendToJournal(store, batch.statements.filter(isChosen), batch.controlRecords.filter(isChosen));
      for (const partition of partitions) missing.delete(partition);
    };
    await append(owned());
    while (missing.size > 0) {
      const progress = await readJournalProgress(store, ofEpoch);
      for (const partition of missing) {
        if ((progress.get(partition) ?? -1) >= (batch.watermark.get(partition) ?? 0)) missing.delete(partition);
      }
      const isOver = performance.now() - startedMs > journalWaitMs;
      await append(isOver ? [...missing] : owned());
      if (missing.size > 0) await delay(lookAgainMs);
    }
  };
}
