/** Folding, embedded and from Kafka, beside what the engine takes for the same rows and the same topic without merging or correcting anything. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { eventsTopic } from "@qorgau/infra/kafka/topics";
import { z } from "zod";
import type { Broker } from "../../broker/start-broker.ts";
import type { BenchRun } from "../bench-run.ts";
import { withDirectory } from "../bench-run.ts";
import { openCases } from "../reads/open-cases.ts";
import { directoryBytes } from "./directory-bytes.ts";
import { fold } from "./fold.ts";
import type { Folded } from "./fold.ts";
import { fillLog, recordsIn } from "./statement-mix.ts";

const section = "Folding";

/** Folders of the log and the store of the largest size, which reads are measured on. */
const largestLog = (run: BenchRun) => join(run.directory, "log");
export const largestStore = (run: BenchRun) => join(run.directory, "store");

interface Copied {
  readonly perSecond: number;
  readonly cases: number;
  readonly bytesPerCase: number;
}

/** The engine's own `INSERT … SELECT` of all rows that the fold wrote, journal and published, by the statements that they are of. */
async function copyRows(storeDirectory: string, statements: number): Promise<Copied> {
  await using opened = await openCases(storeDirectory);
  const { store } = opened;
  const startedMs = performance.now();
  for (const table of ["journal", "published"]) {
    await store.command(`CREATE TABLE copy_of_${table} AS ${table}`);
    await store.command(`INSERT INTO copy_of_${table} SELECT * FROM ${table}`);
  }
  const perSecond = (statements / (performance.now() - startedMs)) * 1000;
  for (const table of ["journal", "published"]) await store.command(`DROP TABLE copy_of_${table} SYNC`);
  const cases = await opened.count("SELECT toUInt32(count()) AS counted FROM published FINAL WHERE grain = 'case' AND cases > 0");
  return { perSecond, cases, bytesPerCase: (await directoryBytes(storeDirectory)) / cases };
}

interface Round {
  readonly folded: Folded;
  readonly copied: Copied;
  readonly logBytes: number;
}

async function foldOnce(run: BenchRun, statements: number, logDirectory: string, storeDirectory: string): Promise<Round> {
  const isLargest = storeDirectory === largestStore(run);
  const log = await openEmbeddedEventLog({ directory: logDirectory });
  await fillLog(log, join(run.directory, "key"), statements);
  const count = await recordsIn(log);
  await log.close();
  const urls = { logUrl: `file:${logDirectory}`, storeUrl: `chdb:${storeDirectory}`, rebuild: statements <= run.scale.rebuildMax };
  const folded = isLargest ? await goOnFolding(run, urls) : await fold(urls);
  return { folded, copied: await copyRows(storeDirectory, count), logBytes: (await directoryBytes(logDirectory)) / count };
}

const foldedSchema = z.array(z.tuple([z.number(), z.number()]));

/** A fold that is broken off goes on from its published cut, and its clock from where that was noted. */
async function goOnFolding(run: BenchRun, urls: Parameters<typeof fold>[0]): Promise<Folded> {
  const file = join(run.directory, "folded.json");
  const before = await readFile(file, "utf8").then(
    (text) => foldedSchema.parse(JSON.parse(text)),
    () => [],
  );
  let writing = Promise.resolve();
  const folded = await fold({ ...urls, before }, (known) => {
    const text = JSON.stringify(known);
    writing = writing.then(() => writeFile(file, text));
  });
  await writing;
  return folded;
}

