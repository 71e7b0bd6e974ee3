/**
 * The reconciler on the real engine: it finds nothing where nothing is wrong, whatever is being folded meanwhile, and finds and mends
 * every kind of sabotage.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { expect, test } from "vitest";
import { z } from "zod";
import { testSeed } from "../../../../test/generators/random.ts";
import { seededStatements } from "../../../../test/generators/statements.ts";
import { appendStatements, expectedRows, logOf, publishedRows, storeOfSuite, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import { readPublishedCut } from "../tables/published.ts";
import { monthCount } from "../tables/published-pages.ts";
import { startReconciler } from "./reconciler.ts";

const logger = createLogger({ level: "silent" });
const { directory, opened } = await storeOfSuite("qorgau-reconciler-", logger);

/** A folded log, and a reconciler that looks only when called. */
async function folded(log: EventLog) {
  const { store, next } = opened;
  const metrics = createMetrics();
  const cuts = watchCuts();
  const aggregator = await startAggregator({ log, store, next, logger, metrics, flushIntervalMs: 0, onPublished: cuts.onPublished });
  await Promise.race([cuts.until(log), aggregator.done]);
  const reconciler = startReconciler({ store, lease: aggregator.lease, logger, metrics, intervalMs: 3_600_000 });
  return {
    aggregator,
    cuts,
    reconciler,
    differences: (grain: string) => metrics.valueOf("qorgau_reconciler_differences_total", { grain }),
    checkedMonths: async () => (await metrics.valueOf("qorgau_reconciler_checked_total", { kind: "month" })) ?? 0,
    stop: async () => {
      await reconciler.stop();
      await aggregator.stop();
      await log.close();
    },
  };
}

test("nothing is found where nothing is wrong, while statements come in and tables change places", async () => {
  const log = await logOf(directory, testSeed, 200);
  const { aggregator, cuts, reconciler, stop } = await folded(log);
  const over = new AbortController();
  const send = async () => {
    for (let seed = testSeed + 1; !over.signal.aborted; seed += 1) {
      await appendStatements(log, seededStatements(seed, 10));
      await cuts.until(log);
    }
  };
  const look = async () => {
    const found = [];
    for (let looks = 0; looks < 25; looks += 1) found.push(await reconciler.look());
    await reconciler.reconciliation.run();
    over.abort();
    return found;
  };
  const [found] = await Promise.all([look(), send(), aggregator.rebuild.run()]);
  expect(found).toEqual(found.map(() => 0));
  expect(reconciler.reconciliation.status()).toMatchObject({ state: "done", differences: 0 });
  expect(reconciler.reconciliation.status().checked).toBeGreaterThan(50);
  await stop();
});

test("a whole check is counted by metric as the months that it checks", async () => {
  const { reconciler, checkedMonths, stop } = await folded(await logOf(directory, testSeed, 50));
  const months = await monthCount(opened.store);
  expect(months).toBeGreaterThan(3);
  const before = await checkedMonths();
  await reconciler.reconciliation.run();
  // A look of its own may come between.
  expect(await checkedMonths()).toBeGreaterThanOrEqual(before + months);
  await stop();
});

const anotherRow = (grain: string, changed: string, version = "version + 5") =>
  `INSERT INTO published SELECT * REPLACE (${version} AS version, ${changed}) FROM (
     SELECT * FROM published FINAL
     WHERE grain = '${grain}' AND (cases > 0 OR grain = 'exposure' AND payload != '') ORDER BY cell LIMIT 1)`;

