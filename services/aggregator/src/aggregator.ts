/**
 * The aggregator: one of any number of members that share the partitions of the log. The leader, which has partition 0, reads the log behind the
 * published cut, flushes and publishes, for ever; it rebuilds all tables where it must or an operator starts it. The other members journal their
 * partitions for it. The partition assignment only divides the work: the publisher lease decides what may be published.
 */
import { checkedLog } from "@qorgau/infra/log/checked-log";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { fault } from "@qorgau/schemas/rules/rules";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { inSlicesOf } from "@qorgau/infra/process/in-pieces";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { createKnownKeys } from "@qorgau/infra/store/journal/known-keys";
import type { NextTables } from "@qorgau/infra/store/schema/next-tables";
import type { Store } from "@qorgau/infra/store/store";
import { nothingPublished } from "./lease/claim-lease.ts";
import type { AfterStep, FlushTools } from "./flush/flush.ts";
import { foldLog } from "./flush/fold-log.ts";
import type { FoldLogOptions } from "./flush/fold-log.ts";
import { runAsLeader } from "./rebuild/run-as-leader.ts";
import { journalPartitions } from "./members/journal-partitions.ts";
import { createAssignedJournal } from "./members/assigned-journal.ts";
import { createRebuild } from "./rebuild/rebuild.ts";
import type { Rebuild } from "./rebuild/rebuild.ts";
import type { RebuildStep } from "./rebuild/rebuild-tables.ts";
import { assignRoles } from "./members/assign-roles.ts";
import type { Owning } from "./members/assign-roles.ts";
import { readPublishedCut } from "./tables/published.ts";
import { createLease, isOutdated, defaultLimits } from "./lease/publisher-lease.ts";
import type { PublisherLease, LeaseOptions } from "./lease/publisher-lease.ts";

/**
 * Absent limits have the defaults of the parts: batches of 20,000 records, a flush at most every 100 ms, a wait of 3,000 ms for another member's
 * journal.
 */
export interface AggregatorOptions
  extends
    Pick<FoldLogOptions, "batchRecordsMax" | "flushIntervalMs">,
    Pick<LeaseOptions, "member" | "limits" | "exclusive">,
    Pick<FlushTools, "linkBounds" | "flushLimits"> {
  readonly log: EventLog;
  readonly store: Store;
  /** Where a rebuild makes the tables anew; absent: there is no rebuild. */
  readonly next?: NextTables;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** How long a flush waits for another member to journal its partitions. */
  readonly journalWaitMs?: number;
  /** Called with every cut once it is visible, another member's included, though that somewhat later. */
  readonly onPublished?: (cut: PublishedCut) => void;
  readonly afterStep?: AfterStep;
  readonly afterRebuildStep?: (step: RebuildStep) => void;
}

/** A running member, leader or not. What it publishes is decided by `lease` alone. */
export interface Aggregator {
  /** The published cut; an empty one while this version of the program has folded none of what is published. */
  published(): PublishedCut;
  /** Whether this member has the partition of the leader; null until that is known. */
  isLeader(): boolean | null;
  /** For everything else that writes to `published`. */
  readonly lease: PublisherLease;
  readonly rebuild: Rebuild;
  /** Rejects where the aggregator cannot go on; resolves after `stop`. */
  readonly done: Promise<void>;
  /** Ends the flush under way, gives up a rebuild, releases the lease, then stops. Safe to call twice. */
  stop(): Promise<void>;
}

const refuse = () => Promise.reject(new Error("there is no room to make the tables anew"));
const noNextTables: NextTables = { make: refuse, exchange: refuse, drop: async () => false };

/**
 * Reads the published cut and begins to follow the partition assignment. Rejects with `StoreError` where the cut cannot be read, and with
 * `LeaseError` where the store is exclusive and its lease cannot be acquired; later errors end `done`.
 */