async function measureSize(run: BenchRun, statements: number, isLargest: boolean): Promise<void> {
  const rounds: Round[] = [];
  for (let round = 0; round < (isLargest ? 1 : run.scale.rounds); round += 1) {
    if (isLargest) rounds.push(await foldOnce(run, statements, largestLog(run), largestStore(run)));
    else rounds.push(await withDirectory(run, (directory) => foldOnce(run, statements, join(directory, "log"), join(directory, "store"))));
  }
  const all = (value: (round: Round) => number) => rounds.map(value);
  const named = (what: string) => `${statements.toLocaleString("en")} statements, ${what}`;
  const pace = all(({ folded }) => folded.perSecond);
  const copying = { name: "INSERT … SELECT of the same rows", samples: all(({ copied }) => copied.perSecond) };
  run.record({ section, name: named("embedded"), unit: "statements/s", samples: pace, beside: copying });
  const firstFifth = { name: "the first fifth", samples: all(({ folded }) => folded.firstFifth) };
  const lastFifth = all(({ folded }) => folded.lastFifth);
  // A fold of a few publications has no publication within its last fifth.
  if (lastFifth.every(Number.isFinite)) {
    const goal = isLargest ? { goal: { ratioMin: 0.9 } } : {};
    run.record({ section, name: named("the last fifth"), unit: "statements/s", samples: lastFifth, beside: firstFifth, ...goal });
  }
  const rebuilds = rounds.flatMap(({ folded }) =>
    folded.rebuildMs === null ? [] : [(folded.folded.at(-1)![0] / folded.rebuildMs) * 1000],
  );
  if (rebuilds.length > 0) {
    const beside = { name: "the first fold", samples: pace };
    run.record({ section, name: named("rebuilt"), unit: "statements/s", samples: rebuilds, beside, goal: { ratioMin: 1 } });
  }
  const perStatement = (ms: (folded: Folded) => number) => all(({ folded }) => (ms(folded) * 1000) / folded.folded.at(-1)![0]);
  for (const [step, what] of stepNames) {
    run.record({ section, name: named(what), unit: "µs", samples: perStatement(({ steps }) => steps[step] ?? 0) });
  }
  run.record({ section, name: named("processor time of the process"), unit: "µs", samples: perStatement((it) => it.processorMs) });
  const memory = all(({ folded }) => folded.memoryMiB);
  run.record({ section, name: named("most memory of the process"), unit: "MiB", samples: memory, goal: { valueMax: 700 } });
  run.record({ section, name: named("store on the disk"), unit: "bytes a case", samples: all(({ copied }) => copied.bytesPerCase) });
  run.record({ section, name: named("log on the disk"), unit: "bytes a record", samples: all(({ logBytes }) => logBytes) });
}

/** The numbered steps of a flush (`services/aggregator/src/flush/flush.ts`); journalling runs beside the others of the batch before. */
const stepNames = [
  ["2", "journal, a statement"],
  ["3", "linked statements, a statement"],
  ["4", "fold, a statement"],
  ["5", "month cells, a statement"],
  ["6", "publish, a statement"],
] as const;

async function measureKafka(run: BenchRun, broker: Broker): Promise<void> {
  const { scale } = run;
  const log = await openEventLog(broker.url);
  await fillLog(log, join(run.directory, "key"), scale.kafkaStatements);
  const count = await recordsIn(log);
  await log.close();
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    await withDirectory(run, async (directory) => {
      ours.push((await fold({ logUrl: broker.url, storeUrl: `chdb:${join(directory, "store")}` })).perSecond);
      theirs.push((count / (await engineMs(broker.bootstrap, count, join(directory, "peer")))) * 1000);
    });
  }
  const name = `${scale.kafkaStatements.toLocaleString("en")} statements, from Kafka`;
  const beside = { name: "the engine's Kafka engine with a view, which merges nothing", samples: theirs };
  run.record({ section, name, unit: "statements/s", samples: ours, beside, goal: { ratioMin: 1 } });
}

async function engineMs(bootstrap: string, count: number, directory: string): Promise<number> {
  const words = [bootstrap, eventsTopic, String(count), directory];
  const child = fork(join(import.meta.dirname, "kafka-engine-process.ts"), words, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(child, "exit");
  const [message] = (await Promise.race([
    once(child, "message"),
    exited.then(([code]) => Promise.reject(new Error(`the engine with the Kafka engine ended (${code})`))),
  ])) as [{ readonly ms: number }];
  await exited;
  return message.ms;
}

/** The last of the sizes is folded into the folder of the run, and is there for reads. */
export async function measureFolding(run: BenchRun): Promise<void> {
  for (const statements of run.scale.foldSizes) {
    await run.once(`folding ${statements}`, () => measureSize(run, statements, statements === run.scale.foldSizes.at(-1)));
  }
  await run.once("folding from Kafka", () => run.onBroker((broker) => measureKafka(run, broker)));
}
