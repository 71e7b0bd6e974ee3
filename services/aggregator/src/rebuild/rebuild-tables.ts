/**
 * A rebuild: the whole log is folded again into new tables while the old ones stay in use; then they change places. The steps are in
 * the order in which they happen. A crash between any two of them leaves tables in use that hold one whole cut:
 *
 *   1. make      new tables, empty                 crash from here to 6: the old tables stay in use; what was made is dropped at the next start
 *   2. fold      the log into them, up to near its end
 *   3. catch up  to the end of the log, from here to 6 in a section of the lease: nothing is written to the tables in use
 *   4. journal   changes places                    crash: every place that the old cut includes is in either journal, with the same links
 *   5. links     change places                     crash: the same; the aggregator appends anew what is above the old cut
 *   6. published changes places                    now every response is from the new tables
 *   7. drop      the old tables
 *
 * Versions of the new tables are above all of the old ones, so nothing remembered by its version is taken for something else.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createKnownKeys } from "@qorgau/infra/store/journal/known-keys";
import type { NextTables } from "@qorgau/infra/store/schema/next-tables";
import type { Logger } from "@qorgau/infra/process/logger";
import { isRetryable, retry } from "@qorgau/infra/process/retry";
import { StoreError } from "@qorgau/infra/store/store";
import { includes } from "@qorgau/schemas/watermark";
import { retryPauses } from "../lease/transient-error.ts";
import type { Watermark } from "@qorgau/schemas/watermark";
import { foldLog } from "../flush/fold-log.ts";
import type { FoldLogOptions } from "../flush/fold-log.ts";
import { watermarkOf } from "../tables/published.ts";
import type { FlushTools } from "../flush/flush.ts";
import { journalAll } from "../members/assigned-journal.ts";
import { watermarkRow } from "../tables/published.ts";
import type { VersionedCut } from "../tables/published.ts";
import { epochOf } from "../lease/claim-lease.ts";
import { acquireLease } from "../lease/publisher-lease.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";

export type RebuildStep = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** `lease` must be held. `onProgress` counts records of the log, up to the end that the pass under way aims for; `total` grows between passes. */
export interface RebuildTablesOptions {
  readonly log: EventLog;
  readonly next: NextTables;
  /** The lease on the tables in use. */
  readonly lease: PublisherLease;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: { readonly folded: number; readonly total: number }) => void;
  /** Where a test crashes the process. */
  readonly afterStep?: (step: RebuildStep) => void;
  readonly afterFlushStep?: FlushTools["afterStep"];
  readonly batchRecordsMax?: number;
}

/** Room for the epochs that the tables in use may begin while the new ones are made. */
const epochsApart = 1024n;
/** What is left to fold when the tables change places: some seconds at most, in which the published figures do not change. */
const nearRecordsMax = 10_000;
const passesMax = 5;

/**
 * Resolves once the new tables are in use, or the signal aborted and the old ones still are. Rejects with `StoreError` or `LeaseError`, also where
 * the lease was lost before step 4; an error between 4 and 6 leaves tables in use as the steps say.
 */
export async function rebuildTables(options: RebuildTablesOptions): Promise<"rebuilt" | "aborted"> {
  const { next, lease, signal, afterStep = () => {} } = options;
  // After every section before it, and after the claim, which drops what earlier rebuilds left.
  const published = await lease.exclusively(async (known) => known);
  const epochMin = epochOf(published) + epochsApart;
  const store = await next.make();
  afterStep(1);

  const made = await acquireLease({ store, partitions: options.log.partitions, epochMin, exclusive: true });
  const fold = foldInto(options, made, store);
  await foldNearTheEnd(options.log, made, fold, signal);
  afterStep(2);

  if (!signal.aborted) {
    await lease.exclusively(
      async (published, publish) => {
        await fold(await options.log.end());
        if (signal.aborted) return published;
        // The same cut once more: nothing is published where the lease was lost, and then no tables change places either.
        const confirmed = { cut: published.cut, version: published.version + 1n };
        refuseOlder(made.published, confirmed);
        await publish([watermarkRow(confirmed.cut, confirmed.version)]);
        afterStep(3);
        await exchangeAll(options);
        return made.published;
      },
      { renews: true },
    );
  }
  const isRebuilt = lease.published === made.published;
  await next.drop();
  if (isRebuilt) afterStep(7);
  return isRebuilt ? "rebuilt" : "aborted";
}

type FoldUntil = (until: Watermark) => Promise<void>;

function foldInto(options: RebuildTablesOptions, lease: PublisherLease, store: FlushTools["store"]): FoldUntil {
  const { log, logger, signal, onProgress = () => {}, afterFlushStep = () => {}, batchRecordsMax } = options;
  const tools: FlushTools = {
    store,
    journal: journalAll(store),
    knownKeys: createKnownKeys(store),
    // What is committed is how far the tables in use have come.
    log: { partitions: log.partitions, commit: async () => {} },
    afterStep: afterFlushStep,
    // Reported when it was first folded.
    onUnknown: () => {},
  };
  return async (until) => {
    const total = recordsIn(until);
    const onFlushed = () => onProgress({ folded: recordsIn(watermarkOf(lease.published.cut)), total });
    onFlushed();
    const limits: Pick<FoldLogOptions, "batchRecordsMax"> = batchRecordsMax === undefined ? {} : { batchRecordsMax };
    await foldLog({ log, lease, tools, logger, signal, until, onFlushed, flushIntervalMs: 0, ...limits });
  };
}

/** The log grows on meanwhile; each pass has less to fold than the one before unless more comes in than can be folded. */
async function foldNearTheEnd(log: EventLog, made: PublisherLease, fold: FoldUntil, signal: AbortSignal): Promise<void> {
  for (let pass = 0; pass < passesMax && !signal.aborted; pass += 1) {
    const end = await log.end();
    if (recordsIn(end) - recordsIn(watermarkOf(made.published.cut)) <= nearRecordsMax && pass > 0) return;
    await fold(end);
  }
}

const recordsIn = (watermark: Watermark): number => [...watermark.values()].reduce((sum, offset) => sum + offset + 1, 0);

function refuseOlder(made: VersionedCut, published: VersionedCut): void {
  const isWhole = includes(watermarkOf(made.cut), watermarkOf(published.cut));
  if (!isWhole || made.version <= published.version)
    throw new Error("what was made anew is older than what stands: the tables stay as they are");
}

async function exchangeAll({ next, signal, afterStep = () => {} }: RebuildTablesOptions): Promise<void> {
  try {
    await next.exchange("journal");
    afterStep(4);
    await next.exchange("links");
    afterStep(5);
    await next.exchange("published");
    afterStep(6);
  } catch (error) {
    if (error instanceof StoreError) await dropWhenPossible(next, signal);
    throw error;
  }
}

/**
 * An exchange without a response may still be under way. Once the database of the new tables is gone it cannot happen any more, and the published
 * cut can be read; the section is held until then.
 */
async function dropWhenPossible(next: NextTables, signal: AbortSignal): Promise<void> {
  await retry({ ...retryPauses, signal, isTransient: isRetryable }, () => next.drop()).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
