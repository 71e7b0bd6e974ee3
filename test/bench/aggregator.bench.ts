/**
 * How long folding and a rebuild take as the log grows: `node test/bench/aggregator.bench.ts [statements …]`, 10,000 and 100,000
 * unless given. Each size has a log and a store of its own; statements are made by the ingest endpoint from a seeded sample (about 80 % of them
 * are cases of their own), appended first, then folded from nothing, then rebuilt. Printed: seconds, the pace in the first and in the last
 * fifth, the time of each step of the flushes, a look of the reconciler, and the most memory the process held.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAggregator } from "@qorgau/aggregator/aggregator";
import { startReconciler } from "@qorgau/aggregator/reconciler/reconciler";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { createPseudonymKey } from "@qorgau/ingest/intake/pseudonym-key";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { fewCorrections, nationalSample } from "../generators/national-sample.ts";

const chunk = 10_000;

async function fill(log: EventLog, directory: string, count: number): Promise<void> {
  const { keyId, pseudonymise } = createPseudonymKey(join(directory, "key"));
  const context = { nowMs: Date.now(), keyId, pseudonymise, reporters: null };
  for (let filled = 0; filled < count; filled += chunk) {
    const { events } = nationalSample(1 + filled / chunk, Math.min(chunk, count - filled), fewCorrections);
    const verdicts = events.map((event) => judge(event, context));
    await log.append(verdicts.flatMap((one) => (one.accepted ? [{ key: one.name, value: JSON.stringify(one.statement) }] : [])));
  }
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
    text: () => [...sums].map(([step, ms]) => `${step}: ${seconds(ms)}`).join(", "),
  };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Linear growth shows in the last fifth being as fast as the first. */
function pace(count: number, folded: readonly (readonly [records: number, atMs: number])[], startedMs: number): string {
  const reachedMs = (share: number) => folded.find(([records]) => records >= share * count)?.[1] ?? Number.NaN;
  const perSecond = (ms: number) => Math.round((count / 5 / ms) * 1000);
  const [first, last] = [reachedMs(0.2) - startedMs, reachedMs(1) - reachedMs(0.8)];
  return `first fifth ${perSecond(first)}/s, last ${perSecond(last)}/s`;
}

const recordsIn = (watermark: string) => [...(parseWatermark(watermark) ?? [])].reduce((sum, [, offset]) => sum + offset + 1, 0);

async function measure(count: number): Promise<void> {
  await using parts = new AsyncDisposableStack();
  const directory = parts.adopt(await mkdtemp(join(tmpdir(), "qorgau-bench-")), (it) => rm(it, { recursive: true, force: true }));
  const logger = createLogger({ level: "silent" });
  const log = parts.adopt(await openEmbeddedEventLog({ directory: join(directory, "log") }), (it) => it.close());
  await fill(log, directory, count);
  const { store, next } = parts.adopt(await openStore({ url: `chdb:${join(directory, "store")}`, logger }), (it) => it.close());
  await migrate(store);
  const end = formatWatermark(await log.end());
  const reached = Promise.withResolvers<void>();
  const folded: [number, number][] = [];
  const { afterStep, text } = stepTimes();
  const metrics = createMetrics();
  const startedMs = performance.now();
  const onPublished = ({ watermark }: { readonly watermark: string }) => {
    folded.push([recordsIn(watermark), performance.now()]);
    if (watermark === end) reached.resolve();
  };
  const aggregator = parts.adopt(await startAggregator({ log, store, next, logger, metrics, afterStep, onPublished }), (it) => it.stop());
  await Promise.race([reached.promise, aggregator.done]);
  const foldMs = performance.now() - startedMs;
  const row = z.object({ held: z.string() });
  const [cases] = await store.query({ sql: "SELECT count() AS held FROM published FINAL WHERE grain = 'case' AND cases > 0", row });
  process.stdout.write(
    `${count} statements of ${cases?.held} counting cases folded: ${seconds(foldMs)}, ${pace(count, folded, startedMs)} (steps ${text()})\n`,
  );

  const rebuildStartedMs = performance.now();
  await aggregator.rebuild.run();
  process.stdout.write(`  rebuilt: ${seconds(performance.now() - rebuildStartedMs)}\n`);

  const reconciler = parts.adopt(startReconciler({ store, lease: aggregator.lease, logger, metrics, intervalMs: 3_600_000 }), (it) =>
    it.stop(),
  );
  await reconciler.look();
  const looksStartedMs = performance.now();
  for (let looks = 0; looks < 5; looks += 1) await reconciler.look();
  const lookMs = Math.round((performance.now() - looksStartedMs) / 5);
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`  a look of the reconciler: ${lookMs} ms; at most ${memoryMiB} MiB in this process\n`);
}

const sizes = process.argv.slice(2).map(Number);
for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) await measure(size);
