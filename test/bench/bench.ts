/**
 * `npm run bench`: what Qorgau does in a second and how long it takes, beside what other engines do with the same rows, all in one run. Prints a table
 * in Markdown, to be pasted into `docs/performance.md`, and writes the same with every sample as JSON.
 */
import { createRequire } from "node:module";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "@qorgau/infra/cli/run-command";
import { isBrokerWanted } from "../broker/broker-at-hand.ts";
import { machineNow, resultText } from "./bench-result.ts";
import { openRun, runFiles } from "./bench-run.ts";
import type { BenchRun } from "./bench-run.ts";
import { scales } from "./bench-scale.ts";
import { measureFolding } from "./folding/measure-folding.ts";
import { measureIngest } from "./ingest/measure-ingest.ts";
import { measureProgram } from "./program/measure-program.ts";
import { measureReads } from "./reads/measure-reads.ts";

const help = `Measures ingest, folding, reads and freshness beside other engines, in one run, up to a million statements. What is not on this machine
is left out and said: Kafka (Java and Maven), DuckDB (npm ci --ignore-scripts --prefix test/bench/peers), PostgreSQL (Debian's package).

  npm run bench [-- options]

  --quick         that it runs: a thousand statements, no figure means anything
  --full          ten million statements, one round; goes on where it was broken off
  --only NAMES    of ingest, folding, reads, program; reads are of what folding leaves
  --without-kafka leave the broker out
  --json FILE     where the samples go (.qorgau/bench.json)
  --help          this text
`;

const sections: Readonly<Record<string, (run: BenchRun) => Promise<void>>> = {
  ingest: measureIngest,
  folding: measureFolding,
  reads: measureReads,
  program: measureProgram,
};

const commandLine = {
  quick: { type: "boolean", default: false },
  full: { type: "boolean", default: false },
  only: { type: "string" },
  "without-kafka": { type: "boolean", default: false },
  json: { type: "string", default: ".qorgau/bench.json" },
} as const;

function readOptions(words: readonly string[]) {
  const { values } = parseArgs({ args: [...words], options: commandLine });
  const { quick, full, only, json } = values;
  if (quick && full) throw new UsageError("--quick or --full, not both.");
  const chosen = only?.split(",") ?? Object.keys(sections);
  const unknown = chosen.find((name) => !(name in sections));
  if (unknown !== undefined) throw new UsageError(`--only names ${Object.keys(sections).join(", ")}.`);
  // Reads are of the cases that folding has folded.
  const wanted = chosen.includes("reads") && !chosen.includes("folding") ? ["folding", ...chosen] : chosen;
  return { scale: quick ? scales.quick : full ? scales.full : scales.standard, full, json, wanted, withoutKafka: values["without-kafka"] };
}

const noBroker = "Kafka; Java and Maven bring a broker.";
const unwantedBroker = "Kafka; it was not wanted.";

function engineVersion(): string {
  return (createRequire(import.meta.url)("chdb/package.json") as { readonly version: string }).version;
}

async function bench(words: readonly string[]): Promise<number> {
  const { scale, full, json, wanted, withoutKafka } = readOptions(words);
  const machine = machineNow({ chdb: engineVersion() });
  const files = await runFiles(full);
  const hasBroker = !withoutKafka && isBrokerWanted();
  try {
    const run = await openRun(files, scale, hasBroker);
    if (!hasBroker) run.leaveOut(withoutKafka ? unwantedBroker : noBroker);
    for (const [name, measure] of Object.entries(sections)) if (wanted.includes(name)) await measure(run);
    const { rows, missing } = run;
    await mkdir(dirname(json), { recursive: true });
    await writeFile(json, `${JSON.stringify({ machine, rows, missing }, null, 2)}\n`);
    process.stdout.write(resultText({ machine, rows, missing }));
    await rm(files.directory, { recursive: true, force: true });
    return 0;
  } finally {
    // A run that can be gone on with keeps what it has.
    if (!full) await rm(files.directory, { recursive: true, force: true });
  }
}

await runCommand({ help, run: bench });
