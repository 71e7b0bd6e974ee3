/**
 * A process that folds a log into a store, so that its memory and its time are its own. It is told both in its arguments, and whether to rebuild
 * then; it reports how far it is, then a result, and ends.
 *
 *   node test/bench/folding/folding-process.ts LOG STORE [rebuild]
 */
import { startAggregator } from "@qorgau/aggregator/aggregator";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { openStore } from "@qorgau/infra/store/open-store";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";

export interface FoldingProgress {
  readonly kind: "progress";
  readonly records: number;
  readonly ms: number;
}

export interface FoldingResult {
  readonly kind: "result";
  /** Milliseconds by the step of a flush that they went into. */
  readonly steps: Readonly<Record<string, number>>;
  readonly processorMs: number;
  readonly memoryMiB: number;
  /** Null where none was asked for. */
  readonly rebuildMs: number | null;
}

/** Steps 1 and 2 of a batch run beside steps 3 to 7 of the one before, so each is timed from the one that it follows. */
function stepTimes() {
  const atMs = new Map<number, number>();
  const sums = new Map<number, number>();
  return {
    afterStep(step: number): void {
      const nowMs = performance.now();
      const before = step === 3 ? Math.max(atMs.get(2) ?? nowMs, atMs.get(7) ?? 0) : (atMs.get(step - 1) ?? nowMs);
      if (step > 1) sums.set(step, (sums.get(step) ?? 0) + nowMs - before);
      atMs.set(step, nowMs);
    },
    sums: () => Object.fromEntries([...sums].map(([step, ms]) => [String(step), Math.round(ms)])),
  };
}

const recordsUpTo = (watermark: string) => [...(parseWatermark(watermark) ?? [])].reduce((sum, [, offset]) => sum + offset + 1, 0);
const report = (message: FoldingProgress | FoldingResult) => new Promise((resolve) => process.send?.(message, resolve));

const [logUrl = "", storeUrl = "", rebuild] = process.argv.slice(2);
const logger = createLogger({ level: "silent" });
await using parts = new AsyncDisposableStack();
const log = parts.adopt(await openEventLog(logUrl), (it) => it.close());
const { store, next } = parts.adopt(await openStore({ url: storeUrl, logger }), (it) => it.close());
await migrate(store);
const end = formatWatermark(await log.end());
const reached = Promise.withResolvers<void>();
const { afterStep, sums } = stepTimes();
const startedMs = performance.now();
const processorBefore = process.cpuUsage();
const onPublished = ({ watermark }: { readonly watermark: string }) => {
  void report({ kind: "progress", records: recordsUpTo(watermark), ms: performance.now() - startedMs });
  if (watermark === end) reached.resolve();
};
const options = { log, store, next, logger, metrics: createMetrics(), afterStep, onPublished };
const aggregator = parts.adopt(await startAggregator(options), (it) => it.stop());
if (formatWatermark(parseWatermark(aggregator.published().watermark) ?? new Map()) === end) reached.resolve();
await Promise.race([reached.promise, aggregator.done]);
const { user, system } = process.cpuUsage(processorBefore);
const memoryMiB = process.resourceUsage().maxRSS / 1024;
const rebuildStartedMs = performance.now();
if (rebuild === "rebuild") await aggregator.rebuild.run();
await report({
  kind: "result",
  steps: sums(),
  processorMs: (user + system) / 1000,
  memoryMiB,
  rebuildMs: rebuild === "rebuild" ? performance.now() - rebuildStartedMs : null,
});
process.disconnect();
