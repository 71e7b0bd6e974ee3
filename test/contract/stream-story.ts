/**
 * A story told to the real pipeline in one process: statements go to a log, an aggregator folds them into a store, life by life, with
 * batches, redelivery, crashes and restarts as drawn, and a reader answers from the store.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startAggregator } from "@qorgau/aggregator/aggregator";
import type { AfterStep } from "@qorgau/aggregator/flush/flush";
import { watermarkRow } from "@qorgau/aggregator/tables/published";
import { nothingPublished } from "@qorgau/aggregator/lease/claim-lease";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import type { Store } from "@qorgau/infra/store/store";
import { tickType } from "@qorgau/schemas/codes/enumerations";
import type { LoggedStatement, Statement } from "@qorgau/schemas/events/statement";
import { recordName } from "@qorgau/schemas/events/statement";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import * as fc from "fast-check";
import { seededRandom, shuffled } from "../generators/random.ts";
import { statementSets } from "../generators/statements.ts";

/** Told at once. */
const worldsMax = 6;

/** One life of the aggregator: what is new in the log when it starts, how it reads, and where it dies. */
interface Life {
  readonly batchRecordsMax: number;
  /** So many records of each partition come a second time. */
  readonly redelivered: number;
  readonly crash: { readonly flush: number; readonly step: number } | null;
}

export interface Story {
  /** Sets of statements that have nothing to do with each other, told at once: an engine costs the same for one as for some. */
  readonly worlds: readonly (readonly LoggedStatement[])[];
  /** The last one always reaches the end of the log. */
  readonly lives: readonly Life[];
  /** As if so many records had come since a cut was last kept, so that one is kept on the way: past answers start from it. */
  readonly recordsSinceCut: number;
  /** Decides the order, what is sent twice, and how the log's clock goes. */
  readonly seed: number;
}

/** So few that they collide in every way, but not all of them at once. */
const pools = { subjects: 4, workers: 4, days: [0, 0, 1, 1, 2, 5], accidents: 3 };

const lives = fc.array(
  fc.record({
    batchRecordsMax: fc.integer({ min: 1, max: 60 }),
    redelivered: fc.integer({ min: 0, max: 3 }),
    crash: fc.option(fc.record({ flush: fc.integer({ min: 1, max: 3 }), step: fc.integer({ min: 1, max: 7 }) })),
  }),
  { minLength: 2, maxLength: 4 },
);

export const stories: fc.Arbitrary<Story> = fc.record({
  worlds: fc.array(statementSets(24, pools), { minLength: 4, maxLength: worldsMax, size: "max" }),
  lives,
  recordsSinceCut: fc.integer({ min: 900, max: 999 }),
  seed: fc.nat(),
});

/** In any order; every third is sent twice, somewhere. */
function sentIn({ worlds, seed }: Story): Statement[] {
  const statements = worlds.flatMap((log, world) => log.map(({ statement }) => inWorld(statement, world)));
  return shuffled([...statements, ...statements.filter((_, place) => place % 3 === 0)], seededRandom(seed));
}

/** The same statement of reporters and workers of another world. */
function inWorld(statement: Statement, world: number): Statement {
  const moved = { ...statement, source: `${statement.source}/${world}` };
  if (statement.withdrawn || statement.entity === "exposure") return moved;
  const { worker, sameAs } = statement.data;
  return {
    ...moved,
    data: {
      ...statement.data,
      ...(sameAs === undefined ? {} : { sameAs: { ...sameAs, source: `${sameAs.source}/${world}` } }),
      ...(worker === undefined ? {} : { worker: { ...worker, ref: worker.ref.replace(/[0-9a-f]{2}$/, `0${world}`) } }),
    },
  } as Statement;
}

/** What a story told, world by world. */
export function byWorld(log: readonly LoggedStatement[]): LoggedStatement[][] {
  return Array.from({ length: worldsMax }, (_, world) => log.filter(({ statement }) => statement.source.endsWith(`/${world}`)));
}

/** Where the way from the log to the answers is changed on purpose, to see that it would be noticed. */
export interface Sabotage {
  readonly store?: (store: Store) => Store;
  readonly log?: (log: EventLog) => EventLog;
}

