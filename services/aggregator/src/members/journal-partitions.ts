/**
 * The role of a member that is not the leader: it appends its partitions to the journal, from the published cut on, and records its progress.
 * It begins anew with every epoch of the lease, since an epoch may begin with another journal in place (`rebuild/`); and it does not run far ahead
 * of the published cut, so that little is appended twice then.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { growingPauses } from "@qorgau/infra/process/retry";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { appendToJournal } from "@qorgau/infra/store/journal/journal";
import type { Store } from "@qorgau/infra/store/store";
import type { Watermark } from "@qorgau/schemas/watermark";
import { stampBatch } from "../flush/domain/logged-statements.ts";
import type { StampedCut } from "../flush/domain/logged-statements.ts";
import { stampedCut } from "../flush/flush.ts";
import { isTransient, retryPauses } from "../lease/transient-error.ts";
import { recordJournalProgress } from "../tables/journal-progress.ts";
import { readPublishedCut } from "../tables/published.ts";
import { lastLease } from "../tables/leases.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";

export interface JournalPartitionsOptions {
  readonly log: EventLog;
  readonly store: Store;
  readonly partitions: readonly number[];
  /** Learns what other members published. */
  readonly lease: Pick<PublisherLease, "learn">;
  readonly signal: AbortSignal;
  readonly batchRecordsMax?: number;
}

/** How often the last lease and the published cut are read: the time by which a member that is not the leader is behind. */
const lookAgainMs = 250;
/** Four batches that the leader publishes at once. */
const aheadRecordsMax = 80_000;

/** Resolves when the signal aborts; rejects with any error that is not transient. Without partitions it only learns the published cut. */
export async function journalPartitions(options: JournalPartitionsOptions): Promise<void> {
  const { signal } = options;
  const pauses = growingPauses(retryPauses);
  while (!signal.aborted) {
    try {
      await journalInOneEpoch(options);
    } catch (error) {
      if (!isTransient(error) && !signal.aborted) throw error;
      await pauses.wait(signal);
    }
  }
}

/** What was last read of the leader's work. */
interface Seen {
  readonly epoch: bigint;
  readonly cut: StampedCut;
}

async function look({ store, lease }: JournalPartitionsOptions): Promise<Seen> {
  // In this order: a cut that is read later is never ahead of the journal of its lease.
  const { epoch } = await lastLease(store);
  const versionedCut = await readPublishedCut(store);
  if (versionedCut !== null) lease.learn(versionedCut);
  return { epoch, cut: versionedCut === null ? { watermark: new Map(), effectiveAt: new Map() } : stampedCut(versionedCut.cut) };
}

async function journalInOneEpoch(options: JournalPartitionsOptions): Promise<void> {
  const { signal } = options;
  let seen = await look(options);
  const { epoch } = seen;
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  const watch = async () => {
    while (!both.aborted) {
      await delay(lookAgainMs, undefined, { signal: both }).catch(() => {});
      if (both.aborted) return;
      seen = await look(options);
      if (seen.epoch !== epoch) over.abort();
    }
  };
  const append = appendFrom(options, seen, () => seen.cut.watermark, both);
  try {
    await Promise.all([watch(), append]);
  } finally {
    over.abort();
    await Promise.allSettled([append]);
  }
}

async function appendFrom(options: JournalPartitionsOptions, from: Seen, published: () => Watermark, signal: AbortSignal): Promise<void> {
  const { log, store, partitions, batchRecordsMax = 20_000 } = options;
  if (partitions.length === 0) return;
  let before = from.cut;
  for await (const records of log.read(before.watermark, { recordsMax: batchRecordsMax, signal, partitions })) {
    const batch = await inPieces(stampBatch(records, before));
    before = batch;
    await appendToJournal(store, batch.statements, batch.controlRecords);
    await recordJournalProgress(store, from.epoch, of(partitions, batch.watermark));
    while (!signal.aborted && recordsBetween(published(), of(partitions, batch.watermark)) > aheadRecordsMax) {
      await delay(lookAgainMs, undefined, { signal }).catch(() => {});
    }
  }
}

const of = (partitions: readonly number[], watermark: Watermark): Watermark =>
  new Map([...watermark].filter(([partition]) => partitions.includes(partition)));

function recordsBetween(published: Watermark, journalled: Watermark): number {
  return [...journalled].reduce((sum, [partition, offset]) => sum + Math.max(0, offset - (published.get(partition) ?? -1)), 0);
}
