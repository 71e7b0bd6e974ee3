/**
 * How long folding and a rebuild take as the log grows: `node test/bench/aggregator.bench.ts [statements …]`, 10,000 and 100,000
 * unless given. Each size has a log and a store of its own; statements are made by the door from a seeded sample (about 80 % of them
 * are cases of their own), appended first, then folded from nothing, then rebuilt. Printed: seconds, statements per second, the time up
 * to each step of the flushes (steps of two batches may run at once), and the most memory the process held.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAggregator } from "@qorgau/aggregator/aggregator";
import { openEmbeddedEventLog } from "@qorgau/infra/event-log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import { createLogger } from "@qorgau/infra/runtime/logger";
import { createMetrics } from "@qorgau/infra/runtime/metrics";
import { migrate } from "@qorgau/infra/store/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { createPseudonymKey } from "@qorgau/ingest/pseudonym-key";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { nationalSample } from "../generators/national-sample.ts";

const chunk = 10_000;

async function fill(log: EventLog, directory: string, count: number): Promise<void> {
  const { keyId, pseudonymise } = createPseudonymKey(join(directory, "key"));
  const context = { nowMs: Date.now(), keyId, pseudonymise, reporters: null };
  for (let filled = 0; filled < count; filled += chunk) {
    const { events } = nationalSample(1 + filled / chunk, Math.min(chunk, count - filled));
    const verdicts = events.map((event) => judge(event, context));
    await log.append(verdicts.flatMap((one) => (one.accepted ? [{ key: one.name, value: JSON.stringify(one.statement) }] : [])));
  }
}

async function measure(count: number): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-bench-"));
  const logger = createLogger({ level: "silent" });
  const log = await openEmbeddedEventLog({ directory: join(directory, "log") });
  await fill(log, directory, count);
  const { store, next, close } = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
  await migrate(store);
  const end = formatWatermark(await log.end());
  const reached = Promise.withResolvers<void>();
  const stepMs = new Map<number, number>();
  let stepStartedMs = performance.now();
  const startedMs = stepStartedMs;
  const aggregator = await startAggregator({
    log,
    store,
    next,
    logger,
    metrics: createMetrics(),
    afterStep: (step) => {
      const nowMs = performance.now();
      stepMs.set(step, (stepMs.get(step) ?? 0) + nowMs - stepStartedMs);
      stepStartedMs = nowMs;
    },
    onPublished: (cut) => cut.watermark === end && reached.resolve(),
  });
  await Promise.race([reached.promise, aggregator.done]);
  const seconds = (performance.now() - startedMs) / 1000;
  const steps = [...stepMs].map(([step, ms]) => `${step}: ${(ms / 1000).toFixed(1)} s`).join(", ");
  process.stdout.write(`${count} statements: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s (steps ${steps})\n`);
  const rebuildStartedMs = performance.now();
  await aggregator.rebuild.run();
  const rebuildSeconds = (performance.now() - rebuildStartedMs) / 1000;
  const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`  rebuilt: ${rebuildSeconds.toFixed(1)} s, ${Math.round(count / rebuildSeconds)}/s; at most ${memoryMiB} MiB here\n`);
  await aggregator.stop();
  await close();
  await log.close();
  await rm(directory, { recursive: true, force: true });
}

const sizes = process.argv.slice(2).map(Number);
for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) await measure(size);
