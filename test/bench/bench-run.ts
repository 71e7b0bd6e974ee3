/** What the sections of the bench are given: how much to measure, where to put data, and where to say what was found. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { startBroker } from "../broker/start-broker.ts";
import type { Broker } from "../broker/start-broker.ts";
import type { BenchRow } from "./bench-result.ts";
import type { BenchScale } from "./bench-scale.ts";

export interface BenchRun {
  readonly scale: BenchScale;
  /** Kept until the run is complete where it can be gone on with. */
  readonly directory: string;
  /** Runs the work on a broker of its own, which ends with it; not at all where none can run. */
  onBroker(work: (broker: Broker) => Promise<void>): Promise<void>;
  readonly rows: readonly BenchRow[];
  readonly missing: readonly string[];
  /** Says what was found; it is in the result and on the screen. */
  record(row: BenchRow): void;
  leaveOut(sentence: string): void;
  /** Runs the work unless an earlier part of this run has done it: what it recorded is there then. */
  once(step: string, work: () => Promise<void>): Promise<void>;
}

export interface RunFiles {
  readonly directory: string;
  /** What was found so far; gone with the directory. */
  readonly progress: string;
}

const progressSchema = z.object({
  done: z.array(z.string()),
  rows: z.array(z.custom<BenchRow>((row) => typeof row === "object")),
  missing: z.array(z.string()),
});

/** A folder of its own for a run; with `resumed` the one that this checkout has for a run that goes on after a break. */
export async function runFiles(resumed: boolean): Promise<RunFiles> {
  const directory = resumed ? join(".qorgau", "bench-full") : await mkdtemp(join(tmpdir(), "qorgau-bench-"));
  await mkdir(directory, { recursive: true });
  return { directory, progress: join(directory, "progress.json") };
}

export async function openRun(files: RunFiles, scale: BenchScale, hasBroker: boolean): Promise<BenchRun> {
  const known = await readFile(files.progress, "utf8").then(
    (text) => progressSchema.parse(JSON.parse(text)),
    () => ({ done: [], rows: [], missing: [] }),
  );
  const done = new Set(known.done);
  const rows: BenchRow[] = [...known.rows];
  const missing = new Set(known.missing);
  return {
    scale,
    directory: files.directory,
    async onBroker(work) {
      if (!hasBroker) return;
      await using broker = await startBroker();
      await work(broker);
    },
    rows,
    get missing() {
      return [...missing];
    },
    record({ goal, ...row }) {
      rows.push(goal === undefined || !scale.hasGoals ? row : { ...row, goal });
      const samples = row.samples.map((sample) => sample.toPrecision(4)).join(", ");
      process.stderr.write(`${row.section}: ${row.name}: ${samples} ${row.unit}\n`);
    },
    leaveOut: (sentence) => void missing.add(sentence),
    async once(step, work) {
      if (done.has(step)) return;
      const before = rows.length;
      try {
        await work();
      } catch (error) {
        rows.length = before;
        throw error;
      }
      done.add(step);
      await writeFile(files.progress, JSON.stringify({ done: [...done], rows, missing: [...missing] }));
    },
  };
}

/** A folder below that of the run, for one measurement. */
export async function withDirectory<Result>(run: BenchRun, work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(run.directory, "one-"));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
