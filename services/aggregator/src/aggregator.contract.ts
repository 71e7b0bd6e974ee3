/**
 * The aggregator on the real log and the real engine: random batches, redelivery, and a crash after every step of a flush; at the
 * end what is published equals one fold of everything.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { seededRandom, testScale, testSeed } from "../../../test/generators/random.ts";
import { emptyTables, expectedRows, logOf, publishedRows, watchCuts } from "./testing/aggregator-fixture.ts";
import { startAggregator } from "./aggregator.ts";
import { journalBatch, publishBatch, stampedCut } from "./flush/flush.ts";
import { watermarkOf } from "./tables/published.ts";
import type { AfterStep } from "./flush/flush.ts";
import { journalAll } from "./members/assigned-journal.ts";
import { readPublishedCut } from "./tables/published.ts";
import { acquireLease } from "./lease/publisher-lease.ts";

let directory: string;
let opened: OpenedStore;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-aggregator-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => emptyTables(opened.store));

const newLog = (seed: number, count: number) => logOf(directory, seed, count);

async function aggregateUntil(
  log: EventLog,
  batchRecordsMax: number,
  afterStep: AfterStep = () => {},
  store: Store = opened.store,
): Promise<void> {
  const { next } = opened;
  const cuts = watchCuts();
  const tools = { log, store, next, logger: createLogger({ level: "silent" }), metrics: createMetrics() };
  const aggregator = await startAggregator({ ...tools, batchRecordsMax, flushIntervalMs: 0, afterStep, onPublished: cuts.onPublished });
  try {
    await Promise.race([cuts.until(log), aggregator.done]);
  } finally {
    await aggregator.stop().catch(() => {});
  }
}

test.each(Array.from({ length: 6 * testScale }, (_, index) => testSeed + index))(
  "random statements in random batches: what is published is one fold of all (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const log = await newLog(seed, 300);
    await aggregateUntil(log, 1 + Math.floor(random() * 120));
    expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
    await log.close();
  },
);

class Crash extends Error {}

test.each([1, 2, 3, 4, 5, 6, 7])("a crash after step %i of every second flush changes nothing", async (step) => {
  const random = seededRandom(testSeed + step);
  const log = await newLog(testSeed + step, 200);
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
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await log.close();
});

test("records that were flushed already change nothing when they come again", async () => {
  const log = await newLog(testSeed, 120);
  await aggregateUntil(log, 50);
  const before = await publishedRows(opened.store);
  const published = await readPublishedCut(opened.store);
  if (published === null) throw new Error("nothing was published");
  for await (const records of log.read(new Map(), { recordsMax: 1000, signal: AbortSignal.timeout(5000) })) {
    const lease = await acquireLease({ store: opened.store, partitions: log.partitions });
    const tools = { store: opened.store, log, journal: journalAll(opened.store), afterStep: () => {}, onUnknown: () => {} };
    const batch = await journalBatch(records, stampedCut(published.cut), tools);
    const next = await lease.exclusively(async (current, publish) => (await publishBatch(batch, current, tools, publish)).published);
    expect(next.cut.watermark).toBe(published.cut.watermark);
    break;
  }
  expect(await publishedRows(opened.store)).toEqual(before);
  await log.close();
});

test("a new lease writes higher versions than the one before", async () => {
  const log = await newLog(testSeed, 20);
  await aggregateUntil(log, 10);
  const first = await readPublishedCut(opened.store);
  await aggregateUntil(log, 10);
  const second = await readPublishedCut(opened.store);
  expect((second?.version ?? 0n) >> 32n).toBe(((first?.version ?? 0n) >> 32n) + 1n);
  // Of the new lease there is no block yet: its row says what it goes on from.
  expect(second?.cut).toEqual({ ...first?.cut, follows: String(first?.version) });
  await log.close();
});

test("the committed offset never runs ahead of what is published", async () => {
  const log = await newLog(testSeed, 60);
  await aggregateUntil(log, 7);
  const published = await readPublishedCut(opened.store);
  expect(await log.committed("aggregator")).toEqual(watermarkOf(published!.cut));
  await log.close();
});

test.each([
  { table: "journal", isDone: false },
  { table: "journal", isDone: true },
  { table: "published", isDone: false },
  { table: "published", isDone: true },
])("an insert into $table without an answer, done: $isDone, is asked after and counts once", async ({ table, isDone }) => {
  const log = await newLog(testSeed, 150);
  let inserts = 0;
  const planted = async (name: string, insert: () => Promise<void>) => {
    const fails = name === table && (inserts += 1) % 3 === 0;
    if (!fails || isDone) await insert();
    if (fails) throw new StoreError("store_timeout", "planted");
  };
  const store: Store = {
    ...opened.store,
    insert: (name, rows) => planted(name, () => opened.store.insert(name, rows)),
    insertIf: (condition, name, rows) => planted(name, () => opened.store.insertIf(condition, name, rows)),
  };
  await aggregateUntil(log, 40, undefined, store);
  expect(inserts).toBeGreaterThan(3);
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await log.close();
});
