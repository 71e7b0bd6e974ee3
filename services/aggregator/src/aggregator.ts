/** The aggregator: reads the log behind the published cut and flushes, for ever; makes all tables anew where it must or is asked to. */
import { setTimeout as delay } from "node:timers/promises";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { Logger } from "@qorgau/infra/runtime/logger";
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import type { NextTables } from "@qorgau/infra/store/next-tables";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import type { AfterStep, FlushTools } from "./flush.ts";
import { foldLog } from "./fold-log.ts";
import type { FoldLogOptions } from "./fold-log.ts";
import { createRebuild } from "./rebuild/rebuild.ts";
import type { Rebuild } from "./rebuild/rebuild.ts";
import type { RebuildStep } from "./rebuild/rebuild-tables.ts";
import { isOutdated, nothingPublished, takeTurn } from "./turn.ts";
import type { Turn } from "./turn.ts";

export interface AggregatorOptions extends Pick<FoldLogOptions, "batchRecordsMax" | "flushIntervalMs"> {
  readonly log: EventLog;
  readonly store: Store;
  /** Where a rebuild makes the tables anew; absent: there is no rebuild. */
  readonly next?: NextTables;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => void;
  readonly afterStep?: AfterStep;
  readonly afterRebuildStep?: (step: RebuildStep) => void;
}

export interface Aggregator {
  /** The cut that is visible; an empty one while nothing stands that this version of the program folded. */
  published(): PublishedCut;
  /** For others that write to what is published. */
  readonly turn: Turn;
  readonly rebuild: Rebuild;
  /** Rejects where the aggregator cannot go on; resolves after `stop`. */
  readonly done: Promise<void>;
  /** Ends the flush under way, gives up a rebuild, then stops. Safe to call twice. */
  stop(): Promise<void>;
}

const waitBeforeRetryMs = 500;
const refuse = () => Promise.reject(new Error("there is no room to make the tables anew"));
const noNextTables: NextTables = { make: refuse, exchange: refuse, drop: async () => {} };

export async function startAggregator(options: AggregatorOptions): Promise<Aggregator> {
  const { log, store, next = noNextTables, logger, metrics, onPublished = () => {}, afterRebuildStep = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  // What an unfinished rebuild left.
  await next.drop();
  const turn = await takeTurn({ store, partitions: log.partitions, onPublished: (cut) => cut.fold === foldVersion && onPublished(cut) });
  const rebuild = createRebuild({ log, next, turn, logger, metrics, signal, afterStep: afterRebuildStep });
  const run = async () => {
    await renewOutdated(turn, rebuild, logger, signal);
    await foldLog({ ...options, turn, tools: flushTools(options), signal, onFlushed: flushMeasures(options) });
  };
  const done = run().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  // Whoever starts an aggregator looks at `done`; this keeps a failure before that from ending the process unsaid.
  done.catch(() => {});
  return {
    published: () => (isOutdated(turn) ? nothingPublished(log.partitions) : turn.standing.cut),
    turn,
    rebuild,
    done,
    stop: async () => {
      stopping.abort();
      await done;
      if (rebuild.status().state === "running") await rebuild.run().catch(() => {});
    },
  };
}

/** Nothing is answered from figures of another version of the folding code, so there is nothing to do but to make them anew. */
async function renewOutdated(turn: Turn, rebuild: Rebuild, logger: Logger, signal: AbortSignal): Promise<void> {
  while (isOutdated(turn) && !signal.aborted) {
    logger.warn({ fold: turn.standing.cut.fold, foldVersion }, "another version of this program folded the figures: they are made anew");
    try {
      await rebuild.run();
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable)) throw error;
      await delay(waitBeforeRetryMs, undefined, { signal }).catch(() => {});
    }
  }
}

function flushTools({ log, store, logger, metrics, afterStep = () => {} }: AggregatorOptions): FlushTools {
  const unknown = metrics.counter("qorgau_aggregator_unknown_records_total", "Records of the log that hold no known statement");
  const onUnknown = (place: object) => {
    unknown.inc();
    logger.error(place, "a record of the log holds no statement that this program knows; it is passed over");
  };
  return { log, store, afterStep, onUnknown };
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
