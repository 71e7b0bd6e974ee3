/**
 * A member that was paused, and goes on where it was after another one has taken over: what it still writes is refused or harmless. Each
 * story is run twice, the second time with the fault that it is about, and then it has to end in wrong figures.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { partitionOfKey } from "@qorgau/infra/kafka/partition-of-key";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { recordName } from "@qorgau/schemas/events/statement";
import { describe, expect, test } from "vitest";
import { reportCase, withdraw } from "../../../../test/generators/reported-by-hand.ts";
import type { Reported } from "../../../../test/generators/reported-by-hand.ts";
import { appendStatements, expectedRows, logOf, publishedRows, storeOfSuite, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import { memberOf } from "../testing/members-fixture.ts";
import type { Member } from "../testing/members-fixture.ts";
import { lateBlocks } from "../tables/late-blocks.ts";
import { readPublishedCut, watermarkRow } from "../tables/published.ts";
import { LeaseError } from "./lease-error.ts";
import { createLease, acquireLease } from "./publisher-lease.ts";

const logger = createLogger({ level: "silent" });
const limits = { publishMs: 2_000, claimMs: 500 };
const { directory, opened } = await storeOfSuite("qorgau-stale-", logger);

/** Holds up one call: `reached` when it is there, `open` lets it go on. */
function gate() {
  const [reached, opening] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isUsed = false;
  return {
    reached: reached.promise,
    open: () => opening.resolve(),
    async pass(): Promise<void> {
      if (isUsed) return;
      isUsed = true;
      reached.resolve();
      await opening.promise;
    },
  };
}

function start(member: Member, store: Store, onPublished: (cut: { readonly watermark: string }) => void = () => {}) {
  const tools = { log: member.log, store, next: opened.next, logger, metrics: createMetrics(), limits, exclusive: false };
  return startAggregator({ ...tools, flushIntervalMs: 0, journalWaitMs: 60_000, onPublished });
}

const everything = (log: EventLog) => Array.from({ length: log.partitions }, (_, partition) => partition);

async function wasRight(log: EventLog): Promise<boolean> {
  return (await publishedRows(opened.store)).join("\n") === (await expectedRows(log)).join("\n");
}

/** The block of a case is held up on its way; meanwhile the case is withdrawn, and another member publishes both at once: nothing. */
async function publishStaleBlock(isFenced: boolean): Promise<boolean> {
  const log = await logOf(directory, 1, 0);
  const held = gate();
  const insertIf: Store["insertIf"] = async (condition, table, rows) => {
    if (table === "published" && rows.length > 1) await held.pass();
    await (isFenced ? opened.store.insertIf(condition, table, rows) : opened.store.insert(table, rows));
  };
  const [paused, successor] = [memberOf(log), memberOf(log)];
  const cuts = watchCuts();
  const first = await start(paused, { ...opened.store, insertIf });
  paused.give(everything(log));
  await appendStatements(log, [reportCase({ subject: "1" })]);
  await held.reached;

  await appendStatements(log, [withdraw({ subject: "1", revision: 2 })]);
  const second = await start(successor, opened.store, cuts.onPublished);
  successor.give(everything(log));
  await cuts.until(log);
  held.open();
  // The paused member handles this assignment only after the response to its block, and has left then.
  paused.give([]);
  await first.stop();
  await second.stop();
  const isRight = await wasRight(log);
  await log.close();
  return isRight;
}

/** Where the successor is when the block of its predecessor lands. */
type LandsAt =
  /** It has claimed, and is about to read the months that its first block replaces. */
  | "before_reading"
  /** It has read them, and its first block is on its way. */
  | "before_publishing"
  /** It has published both statements at once, which is nothing at all. */
  | "after_publishing";

/**
 * The block of a case stays with the store for longer than any limit, as on a disk that stalls: its condition was seen long ago, and its rows
 * become visible after another member has claimed the lease. The case is withdrawn meanwhile, and more is reported of the same month.
 */
