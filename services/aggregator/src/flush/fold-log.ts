/** Follows the log behind the published cut and flushes batch after batch while it holds the lease. It waits for a store or a log that is away. */
import { setTimeout as delay } from "node:timers/promises";
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { EventLog, EventLogError } from "@qorgau/infra/log/event-log";
import { growingPauses } from "@qorgau/infra/process/retry";
import type { StoreError } from "@qorgau/infra/store/store";
import type { Logger } from "@qorgau/infra/process/logger";
import { batchSpan, spanOfSteps } from "@qorgau/infra/traces/spans";
import type { StampedBatch } from "./domain/logged-statements.ts";
import { journalBatch, publishBatch, stampedCut } from "./flush.ts";
import { watermarkOf } from "../tables/published.ts";
import type { FlushTools } from "./flush.ts";
import { isTransient, retryPauses } from "../lease/transient-error.ts";
import { LeaseError } from "../lease/lease-error.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";

/** Absent: batches of at most 20,000 records, and at least 100 ms between the starts of two flushes of a log that is nearly read. */
export interface FoldLogOptions {
  readonly log: EventLog;
  readonly lease: PublisherLease;
  readonly tools: FlushTools;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Ends once the published cut includes this; absent: goes on until the signal aborts. */
  readonly until?: Watermark;
  /** The most records of one flush: bounds memory (about 2 KiB each, two batches at a time) and the time to the next published cut. */
  readonly batchRecordsMax?: number;
  /** A flush starts no sooner than this after the one before, so that a trickle does not become a flood of tiny parts in the store. */
  readonly flushIntervalMs?: number;
  /** Called after every flush once its cut is published. */
  readonly onFlushed?: (flushed: { readonly records: number; readonly ms: number }) => void;
}

/** Batches are cut short by bytes as well as by records: one of this many says that more is waiting in the log. */
const fullBatchRecords = 1_000;

/**
 * Resolves when the signal aborts or the published cut includes `until`. Retries transient errors of the store and the log, after `store_timeout`
 * and `store_exhausted` with half the records; rejects with any other error, such as `LeaseError` (`turn_lost`).
 */
export async function foldLog(options: FoldLogOptions): Promise<void> {
  const { lease, until, logger, signal, batchRecordsMax = 20_000 } = options;
  const size = batchSize(batchRecordsMax);
  const isReached = () => until !== undefined && includes(watermarkOf(lease.published.cut), until);
  const pauses = growingPauses(retryPauses);
  while (!signal.aborted && !isReached()) {
    try {
      await follow(options, size);
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (!(error instanceof LeaseError) && isTooMuch(error)) size.shrink();
      const { code, message } = error;
      const statement = "statement" in error ? error.statement : undefined;
      logger.warn(
        { code, message, statement, nextRecordsMax: size.recordsMax },
        "the store or the log is away; the aggregator waits and takes up the log where the store left it",
      );
      await pauses.wait(signal);
    }
  }
}

/**
 * Follows the log from the published cut, until another epoch begins. A batch is published while the next one is read and journalled, where the
 * log is that far ahead; else a pause separates small batches.
 */
async function follow(options: FoldLogOptions, size: BatchSize): Promise<void> {
  const { log, lease, tools, signal, until, batchRecordsMax = 20_000, flushIntervalMs = 100 } = options;
  const { recordsMax } = size;
  const versionedCut = await lease.exclusively(async (known) => known);
  const publish = publisherOf(options, lease.epoch);
  const failing = new AbortController();
  let before = stampedCut(versionedCut.cut);
  let publishing = Promise.resolve(true);
  try {
    const read = { recordsMax, signal: AbortSignal.any([signal, failing.signal]) };
    for await (const records of log.read(before.watermark, read)) {
      const startedMs = performance.now();
      const span = spanOfSteps("fold", () => batchSpan(records));
      const batch = await span.step(() => journalBatch(records, before, tools));
      before = batch;
      if (!(await publishing)) return;
      publishing = span.last(() => publish(batch, startedMs));
      publishing.catch(() => failing.abort());
      const isLast = signal.aborted || (until !== undefined && includes(batch.watermark, until));
      if (!isLast && recordsMax === batchRecordsMax && records.length >= Math.min(batchRecordsMax, fullBatchRecords)) continue;
      if (!(await publishing) || isLast) return;
      if (recordsMax < batchRecordsMax) {
        // It could be done: the next batch is larger, for which the log is read anew.
        size.grow();
        return;
      }
      const restMs = flushIntervalMs - (performance.now() - startedMs);
      if (restMs > 1) await delay(restMs, undefined, { signal }).catch(() => {});
    }
    await publishing;
  } finally {
    await Promise.allSettled([publishing]);
  }
}

/**
 * Publishes journalled batches in order; false where another epoch has begun: then what was journalled follows another cut
 * than the published one.
 */
function publisherOf({ lease, tools, onFlushed = () => {} }: FoldLogOptions, epoch: bigint) {
  /** Gives what of the batch was too much for one block. */
  const publishPart = async (part: StampedBatch): Promise<{ readonly isOurs: boolean; readonly rest: StampedBatch | null }> => {
    let published: { readonly isOurs: boolean; readonly rest: StampedBatch | null } = { isOurs: false, rest: null };
    await lease.exclusively(async (known, publish) => {
      if (lease.epoch !== epoch) return known;
      const { published: versionedCut, rest } = await publishBatch(part, known, tools, publish);
      published = { isOurs: true, rest };
      return versionedCut;
    });
    return published;
  };
  return async (batch: StampedBatch, startedMs: number): Promise<boolean> => {
    let part = await publishPart(batch);
    while (part.rest !== null) part = await publishPart(part.rest);
    if (part.isOurs) onFlushed({ records: batch.statements.length + batch.controlRecords.length, ms: performance.now() - startedMs });
    return part.isOurs;
  };
}

/** How many records a flush takes: fewer after one that the store could not do in its time or its room, and more again after those it could. */
interface BatchSize {
  readonly recordsMax: number;
  shrink(): void;
  grow(): void;
}

function batchSize(byDefault: number): BatchSize {
  let recordsMax = byDefault;
  return {
    get recordsMax() {
      return recordsMax;
    },
    shrink: () => (recordsMax = Math.max(1, Math.floor(recordsMax / 2))),
    grow: () => (recordsMax = Math.min(byDefault, 2 * recordsMax)),
  };
}

/** Tried again unchanged it would most likely end the same way. */
function isTooMuch(error: StoreError | EventLogError): boolean {
  return error.code === "store_timeout" || error.code === "store_exhausted";
}
