/**
 * Links that more records hold than they may tie together, on the real log and the real engine, with small bounds: whatever the batches,
 * what is published is one fold of everything, past a bound and back again; and a flush is split or shrunk where it is too much.
 */
import { recordKey } from "@qorgau/schemas/cases/links/links";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import type { CaseData } from "@qorgau/schemas/events/event";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { effectiveJournal } from "@qorgau/infra/store/journal/effective-journal";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { seededRandom, testScale, testSeed } from "../../../../test/generators/random.ts";
import { seededStatements, shuffled } from "../../../../test/generators/statements.ts";
import { reportCase, withdraw } from "../../../../test/generators/reported-by-hand.ts";
import { appendStatements, emptyTables, expectedRows, publishedRows, storeOfSuite, watchCuts } from "../testing/aggregator-fixture.ts";
import { startAggregator } from "../aggregator.ts";
import type { AggregatorOptions } from "../aggregator.ts";
import { readPublishedCut } from "../tables/published.ts";
import { watermarkOf } from "../tables/published.ts";

const logger = createLogger({ level: "silent" });
const { directory, opened } = await storeOfSuite("qorgau-bounds-", logger);
const bounds: LinkBounds = { recordsPerTarget: 3, recordsPerIdentity: 4, casesPerAccident: 4, recordsPerName: 6 };
let logs = 0;

async function emptyLog(): Promise<EventLog> {
  return openEmbeddedEventLog({ directory: join(directory, `log-${(logs += 1)}`), partitions: 3 });
}

async function aggregate(log: EventLog, options: Partial<AggregatorOptions> = {}): Promise<void> {
  const cuts = watchCuts();
  const { store, next } = opened;
  const tools = { log, store, next, logger, metrics: createMetrics(), linkBounds: bounds, flushIntervalMs: 0, ...options };
  const aggregator = await startAggregator({ ...tools, onPublished: cuts.onPublished });
  try {
    await Promise.race([cuts.until(log), aggregator.done]);
  } finally {
    await aggregator.stop().catch(() => {});
  }
}

const victim = (subject: string, data: Partial<CaseData> = {}, reported: object = {}) => reportCase({ subject, ...reported }, data);
const many = <Item>(count: number, make: (place: number) => Item) => Array.from({ length: count }, (_, place) => make(place));

/** Each step is flushed by itself: what is published after it is one fold of all that was reported. */
async function inSteps(steps: readonly (readonly LoggedStatement[])[]): Promise<void> {
  const log = await emptyLog();
  for (const statements of steps) {
    await appendStatements(log, statements);
    await aggregate(log);
    expect(await publishedRows(opened.store)).toEqual(await expectedRows(log, bounds));
  }
  await log.close();
}

const accidents = async () => {
  const [row] = await opened.store.query({
    sql: "SELECT toFloat64(uniqExact(accident)) AS accidents, toFloat64(count()) AS cases FROM published FINAL WHERE grain = 'case' AND published.cases > 0",
    row: z.object({ accidents: z.number(), cases: z.number() }),
  });
  return row;
};

test.each(Array.from({ length: 3 * testScale }, (_, index) => testSeed + index))(
  "random statements in random batches, past every bound and back: what is published is one fold of all (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const log = await emptyLog();
    await appendStatements(log, shuffled([...seededStatements(seed, 60), ...seededStatements(seed + 1, 60)], seed));
    await aggregate(log, { batchRecordsMax: 1 + Math.floor(random() * 25) });
    expect(await publishedRows(opened.store)).toEqual(await expectedRows(log, bounds));
    await log.close();
  },
);

test("an accident name groups nobody once too many share it, and all again when some leave", async () => {
  const shared = { accident: "A" };
  const leave = (place: number) => withdraw({ subject: `V${place}`, revision: 2 });
  await inSteps([many(4, (place) => victim(`V${place}`, shared)), [victim("V4", shared)]]);
  expect(await accidents()).toEqual({ accidents: 5, cases: 5 });
  await emptyTables(opened.store);
  await inSteps([
    many(5, (place) => victim(`V${place}`, shared)),
    [leave(0)],
    [victim("V9", shared)],
    many(3, (place) => leave(place + 1)),
  ]);
});