export async function startAggregator(given: AggregatorOptions): Promise<Aggregator> {
  const options = { ...given, log: checkedLog(given.log) };
  const { log, next = noNextTables, logger, metrics, afterRebuildStep = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const lease = await leaseOf(options, signal);
  metrics.gaugeOf("qorgau_aggregator_lease_held", "Whether this process holds the publisher lease: 1, or 0", () => (lease.isHeld ? 1 : 0));
  const rebuild = createRebuild({ log, next, lease, logger, metrics, signal, afterStep: afterRebuildStep });
  const onFlushed = flushMeasures(options);
  const knownKeys = createKnownKeys(options.store);
  const tools = { ...options, knownKeys, afterStep: options.afterStep ?? (() => {}), onUnknown: countUnknown(options) };
  const assignments = (owned: () => readonly number[]) => createAssignedJournal({ ...options, owned, epoch: () => lease.epoch });
  const fold = ({ owned, certain }: Owning, leaving: AbortSignal) =>
    runAsLeader({ lease, rebuild, limits: options.limits ?? defaultLimits, logger, signal: leaving, certain }, () =>
      foldLog({ ...options, lease, tools: { ...tools, journal: assignments(owned) }, signal: leaving, onFlushed }),
    );
  const journal = (partitions: readonly number[], leaving: AbortSignal) =>
    journalPartitions({ ...options, partitions, lease, signal: leaving });
  let isLeader: boolean | null = null;
  const done = inSlicesOf("aggregator", () =>
    assignRoles({
      log,
      signal,
      fold: (owning, leaving) => ((isLeader = true), fold(owning, leaving)),
      journal: (partitions, leaving) => ((isLeader = false), journal(partitions, leaving)),
    }),
  );
  // Whoever starts an aggregator looks at `done`; this keeps a failure before that from ending the process unsaid.
  done.catch(() => {});
  return {
    published: () => (isOutdated(lease) ? nothingPublished(log.partitions) : lease.published.cut),
    isLeader: () => isLeader,
    lease,
    rebuild,
    done,
    stop: async () => {
      stopping.abort();
      await done;
      if (rebuild.status().state === "running") await rebuild.run().catch(() => {});
    },
  };
}

/** Not held yet unless the store is exclusive, and with the published cut learned. */
async function leaseOf(
  { log, store, next, onPublished = () => {}, ...chosen }: AggregatorOptions,
  signal: AbortSignal,
): Promise<PublisherLease> {
  const { member, limits, exclusive } = chosen;
  const lease = createLease({
    store,
    partitions: log.partitions,
    signal,
    // An unfinished rebuild, perhaps of a member that still means to exchange its tables.
    clear: async () => next?.drop() ?? false,
    onPublished: (cut) => cut.fold === foldVersion && onPublished(cut),
    ...(member === undefined ? {} : { member }),
    ...(limits === undefined ? {} : { limits }),
    ...(exclusive === undefined ? {} : { exclusive }),
  });
  const current = await readPublishedCut(store);
  if (current !== null) lease.learn(current);
  // Nobody else can hold it: `startAggregator` rejects at once where it cannot be acquired.
  if (exclusive ?? store.exclusive) await lease.acquire();
  return lease;
}

/** The line names the place of a record and the rule that it breaks, and nothing that it holds. */
function countUnknown({ logger, metrics }: AggregatorOptions): FlushTools["onUnknown"] {
  const unknown = metrics.counter("qorgau_aggregator_unknown_records_total", "Records of the log that were passed over");
  const byRule = metrics.counter("qorgau_aggregator_refused_records_total", "Records of the log that were passed over, by rule", ["rule"]);
  return ({ partition, offset, fault: { rule, pointer, message } = fault("QG-0930", "") }) => {
    unknown.inc();
    byRule.inc({ rule });
    logger.error(
      { partition, offset, rule, pointer, reason: message },
      "a record of the log cannot be of the ingest endpoint; it is passed over",
    );
  };
}

/** A flush is timed, counted and logged. */
function flushMeasures({ logger, metrics }: AggregatorOptions): NonNullable<FoldLogOptions["onFlushed"]> {
  const seconds = metrics.histogram("qorgau_aggregator_flush_seconds", "Time of one flush", [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]);
  const folded = metrics.counter("qorgau_aggregator_records_total", "Records of the log folded into figures");
  return ({ records, ms }) => {
    seconds.observe(ms / 1000);
    folded.inc(records);
    logger.debug({ records, ms: Math.round(ms) }, "flushed");
  };
}
