/**
 * The member that folds hears that the partitions are being shared out anew: it goes on publishing, in the lease that it has. Where another
 * one acquires the lease meanwhile it leaves it to that one, and releases its own, so that nobody waits for it.
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
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportCase } from "../../../../test/generators/reported-by-hand.ts";
import { appendStatements, expectedRows, logOf, publishedRows, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import { memberOf } from "../testing/members-fixture.ts";
import type { Member } from "../testing/members-fixture.ts";
import { isGivenBack, lastLease } from "../tables/leases.ts";

let directory: string;
let opened: OpenedStore;
let log: EventLog;
const logger = createLogger({ level: "silent" });
// A lease that is not released is waited for much longer than one that is.
const limits = { publishMs: 60_000, claimMs: 300 };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-shared-anew-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
  await migrate(opened.store);
  log = await logOf(directory, 1, 0);
});
afterAll(async () => {
  await log?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

const everything = () => Array.from({ length: log.partitions }, (_, partition) => partition);

function start(member: Member, cuts: ReturnType<typeof watchCuts>) {
  const tools = { log: member.log, store: opened.store, next: opened.next, logger, metrics: createMetrics(), limits, exclusive: false };
  return startAggregator({ ...tools, batchRecordsMax: 10, flushIntervalMs: 0, journalWaitMs: 300, onPublished: cuts.onPublished });
}

test("it goes on while the partitions are shared out anew, and releases the lease where another member took it", async () => {
  const [staying, taking] = [memberOf(log), memberOf(log)];
  const cuts = watchCuts();
  const first = await start(staying, cuts);
  staying.give(everything());
  await appendStatements(log, [reportCase({ subject: "1" })]);
  await cuts.until(log);
  const lease = await lastLease(opened.store);

  staying.give(null);
  await appendStatements(log, [reportCase({ subject: "2" })]);
  await cuts.until(log);
  staying.give(everything());
  await appendStatements(log, [reportCase({ subject: "3" })]);
  await cuts.until(log);
  expect(await lastLease(opened.store)).toEqual(lease);

  staying.give(null);
  const second = await start(taking, cuts);
  taking.give(everything());
  // The first one notices by what it publishes next.
  await expect.poll(async () => (await lastLease(opened.store)).owner, { timeout: 10_000 }).not.toBe(lease.owner);
  await appendStatements(log, [reportCase({ subject: "4" })]);
  await cuts.until(log);
  expect(await isGivenBack(opened.store, lease)).toBe(true);
  const { owner } = await lastLease(opened.store);
  await appendStatements(log, [reportCase({ subject: "5" })]);
  await cuts.until(log);

  // All that time the first one has not claimed it back: it does once it hears that it is to fold.
  expect((await lastLease(opened.store)).owner).toBe(owner);
  taking.give([]);
  staying.give(everything());
  await appendStatements(log, [reportCase({ subject: "6" })]);
  await cuts.until(log);
  expect((await lastLease(opened.store)).owner).not.toBe(owner);
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
  await first.stop();
  await second.stop();
}, 60_000);