test("a chain of names over too many cases groups nobody, wherever its end is touched", async () => {
  const link = (place: number) => [
    victim(`a${place}`, { accident: `N${place}`, worker: { ref: `qg1:k:${place}` } }),
    victim(`b${place}`, { accident: `N${place + 1}`, worker: { ref: `qg1:k:${place}` } }),
  ];
  const cut = withdraw({ subject: "b5", revision: 2 });
  const links = (count: number, from = 0) => many(count, (place) => place).flatMap((place) => link(from + place));
  await inSteps([links(12), [victim("x", { accident: "N0" })], [cut]]);
  await emptyTables(opened.store);
  await inSteps([links(3), links(1, 3), links(1, 4), [withdraw({ subject: "b2", revision: 2 })]]);
});

test("sameAs of too many records of one source has no effect, that of another source has; the named record goes and comes back", async () => {
  const naming = (subject: string, source = "urn:f") => reportCase({ source, subject }, { sameAs: { source: "urn:e", subject: "hub" } });
  await inSteps([
    [victim("hub"), naming("other", "urn:g")],
    many(3, (place) => naming(`n${place}`)),
    [naming("n3")],
    [withdraw({ subject: "hub", revision: 2 })],
    [reportCase({ subject: "hub", revision: 3 })],
    [withdraw({ source: "urn:f", subject: "n0", revision: 2 })],
  ]);
});

test("a worker's day that too many records tell of is the case of each of them", async () => {
  const worker = { ref: "qg1:k:ivanov" };
  await inSteps([
    many(4, (place) => victim(`w${place}`, { worker })),
    [victim("w4", { worker })],
    [withdraw({ subject: "w1", revision: 2 })],
  ]);
});

test("of a record that was revised often one statement is read", async () => {
  const log = await emptyLog();
  await appendStatements(
    log,
    many(300, (place) => reportCase({ subject: "often", revision: place + 1 }, { daysLost: place })),
  );
  await appendStatements(
    log,
    many(8, (place) => victim(`v${place}`, { accident: `A${place}` })),
  );
  await aggregate(log);
  const read = effectiveJournal(opened.store, watermarkOf((await readPublishedCut(opened.store))!.cut));
  const [published, ...controlRecords] = await read.statements([recordKey({ source: "urn:e", entity: "case", subject: "often" })]);
  expect(published?.statement).toMatchObject({ revision: 300, data: { daysLost: 299 } });
  expect([controlRecords.length, published?.superseded?.conflict]).toEqual([0, false]);
  await log.close();
});

test("a block that would be too large is parted into cuts that follow one another", async () => {
  const log = await emptyLog();
  await appendStatements(log, shuffled(seededStatements(testSeed, 120), testSeed));
  const sizes: number[] = [];
  const store: Store = {
    ...opened.store,
    insertIf: async (condition, table, rows) => {
      if (table === "published") sizes.push(rows.length);
      await opened.store.insertIf(condition, table, rows);
    },
  };
  await aggregate(log, { store, flushLimits: { statementsMax: 1_000, blockRowsMax: 60, blockBytesMax: 1e9 } });
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log, bounds));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(60);
  expect(sizes.length).toBeGreaterThan(4);
  await log.close();
});

test("a batch that the store cannot do in its time is tried again shorter, and the line in the log names the statement", async () => {
  const log = await emptyLog();
  await appendStatements(log, seededStatements(testSeed, 100));
  const tried: number[] = [];
  const store: Store = {
    ...opened.store,
    insert: async (table, rows) => {
      if (table === "journal") tried.push(rows.length);
      if (table === "journal" && rows.length > 30) throw new StoreError("store_timeout", "planted", { statement: "INSERT INTO journal" });
      await opened.store.insert(table, rows);
    },
  };
  const lines: { readonly statement?: string }[] = [];
  const reported = { ...logger, warn: (line: object) => void lines.push(line) } as unknown as typeof logger;
  await aggregate(log, { store, logger: reported });
  expect(await publishedRows(opened.store)).toEqual(await expectedRows(log, bounds));
  expect(tried[0]).toBeGreaterThan(30);
  expect(tried.at(-1)).toBeLessThanOrEqual(30);
  expect(lines.map(({ statement }) => statement)).toContain("INSERT INTO journal");
  await log.close();
});
