/**
 * The aggregator on the real log and the real engine: random batches, redelivery, and a crash after every step of a flush; at the
 * end what is published equals one fold of everything.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/event-log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import { createLogger } from "@qorgau/infra/runtime/logger";
import { createMetrics } from "@qorgau/infra/runtime/metrics";
import { migrate } from "@qorgau/infra/store/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { foldChange } from "@qorgau/schemas/cases/fold-change";
import { caseDimensions, figureNames } from "@qorgau/schemas/rows/published";
import { recordName } from "@qorgau/schemas/statement";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { seededRandom, testScale, testSeed } from "../../../test/generators/random.ts";
import { seededStatements, shuffled } from "../../../test/generators/statements.ts";
import { startAggregator } from "./aggregator.ts";
import { stampBatch } from "./domain/logged-statements.ts";
import { journalBatch, publishBatch, stampedCut, watermarkOf } from "./flush.ts";
import type { AfterStep } from "./flush.ts";
import { publish, standingCut, watermarkRow } from "./tables/published.ts";

let directory: string;
let opened: OpenedStore;
let logs = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-aggregator-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const table of ["journal", "links", "published"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
});

async function logOf(seed: number, count: number): Promise<EventLog> {
  const log = await openEmbeddedEventLog({ directory: join(directory, `log-${(logs += 1)}`), partitions: 3 });
  const statements = shuffled(seededStatements(seed, count), seed);
  await log.append(statements.map(({ statement }) => ({ key: recordName(statement), value: JSON.stringify(statement) })));
  return log;
}

const columns = ["grain", "cell", ...caseDimensions, ...figureNames, "payload"] as const;

/** What stands in the store, empty cells and vanished cases left out. */
async function publishedRows(): Promise<string[]> {
  const text = columns.map((name) => `toString(${name})`).join(", ");
  const rows = await opened.store.query({
    sql: `SELECT concatWithSeparator('¦', ${text}, toString(date)) AS row FROM published FINAL
          WHERE grain IN ('exposure', 'month', 'case') AND NOT (grain = 'month' AND cases = 0) AND NOT (grain != 'month' AND payload = '')`,
    row: z.object({ row: z.string() }),
  });
  return rows.map(({ row }) => row).sort();
}

/** The same rows, from one fold of the whole log. */
async function expectedRows(log: EventLog): Promise<string[]> {
  const end = await log.end();
  const records = [];
  for await (const some of log.read(new Map(), { recordsMax: 100_000, signal: AbortSignal.timeout(30_000) })) {
    records.push(...some);
    if (records.length === [...end.values()].reduce((sum, offset) => sum + offset + 1, 0)) break;
  }
  const batch = stampBatch(records, { watermark: new Map(), effectiveAt: new Map() });
  const all = foldChange(batch.statements, () => false);
  return [...all.cases, ...all.exposures, ...all.months.values()]
    .map((row) => [...columns.map((name) => String(row[name])), row.date].join("¦"))
    .sort();
}

async function aggregateUntil(log: EventLog, batchRecordsMax: number, afterStep?: AfterStep): Promise<void> {
  const end = await log.end();
  const metrics = createMetrics();
  const reached = Promise.withResolvers<void>();
  const aggregator = await startAggregator({
    log,
    store: opened.store,
    next: opened.next,
    logger: createLogger({ level: "silent" }),
    metrics,
    batchRecordsMax,
    flushIntervalMs: 0,
    ...(afterStep === undefined ? {} : { afterStep }),
    onPublished: (cut) => {
      const watermark = parseWatermark(cut.watermark) ?? new Map();
      if ([...end].every(([partition, offset]) => (watermark.get(partition) ?? -1) >= offset)) reached.resolve();
    },
  });
  try {
    await Promise.race([reached.promise, aggregator.done]);
  } finally {
    await aggregator.stop().catch(() => {});
  }
}

test.each(Array.from({ length: 6 * testScale }, (_, index) => testSeed + index))(
  "random statements in random batches: what is published is one fold of all (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const log = await logOf(seed, 300);
    await aggregateUntil(log, 1 + Math.floor(random() * 120));
    expect(await publishedRows()).toEqual(await expectedRows(log));
    await log.close();
  },
);

class Crash extends Error {}

test.each([1, 2, 3, 4, 5, 6, 7])("a crash after step %i of every second flush changes nothing", async (step) => {
  const random = seededRandom(testSeed + step);
  const log = await logOf(testSeed + step, 200);
  let crashes = 0;
  for (;;) {
    let times = 0;
    const crashInSecond: AfterStep = (done) => {
      if (done !== step) return;
      times += 1;
      if (times === 2) throw new Crash("planted");
    };
    try {
      await aggregateUntil(log, 10 + Math.floor(random() * 40), crashInSecond);
      break;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashes += 1;
    }
  }
  expect(crashes).toBeGreaterThan(1);
  expect(await publishedRows()).toEqual(await expectedRows(log));
  await log.close();
});

test("records that were flushed already change nothing when they come again", async () => {
  const log = await logOf(testSeed, 120);
  await aggregateUntil(log, 50);
  const before = await publishedRows();
  const standing = await standingCut(opened.store);
  if (standing === null) throw new Error("nothing was published");
  for await (const records of log.read(new Map(), { recordsMax: 1000, signal: AbortSignal.timeout(5000) })) {
    const tools = { store: opened.store, log, afterStep: () => {}, onUnknown: () => {} };
    const next = await publishBatch(await journalBatch(records, stampedCut(standing.cut), tools), standing, tools);
    expect(next.cut.watermark).toBe(standing.cut.watermark);
    break;
  }
  expect(await publishedRows()).toEqual(before);
  await log.close();
});

test("a new turn writes higher versions than the one before", async () => {
  const log = await logOf(testSeed, 20);
  await aggregateUntil(log, 10);
  const first = await standingCut(opened.store);
  await aggregateUntil(log, 10);
  const second = await standingCut(opened.store);
  expect((second?.version ?? 0n) >> 32n).toBe(((first?.version ?? 0n) >> 32n) + 1n);
  expect(second?.cut).toEqual(first?.cut);
  await log.close();
});

test("a cut of another fold version is refused with a way out", async () => {
  const cut = { watermark: "0:1", partitions: 3, effectiveAt: {}, fold: 999, exposureVersion: "0", recordsSinceCut: 0 };
  await publish(opened.store, [watermarkRow(cut, 1n << 32n)]);
  const log = await logOf(testSeed, 1);
  await expect(aggregateUntil(log, 10)).rejects.toThrow(/folded anew from the log/);
  await log.close();
});

test("the committed offset never runs ahead of what is published", async () => {
  const log = await logOf(testSeed, 60);
  await aggregateUntil(log, 7);
  const standing = await standingCut(opened.store);
  expect(await log.committed("aggregator")).toEqual(watermarkOf(standing!.cut));
  await log.close();
});
