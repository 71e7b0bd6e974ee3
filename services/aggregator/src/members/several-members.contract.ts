/**
 * Several aggregators on one log and one store: partitions change hands in the middle of a batch, two have the same or nobody has them,
 * members are killed between any two steps; at the end what is published equals one fold of everything. And the same with faults planted,
 * which are noticed.
 */
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { WakeSignal } from "@qorgau/infra/log/wake-signal";
import type { Store } from "@qorgau/infra/store/store";
import { expect, test } from "vitest";
import { seededRandom, testScale, testSeed } from "../../../../test/generators/random.ts";
import { seededStatements, shuffled } from "../../../../test/generators/statements.ts";
import { appendStatements, expectedRows, logOf, publishedRows, storeOfSuite, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import type { Aggregator } from "../aggregator.ts";
import { memberOf } from "../testing/members-fixture.ts";
import type { Member } from "../testing/members-fixture.ts";

const logger = createLogger({ level: "silent" });
const limits = { publishMs: 2_000, claimMs: 500 };
const { directory, opened } = await storeOfSuite("qorgau-members-", logger);

class Crash extends Error {}

/** What a test puts between the parts. */
interface Faults {
  readonly store?: (store: Store) => Store;
  readonly log?: (log: EventLog) => Partial<EventLog>;
}

/** So many members on the log; one that dies begins again. */
function startMembers(log: EventLog, count: number, random: () => number, faults: Faults = {}) {
  const cuts = watchCuts();
  const store = faults.store?.(opened.store) ?? opened.store;
  const members: Member[] = Array.from({ length: count }, () => memberOf(log, faults.log?.(log)));
  const everything = Array.from({ length: log.partitions }, (_, partition) => partition);
  const stopping = new AbortController();
  let isCalm = false;
  const reported = { crashes: 0, rebalances: 0 };
  const cut = new WakeSignal();
  const onPublished = (published: { readonly watermark: string }) => {
    cuts.onPublished(published);
    cut.wake();
  };
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});

  /**
   * Mostly as a group would share them out; at times two have the same partition, or nobody has it, or one does not hear and goes on with what
   * it had.
   */
  const giveAtRandom = () => {
    reported.rebalances += 1;
    const lists: number[][] = members.map(() => []);
    for (const partition of everything) {
      if (partition === 0 || random() < 0.9) lists[Math.floor(random() * count)]!.push(partition);
      if (random() < 0.1) lists[Math.floor(random() * count)]!.push(partition);
    }
    for (const [index, member] of members.entries()) {
      const list = lists[index]!;
      member.give(!list.includes(0) && random() < 0.3 ? null : [...new Set(list)]);
    }
  };
  const afterStep = () => {
    if (isCalm || stopping.signal.aborted) return;
    if (random() < 0.02) giveAtRandom();
    if (random() < 0.1) {
      reported.crashes += 1;
      throw new Crash("planted");
    }
  };
  const live = async (member: Member) => {
    while (!stopping.signal.aborted) {
      const tools = { log: member.log, store, next: opened.next, logger, metrics: createMetrics(), limits, exclusive: false };
      const options = { ...tools, batchRecordsMax: 30, flushIntervalMs: 0, journalWaitMs: 300, afterStep, onPublished };
      const aggregator: Aggregator = await startAggregator(options);
      const stop = () => aggregator.stop().catch(() => {});
      stopping.signal.addEventListener("abort", () => void stop());
      await aggregator.done.catch((error: unknown) => {
        if (!(error instanceof Crash)) failed.reject(error);
      });
      await stop();
      if (stopping.signal.aborted) return;
    }
  };
  const lives = members.map(live);
  return {
    cuts,
    nextCut: () => cut.wait(),
    reported,
    giveAtRandom,
    /** From here on nothing happens any more, and one has everything. */
    calmDown: () => {
      isCalm = true;
      members.forEach((member, index) => member.give(index === 0 ? everything : []));
    },
    failed: failed.promise,
    stop: async () => {
      stopping.abort();
      await Promise.all(lives);
    },
  };
}

const happened = { rebalances: 0, crashes: 0 };

test.each(Array.from({ length: 3 * testScale }, (_, index) => testSeed + index))(
  "partitions change hands at any moment and members die: every figure is right (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const log = await logOf(directory, seed, 0);
    const members = startMembers(log, 2 + (seed % 2), random);
    try {
      for (const wave of shuffledWaves(seed, 400, 12)) {
        members.giveAtRandom();
        await appendStatements(log, wave);
        await Promise.race([members.nextCut(), members.cuts.until(log), members.failed]);
      }
      members.calmDown();
      await Promise.race([members.cuts.until(log), members.failed]);
    } finally {
      await members.stop();
    }
    expect(await publishedRows(opened.store)).toEqual(await expectedRows(log));
    happened.rebalances += members.reported.rebalances;
    happened.crashes += members.reported.crashes;
    await log.close();
  },
  300_000,
);

test("partitions did change hands, and members did die", () => {
  expect(happened.rebalances).toBeGreaterThan(20);
  expect(happened.crashes).toBeGreaterThan(0);
});

function shuffledWaves(seed: number, count: number, waves: number) {
  const statements = shuffled(seededStatements(seed, count), seed);
  const size = Math.ceil(count / waves);
  return Array.from({ length: waves }, (_, wave) => statements.slice(wave * size, (wave + 1) * size));
}