async function publishLateBlock(landsAt: LandsAt): Promise<{ readonly isRight: boolean; readonly late: readonly bigint[] }> {
  const log = await logOf(directory, 1, 0);
  const [stalled, follows] = [gate(), gate()];
  const landed = Promise.withResolvers<void>();
  const insertIf: Store["insertIf"] = async (condition, table, rows) => {
    if (table !== "published" || !hasCases(rows)) return opened.store.insertIf(condition, table, rows);
    await stalled.pass();
    await opened.store.insert(table, rows);
    landed.resolve();
    throw new StoreError("store_timeout", "nobody knows what became of it");
  };
  const ofSuccessor: Partial<Store> = {
    insertIf: async (condition, table, rows) => {
      if (landsAt === "before_publishing" && table === "published" && hasCases(rows)) await follows.pass();
      await opened.store.insertIf(condition, table, rows);
    },
    query: async (requested) => {
      if (landsAt === "before_reading" && requested.sql.includes("grain = 'month' AND cell IN")) await follows.pass();
      return opened.store.query(requested);
    },
  };
  const [paused, successor] = [memberOf(log), memberOf(log)];
  const cuts = watchCuts();
  const first = await start(paused, { ...opened.store, insertIf });
  paused.give(everything(log));
  await appendStatements(log, [reportCase({ subject: "1" })]);
  await stalled.reached;

  if (landsAt === "after_publishing") await appendStatements(log, [withdraw({ subject: "1", revision: 2 })]);
  else await appendStatements(log, [reportCase({ subject: "2" })]);
  const second = await start(successor, { ...opened.store, ...ofSuccessor }, cuts.onPublished);
  successor.give(everything(log));
  await (landsAt === "after_publishing" ? cuts.until(log) : follows.reached);
  paused.give([]);
  stalled.open();
  await landed.promise;
  const late = await lateBlocks(opened.store);
  follows.open();
  await first.stop();
  await appendStatements(log, [reportCase({ subject: "3" })]);
  await cuts.until(log);
  await appendStatements(log, [withdraw({ subject: "1", revision: 3 }), reportCase({ subject: "4" })]);
  await cuts.until(log);
  await second.stop();
  const isRight = await wasRight(log);
  await log.close();
  return { isRight, late };
}

const hasCases = (rows: readonly object[]) => rows.some((row) => "grain" in row && row.grain === "case");

/**
 * A member reads a statement, and dies before it is in the journal. Its successor begins with what the journal holds, or, with the fault,
 * with what its predecessor had read. Much later the statement is corrected.
 */
async function loseUnjournalled(beginsAtJournal: boolean): Promise<boolean> {
  const log = await logOf(directory, 1, 0);
  const assignments = [log.partitions - 1];
  const rest = everything(log).filter((partition) => !assignments.includes(partition));
  const [lost, other] = subjectsIn(log, assignments[0]!);
  const died = gate();
  const insert: Store["insert"] = async (table, rows) => {
    if (table === "journal") await died.pass();
    await opened.store.insert(table, rows);
  };
  const groupsOffset: Partial<EventLog> = {
    read: (after, options) => log.read(options.partitions === undefined ? after : new Map([...after, [assignments[0]!, 0]]), options),
  };
  const [folding, dying, successor] = [memberOf(log), memberOf(log), memberOf(log, beginsAtJournal ? {} : groupsOffset)];
  const cuts = watchCuts();
  const leading = await start(folding, opened.store, cuts.onPublished);
  folding.give(rest);
  const dies = await start(dying, { ...opened.store, insert });
  dying.give(assignments);
  await appendStatements(log, [reportCase(lost, { region: "KZ-35" })]);
  await died.reached;

  const follows = await start(successor, opened.store);
  successor.give(assignments);
  await appendStatements(log, [reportCase(other)]);
  await cuts.until(log);
  await appendStatements(log, [reportCase({ ...lost, revision: 2 }, { region: "KZ-10" })]);
  const isPublished = cuts.until(log).then(
    () => true,
    () => false,
  );
  const isFolded = await Promise.race([isPublished, leading.done.catch(() => false)]);
  const isRight = isFolded === true && (await wasRight(log));
  died.open();
  await Promise.allSettled([dies.stop(), follows.stop(), leading.stop()]);
  await log.close();
  return isRight;
}

function subjectsIn(log: EventLog, partition: number): Reported[] {
  const subjects = Array.from({ length: 100 }, (_, index): Reported => ({ subject: String(index) }));
  return subjects.filter((reported) => partitionOfKey(recordName(reportCase(reported).statement), log.partitions) === partition);
}

