/**
 * Rebuilds on the real log and the real engine: the same rows afterwards, a crash after every step, and responses that stay whole and
 * never step back while events come in and the tables change places.
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
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { testSeed } from "../../../../test/generators/random.ts";
import { seededStatements } from "../../../../test/generators/statements.ts";
import { appendStatements, emptyTables, expectedRows, logOf, publishedRows, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import type { Aggregator } from "../aggregator.ts";
import { readPublishedCut, watermarkRow } from "../tables/published.ts";
import { acquireLease } from "../lease/publisher-lease.ts";
import { rebuildTables } from "./rebuild-tables.ts";
import type { RebuildStep } from "./rebuild-tables.ts";

let directory: string;
let opened: OpenedStore;
const logger = createLogger({ level: "silent" });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-rebuild-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
  await migrate(opened.store);
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await opened.next.drop();
  await emptyTables(opened.store);
});

/** An aggregator that has folded all that the log holds now. */
async function folded(log: EventLog, cuts = watchCuts()): Promise<Aggregator> {
  const { store, next } = opened;
  const tools = { log, store, next, logger, metrics: createMetrics() };
  const aggregator = await startAggregator({ ...tools, batchRecordsMax: 60, flushIntervalMs: 0, onPublished: cuts.onPublished });
  await Promise.race([cuts.until(log), aggregator.done]);
  return aggregator;
}

async function number(sql: string): Promise<number> {
  const [row] = await opened.store.query({ sql: `SELECT toFloat64((${sql})) AS value`, row: z.object({ value: z.number() }) });
  return row?.value ?? Number.NaN;
}

const databases = "SELECT count() FROM system.databases WHERE name LIKE '%_next%'";
const journalled = "SELECT uniqExact(partition, offset) FROM journal";
const linked = "SELECT uniqExact(link_key, record_key) FROM links";

test("after a rebuild every row is the same, every version is higher, and the log is followed on", async () => {
  const log = await logOf(directory, testSeed, 250);
  const aggregator = await folded(log);
  const rows = await publishedRows(opened.store);
  const [journal, links] = [await number(journalled), await number(linked)];
  const before = await readPublishedCut(opened.store);

  await aggregator.rebuild.run();
  expect(aggregator.rebuild.status()).toMatchObject({ state: "done", folded: journal, total: journal, reason: null });
  expect(await publishedRows(opened.store)).toEqual(rows);
  expect([await number(journalled), await number(linked)]).toEqual([journal, links]);
  const [lowest] = await opened.store.query({
    sql: "SELECT toString(min(version)) AS version FROM published",
    row: z.object({ version: z.string() }),
  });
  expect(BigInt(lowest?.version ?? 0)).toBeGreaterThan(before?.version ?? 0n);
  expect((await readPublishedCut(opened.store))?.cut.watermark).toBe(before?.cut.watermark);
  expect(await number(databases)).toBe(0);
  await aggregator.stop();

  // New links are found for what comes in later: the index still follows its journal.
  await appendStatements(log, seededStatements(testSeed + 1, 150));
  await (await folded(log)).stop();
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await log.close();
});

