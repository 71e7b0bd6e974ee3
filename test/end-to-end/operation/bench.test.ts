/** That the bench runs: its folding is measured, printed and written. What its figures are means nothing at this size. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { BenchResult } from "../../bench/bench-result.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";

const run = promisify(execFile);
const program = join(import.meta.dirname, "..", "..", "bench", "bench.ts");

test("the quick bench prints a table of what it measured, without goals, and writes its samples", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory, "bench.json");
  const { stdout } = await run(process.execPath, [program, "--quick", "--without-kafka", "--only", "folding", "--json", file]);
  const { machine, rows, missing } = JSON.parse(await readFile(file, "utf8")) as BenchResult;
  await removeDirectory(directory);
  expect(machine["Node"]).toBe(process.version);
  expect(rows.map(({ name }) => name)).toContain("600 statements, rebuilt");
  expect(rows.filter(({ samples, goal }) => samples.length === 0 || !samples.every((sample) => sample >= 0) || goal)).toEqual([]);
  for (const { name } of rows) expect(stdout).toContain(`| ${name} | `);
  expect(missing).toEqual(["Kafka; it was not wanted."]);
});
