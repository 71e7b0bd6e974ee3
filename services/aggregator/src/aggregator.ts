/** The aggregator: reads the log behind the published cut and flushes, for ever. A store that is away is waited for. */
import { setTimeout as delay } from "node:timers/promises";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { EventLog, LogRecord } from "@qorgau/infra/event-log/event-log";
import type { Logger } from "@qorgau/infra/runtime/logger";
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { flush, watermarkOf } from "./flush.ts";
import type { AfterStep } from "./flush.ts";
import { publish, standingCut, watermarkRow } from "./tables/published.ts";
import type { StandingCut } from "./tables/published.ts";

export interface AggregatorOptions {
  readonly log: EventLog;
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => void;
  readonly afterStep?: AfterStep;
  /** The most records of one flush: bounds memory (about 2 KiB each) and the time to the next answer. */
  readonly batchRecordsMax?: number;
  /** A flush starts no sooner than this after the one before, so that a trickle does not become a flood of tiny parts in the store. */
  readonly flushIntervalMs?: number;
}

export interface Aggregator {
  /** The cut that is visible. */
  published(): PublishedCut;
  /** Rejects where the aggregator cannot go on; resolves after `stop`. */
  readonly done: Promise<void>;
  /** Ends the flush under way, then stops. Safe to call twice. */
  stop(): Promise<void>;
}

const nothingPublished = (partitions: number): PublishedCut => ({
  watermark: "",
  partitions,
  effectiveAt: {},
  fold: foldVersion,
  exposureVersion: "0",
  recordsSinceCut: 0,
});
const waitBeforeRetryMs = 500;

export async function startAggregator(options: AggregatorOptions): Promise<Aggregator> {
  const stopping = new AbortController();
  let standing = await takeTurn(options);
  options.onPublished?.(standing.cut);
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await follow(
          options,
          () => standing,
          (next) => (standing = next),
          stopping.signal,
        );
      } catch (error) {
        if (!(error instanceof StoreError && error.retryable)) throw error;
        options.logger.warn({ code: error.code }, "the store is away; the aggregator waits and takes up the log where the store left it");
        standing = (await retakeTurn(options, stopping.signal)) ?? standing;
      }
    }
  };
  const done = run();
  // Whoever starts an aggregator looks at `done`; this keeps a failure before that from ending the process unsaid.
  done.catch(() => {});
  return {
    published: () => standing.cut,
    done,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/**
 * Takes over from whoever folded before: a new generation, written before the first flush, so that every version of an earlier turn
 * is lower than every version of this one.
 */
async function takeTurn({ store, log }: AggregatorOptions): Promise<StandingCut> {
  const before = await standingCut(store);
  if (before !== null && before.cut.fold !== foldVersion) {
    throw new Error(
      `the store was folded by rules of version ${before.cut.fold}, this program folds by version ${foldVersion}: remove the store's ` +
        "folder and start again; everything is folded anew from the log",
    );
  }
  const generation = (before === null ? 0n : before.version >> 32n) + 1n;
  const standing = { cut: before?.cut ?? nothingPublished(log.partitions), version: generation << 32n };
  await publish(store, [watermarkRow(standing.cut, standing.version)]);
  return standing;
}

/**
 * After a failure it is not known whether the last block was published, so nothing is flushed before the store was asked what
 * stands. Null where the signal aborted first.
 */
async function retakeTurn(options: AggregatorOptions, signal: AbortSignal): Promise<StandingCut | null> {
  while (!signal.aborted) {
    await delay(waitBeforeRetryMs, undefined, { signal }).catch(() => {});
    try {
      const standing = await takeTurn(options);
      options.onPublished?.(standing.cut);
      return standing;
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable)) throw error;
    }
  }
  return null;
}

/** Follows the log from the standing cut until the signal aborts. */
async function follow(
  options: AggregatorOptions,
  standing: () => StandingCut,
  advance: (next: StandingCut) => void,
  signal: AbortSignal,
): Promise<void> {
  const { log, batchRecordsMax = 20_000, flushIntervalMs = 100 } = options;
  const measure = flushMeasures(options);
  for await (const records of log.read(watermarkOf(standing().cut), { recordsMax: batchRecordsMax, signal })) {
    const startedMs = performance.now();
    advance(await measure(records, standing()));
    options.onPublished?.(standing().cut);
    const restMs = flushIntervalMs - (performance.now() - startedMs);
    if (restMs > 1 && records.length < batchRecordsMax) await delay(restMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
  }
}

/** A flush that is timed, counted and logged. */
function flushMeasures({ log, store, logger, metrics, afterStep = () => {} }: AggregatorOptions) {
  const seconds = metrics.histogram("qorgau_aggregator_flush_seconds", "Time of one flush", [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10]);
  const folded = metrics.counter("qorgau_aggregator_records_total", "Records of the log folded into figures");
  const unknown = metrics.counter("qorgau_aggregator_unknown_records_total", "Records of the log that hold no known statement");
  const onUnknown = (place: object) => {
    unknown.inc();
    logger.error(place, "a record of the log holds no statement that this program knows; it is passed over");
  };
  return async (records: readonly LogRecord[], standing: StandingCut): Promise<StandingCut> => {
    const startedMs = performance.now();
    const next = await flush(records, standing, { log, store, afterStep, onUnknown });
    seconds.observe((performance.now() - startedMs) / 1000);
    folded.inc(records.length);
    logger.debug({ records: records.length, watermark: next.cut.watermark, ms: Math.round(performance.now() - startedMs) }, "flushed");
    return next;
  };
}