test("a rebuild mends whatever had become wrong", async () => {
  const log = await logOf(directory, testSeed, 150);
  const aggregator = await folded(log);
  const journal = await number(journalled);
  for (const table of ["journal", "links"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
  await opened.store.command("ALTER TABLE published UPDATE cases = cases + 1 WHERE grain = 'month' SETTINGS mutations_sync = 1");
  expect(await publishedRows(opened.store)).not.toEqual(await expectedRows(log));
  await aggregator.rebuild.run();
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  expect(await number(journalled)).toBe(journal);
  await aggregator.stop();
  await log.close();
});

class Crash extends Error {}

test.each([1, 2, 3, 4, 5, 6, 7] as RebuildStep[])("a crash after step %i leaves one whole set of tables in use", async (step) => {
  const log = await logOf(directory, testSeed + step, 150);
  const before = await folded(log);
  await before.stop();
  const oldRows = await publishedRows(opened.store);
  await appendStatements(log, seededStatements(testSeed + 10 + step, 40));
  const crash = (done: RebuildStep) => {
    if (done === step) throw new Crash("planted");
  };
  const { signal } = new AbortController();
  const lease = await acquireLease({ store: opened.store, partitions: log.partitions });
  const interrupted = rebuildTables({ log, next: opened.next, lease, logger, signal, afterStep: crash });
  await expect(interrupted).rejects.toThrow(Crash);
  const newRows = await expectedRows(log);
  expect(newRows).not.toEqual(oldRows);
  expect(await publishedRows(opened.store)).toEqual(step < 6 ? oldRows : newRows);

  const after = await folded(log);
  await expect.poll(() => number(databases)).toBe(0);
  expect(await publishedRows(opened.store)).toEqual(newRows);
  await after.rebuild.run();
  expect(await publishedRows(opened.store)).toEqual(newRows);
  await after.stop();
  await log.close();
});

const response = z.object({ watermark: z.string(), months: z.number(), cases: z.number() });
const responseSql = `
  SELECT argMaxIf(payload, version, grain = 'watermark') AS watermark,
         toFloat64(sumIf(published.cases, grain = 'month')) AS months, toFloat64(sumIf(published.cases, grain = 'case')) AS cases
  FROM published FINAL`;

test("while events come in and tables change places, every answer is whole and none steps back", async () => {
  const log = await logOf(directory, testSeed, 300);
  const cuts = watchCuts();
  const aggregator = await folded(log, cuts);
  const over = new AbortController();
  const responses: z.infer<typeof response>[] = [];
  const read = async () => {
    while (!over.signal.aborted) responses.push(...(await opened.store.query({ sql: responseSql, row: response })));
  };
  const send = async () => {
    for (let seed = testSeed + 1; !over.signal.aborted; seed += 1) {
      await appendStatements(log, seededStatements(seed, 10));
      await cuts.until(log);
    }
  };
  const rebuild = async () => {
    for (let times = 0; times < 3; times += 1) await aggregator.rebuild.run();
    over.abort();
  };
  await Promise.all([read(), send(), rebuild()]);
  await aggregator.stop();

  expect(responses.length).toBeGreaterThan(20);
  let last = new Map<number, number>() as ReadonlyMap<number, number>;
  for (const { watermark, months, cases } of responses) {
    expect(months).toBe(cases);
    const cut = parseWatermark((JSON.parse(watermark) as { watermark: string }).watermark) ?? new Map<number, number>();
    expect(includes(cut, last)).toBe(true);
    last = cut;
  }
  await (await folded(log)).stop();
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await log.close();
});

const failures = (["journal", "links", "published"] as const).flatMap((table) => [
  { table, when: "before", isDone: false },
  { table, when: "after", isDone: true },
]);

test.each(failures)("the store goes away $when it exchanged $table: the tables are whole, and it goes on", async ({ table, isDone }) => {
  const log = await logOf(directory, testSeed, 150);
  const away = new StoreError("store_timeout", "planted");
  const next = {
    ...opened.next,
    exchange: async (name: string) => {
      if (name !== table || isDone) await opened.next.exchange(name);
      if (name === table) throw away;
    },
  };
  const cuts = watchCuts();
  const aggregator = await startAggregator({
    log,
    store: opened.store,
    next,
    logger,
    metrics: createMetrics(),
    onPublished: cuts.onPublished,
  });
  await cuts.until(log);
  await expect(aggregator.rebuild.run()).rejects.toBe(away);
  expect(aggregator.rebuild.status()).toMatchObject({ state: "failed", reason: "planted" });
  expect(await number(databases)).toBe(0);
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await appendStatements(log, seededStatements(testSeed + 1, 60));
  await cuts.until(log);
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await aggregator.stop();
  await log.close();
});

test("two who ask for a rebuild at once share one", async () => {
  const log = await logOf(directory, testSeed, 50);
  const aggregator = await folded(log);
  const first = aggregator.rebuild.start();
  expect(aggregator.rebuild.start()).toMatchObject({ state: "running", startedAt: first.startedAt });
  await aggregator.rebuild.run();
  expect(aggregator.rebuild.status().state).toBe("done");
  await aggregator.stop();
  await log.close();
});

test("a stop gives up a rebuild and leaves the tables as they were", async () => {
  const log = await logOf(directory, testSeed, 300);
  const aggregator = await folded(log);
  const rows = await publishedRows(opened.store);
  aggregator.rebuild.start();
  await aggregator.stop();
  expect(aggregator.rebuild.status()).toMatchObject({ state: "failed", reason: expect.stringContaining("stopped") });
  expect(await publishedRows(opened.store)).toEqual(rows);
  expect(await number(databases)).toBe(0);
  await log.close();
});

test("figures of another fold version are made anew before anything is published", async () => {
  const log = await logOf(directory, testSeed, 120);
  await (await folded(log)).stop();
  const published = await readPublishedCut(opened.store);
  await opened.store.insert("published", [watermarkRow({ ...published!.cut, fold: 999 }, published!.version + 1n)]);
  await opened.store.command("ALTER TABLE published UPDATE cases = cases + 1 WHERE grain = 'month' SETTINGS mutations_sync = 1");
  const aggregator = await folded(log);
  expect(aggregator.rebuild.status().state).not.toBe("none");
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await aggregator.stop();
  await log.close();
});