test.each([
  ["a month with one case too many", "month", anotherRow("month", "cases + 1 AS cases")],
  ["a month that lost its cases", "month", anotherRow("month", "0 AS cases")],
  ["a month whose columns name another region", "month", anotherRow("month", "'US-TX' AS region")],
  ["a month that nothing adds up to", "month", anotherRow("month", "'1931-01|KZ|||||||' AS cell, toDate32('1931-01-01') AS date")],
  ["a month of a version far ahead", "month", anotherRow("month", "cases + 1 AS cases", "bitShiftLeft(toUInt64(1), 60)")],
  ["a case in another region", "case", anotherRow("case", "'US-TX' AS region")],
  ["a case in another month", "case", anotherRow("case", "toDate32('1931-05-05') AS date")],
  [
    "a case of another day",
    "case",
    anotherRow("case", "toDate32('1931-05-05') AS date, concat('1931-05-05', substring(cell, 11)) AS cell"),
  ],
  ["a case that counts twice", "case", anotherRow("case", "2 AS cases")],
  ["a case that vanished", "case", anotherRow("case", "0 AS cases, 0 AS accidents, 0 AS lost_time_cases, 0 AS days_lost, '' AS payload")],
  ["a case that nobody told of", "case", anotherRow("case", `concat(toString(date), '|${"ab".repeat(32)}') AS cell`)],
  ["a case of other records", "case", anotherRow("case", `'{"records":[],"accident":"","counts":true}' AS payload`)],
  [
    "an exposure statement with other figures",
    "exposure",
    anotherRow("exposure", "replaceAll(payload, '\"workers\":', '\"workers\":9') AS payload"),
  ],
  ["an exposure statement that vanished", "exposure", anotherRow("exposure", "'' AS payload")],
])("%s is found and mended", async (_name, grain, sabotage) => {
  const log = await logOf(directory, testSeed, 250);
  const { reconciler, differences, stop } = await folded(log);
  const right = await publishedRows(opened.store);
  expect(right).toEqual(await expectedRows(log));
  const before = await readPublishedCut(opened.store);
  await opened.store.command(sabotage);
  expect(await publishedRows(opened.store)).not.toEqual(right);

  await reconciler.reconciliation.run();
  expect(await publishedRows(opened.store)).toEqual(right);
  expect(await differences(grain)).toBeGreaterThan(0);
  const after = await readPublishedCut(opened.store);
  expect(after?.cut).toEqual({ ...before?.cut, ...(grain === "exposure" ? { exposureVersion: after?.version.toString() } : {}) });
  expect(reconciler.reconciliation.status().differences).toBeGreaterThan(0);
  await reconciler.reconciliation.run();
  expect(reconciler.reconciliation.status().differences).toBe(0);
  await stop();
});

test("rows that are gone altogether are found from the journal", async () => {
  const log = await logOf(directory, testSeed, 250);
  const { reconciler, stop } = await folded(log);
  const right = await publishedRows(opened.store);
  await opened.store.command(
    "ALTER TABLE published DELETE WHERE grain IN ('case', 'exposure', 'case_version') AND substring(cell, if(grain = 'exposure', 1, 12), 1) < '8' SETTINGS mutations_sync = 1",
  );
  await reconciler.reconciliation.run();
  expect(await publishedRows(opened.store)).toEqual(right);
  await stop();
});

test("looks at random come upon a wrong month and a wrong case by themselves", async () => {
  const log = await logOf(directory, testSeed, 60);
  const { reconciler, stop } = await folded(log);
  const right = await publishedRows(opened.store);
  await opened.store.command(anotherRow("month", "cases + 1 AS cases"));
  await opened.store.command(anotherRow("case", "'US-TX' AS region"));
  for (const day of ["1931-05-05", "2090-05-05"]) {
    await opened.store.command(anotherRow("case", `toDate32('${day}') AS date, concat('${day}', substring(cell, 11)) AS cell`));
  }
  let looks = 0;
  // Of some dozen rows each look takes twenty and a month, one in eighteen those of the first day: two hundred looks that miss are a fault.
  for (; looks < 200 && (await publishedRows(opened.store)).join() !== right.join(); looks += 1) await reconciler.look();
  expect(looks).toBeLessThan(200);
  await stop();
});

test("figures go on from what was mended", async () => {
  const log = await logOf(directory, testSeed, 150);
  const { aggregator, cuts, reconciler, stop } = await folded(log);
  await opened.store.command(anotherRow("month", "cases + 1 AS cases", "bitShiftLeft(toUInt64(1), 50)"));
  await reconciler.reconciliation.run();
  const [row] = await opened.store.query({
    sql: "SELECT toString(max(version)) AS version FROM published",
    row: z.object({ version: z.string() }),
  });
  expect(aggregator.lease.published.version.toString()).toBe(row?.version);
  await appendStatements(log, seededStatements(testSeed + 1, 100));
  await cuts.until(log);
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await aggregator.rebuild.run();
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await stop();
});