describe("a member that was paused", () => {
  test("publishes no block built on an old cut", async () => {
    expect(await publishStaleBlock(true)).toBe(true);
  });
  test("would publish one without the condition of its insert", async () => {
    expect(await publishStaleBlock(false)).toBe(false);
  });
});

describe("a block that becomes visible after its successor's claim", () => {
  test.each<LandsAt>(["before_reading", "before_publishing", "after_publishing"])("is counted nowhere: %s", async (landsAt) => {
    const { isRight, late } = await publishLateBlock(landsAt);
    expect(late.length).toBe(1);
    expect(isRight).toBe(true);
    expect(await lateBlocks(opened.store)).toEqual([]);
  });
});

describe("a member that journals for another", () => {
  test("begins with what the journal holds", async () => {
    expect(await loseUnjournalled(true)).toBe(true);
  });
  test("would lose a statement if it began where its predecessor had read to", async () => {
    expect(await loseUnjournalled(false)).toBe(false);
  });
});

describe("leases", () => {
  const options = () => ({ store: opened.store, partitions: 3, limits, exclusive: false });
  const nothing = async (published: Parameters<Parameters<Awaited<ReturnType<typeof acquireLease>>["exclusively"]>[0]>[0]) => published;

  test("one that was taken by another member publishes nothing, says so, and has to be claimed anew", async () => {
    const first = await acquireLease(options());
    const second = await acquireLease(options());
    const before = await readPublishedCut(opened.store);
    const late = first.exclusively(async ({ cut, version }, publish) => {
      await publish([watermarkRow({ ...cut, watermark: "0:7" }, version + 1n)]);
      return { cut, version: version + 1n };
    });
    await expect(late).rejects.toMatchObject({ code: "turn_lost" });
    expect(await readPublishedCut(opened.store)).toEqual(before);
    await expect(first.exclusively(nothing)).rejects.toMatchObject({ code: "turn_not_held" });
    expect(first.isHeld).toBe(false);
    expect((await second.exclusively(nothing)).version).toBe(before?.version);
  });

  test("one that was given back is taken at once, another only after what it may have begun is over", async () => {
    const tookMs = async () => {
      const startedMs = performance.now();
      const lease = await acquireLease(options());
      return { lease, ms: performance.now() - startedMs };
    };
    const first = await acquireLease(options());
    const afterPaused = await tookMs();
    expect(afterPaused.ms).toBeGreaterThan(limits.publishMs);
    await afterPaused.lease.release();
    expect((await tookMs()).ms).toBeLessThan(afterPaused.ms);
    await expect(first.exclusively(nothing)).resolves.toBeDefined();
  });

  test("what the lease before left half done is taken away, and an epoch begins after that, however often either fails", async () => {
    const away = () => new StoreError("store_unavailable", "away");
    let [clears, refusals] = [0, 0];
    const insertIf: Store["insertIf"] = async (condition, table, rows) => {
      if (table === "published" && clears > 2 && (refusals += 1) === 1) throw away();
      return opened.store.insertIf(condition, table, rows);
    };
    const clear = async () => {
      if ((clears += 1) <= 2) throw away();
      return clears === 3;
    };
    const lease = createLease({ ...options(), store: { ...opened.store, insertIf }, clear });
    await expect(lease.acquire()).rejects.toMatchObject({ code: "store_unavailable" });
    const { epoch, isHeld } = lease;
    await expect(lease.acquire()).rejects.toMatchObject({ code: "store_unavailable" });
    await expect(lease.acquire()).rejects.toMatchObject({ code: "store_unavailable" });
    expect({ isHeld, clears, refusals, epoch: lease.epoch }).toEqual({ isHeld: true, clears: 3, refusals: 1, epoch });
    await lease.acquire();
    expect([clears, lease.epoch > epoch]).toEqual([3, true]);
    await lease.acquire();
    expect(clears).toBe(3);
    await lease.release();
  });

  test("of many who claim at once one has it at the end", async () => {
    for (let round = 0; round < 5; round += 1) {
      const leases = Array.from({ length: 4 }, () => createLease(options()));
      const results = await Promise.allSettled(leases.map((lease) => lease.acquire()));
      expect(leases.filter(({ isHeld }) => isHeld).length).toBe(1);
      for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(LeaseError);
      for (const lease of leases) await lease.release();
    }
  });
});