/** What stands in the log, read apart from all that folds it; ticks are no statements. */
export async function loggedStatements(log: EventLog): Promise<LoggedStatement[]> {
  const latest = new Map<number, number>();
  return (await readToEnd(log)).flatMap(({ partition, offset, timestampMs, value }) => {
    const effectiveMs = Math.max(timestampMs, latest.get(partition) ?? 0);
    latest.set(partition, effectiveMs);
    const stamps = { recordedAt: new Date(timestampMs).toISOString(), effectiveAt: new Date(effectiveMs).toISOString() };
    const statement = JSON.parse(value) as Statement;
    return "entity" in statement ? [{ statement, partition, offset, ...stamps }] : [];
  });
}

export interface StoryLog {
  readonly log: EventLog;
  /** Lets time pass in every partition, so that all instants before are settled. */
  settle(): Promise<void>;
}

/** A log of its own for one story; its clock is set back now and then. */
export async function withLog<Result>(directory: string, seed: number, use: (log: StoryLog) => Promise<Result>): Promise<Result> {
  const random = seededRandom(seed);
  let nowMs = Date.UTC(2026, 1, 3);
  const clock = () => (nowMs += Math.floor(random() * 4 * 3_600_000) - 3_600_000);
  const log = await openEmbeddedEventLog({ directory: join(directory, "log"), partitions: 3, clock });
  const settle = async () => {
    nowMs += 3_600_000;
    await log.append([0, 1, 2].map((partition) => ({ key: "", partition, value: JSON.stringify({ type: tickType }) })));
  };
  try {
    return await use({ log, settle });
  } finally {
    await log.close();
    await rm(join(directory, "log"), { recursive: true });
  }
}

/** Tells the story to an empty store; `afterLife` is called between the lives of the aggregator, and after the last. */
export async function report(story: Story, { log, settle, store }: StoryLog & { readonly store: Store }, afterLife: () => Promise<void>) {
  const { lives, recordsSinceCut } = story;
  await store.insert("published", [watermarkRow({ ...nothingPublished(log.partitions), recordsSinceCut }, 1n)]);
  const statements = sentIn(story);
  const share = Math.ceil(statements.length / lives.length);
  for (const [place, life] of lives.entries()) {
    const isLast = place === lives.length - 1;
    await append(log, statements.slice(place * share, (place + 1) * share));
    if (isLast) await settle();
    await fold(log, store, isLast ? { ...life, crash: null } : life);
    await afterLife();
  }
}

/** A few at a time, so that the stamps differ. */
async function append(log: EventLog, statements: readonly Statement[]): Promise<void> {
  for (let sent = 0; sent < statements.length; sent += 3) {
    const some = statements.slice(sent, sent + 3);
    await log.append(some.map((statement) => ({ key: recordName(statement), value: JSON.stringify(statement) })));
  }
}

class Crash extends Error {}

function crashing(crash: Life["crash"]): AfterStep {
  let flushes = 0;
  return (step) => {
    if (step === 1) flushes += 1;
    if (crash !== null && step === crash.step && flushes >= crash.flush) throw new Crash("planted");
  };
}

/** From the start of an aggregator to its crash, or to the end of the log. */
async function fold(log: EventLog, store: Store, { batchRecordsMax, redelivered, crash }: Life): Promise<void> {
  const end = await log.end();
  const reached = Promise.withResolvers<void>();
  const aggregator = await startAggregator({
    log: redelivering(log, redelivered),
    store,
    logger: createLogger({ level: "silent" }),
    metrics: createMetrics(),
    batchRecordsMax,
    flushIntervalMs: 0,
    afterStep: crashing(crash),
    onPublished: (cut) => includes(parseWatermark(cut.watermark) ?? new Map(), end) && reached.resolve(),
  });
  try {
    await Promise.race([reached.promise, aggregator.done]);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    await aggregator.stop().catch(() => {});
  }
}

/** A log whose readers are given the last records before their place once more. */
function redelivering(log: EventLog, count: number): EventLog {
  const earlier = (after: ReadonlyMap<number, number>) =>
    new Map([...after].map(([partition, offset]): [number, number] => [partition, Math.max(-1, offset - count)]));
  return changed(log, { read: (after, options) => log.read(earlier(after), options) });
}

/** The same object but for some of its methods. */
export function changed<Port extends object>(port: Port, methods: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const own = methods[name as keyof Port];
      if (own !== undefined) return own;
      const value = target[name as keyof Port];
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
