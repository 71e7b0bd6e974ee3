import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ByteBudget } from "./byte-budget.ts";
import { prepareSpoolDirectory, ResultSpool, ResultSpoolFullError } from "./result-spool.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-spool-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function textOf(spool: ResultSpool): Promise<string> {
  let text = "";
  for await (const piece of spool.read()) text += piece.toString("latin1");
  return text;
}

test("what was written comes back in order, from memory and from the file", async () => {
  const spool = new ResultSpool({ directory, memoryBytesMax: 100, diskBudget: new ByteBudget(1_000_000) });
  const pieces = Array.from({ length: 5000 }, (_, index) => `<${index}>`.repeat(1 + (index % 9)));
  for (const piece of pieces) await spool.write(piece);
  expect(await textOf(spool)).toBe(pieces.join(""));
  expect(await textOf(spool)).toBe(pieces.join(""));
  expect(await readdir(directory)).toHaveLength(1);
  await spool.dispose();
  await spool.dispose();
  expect(await readdir(directory)).toEqual([]);
});

test("a little needs no file", async () => {
  const spool = new ResultSpool({ directory, memoryBytesMax: 100, diskBudget: new ByteBudget(0) });
  await spool.write("x".repeat(100));
  expect(await readdir(directory)).toEqual([]);
  expect(await textOf(spool)).toBe("x".repeat(100));
});

test("files share one limit, and give it back", async () => {
  const diskBudget = new ByteBudget(10);
  const [first, second] = [0, 1].map(() => new ResultSpool({ directory, memoryBytesMax: 0, diskBudget })) as [ResultSpool, ResultSpool];
  await first.write("1234567");
  await expect(second.write("1234")).rejects.toThrow(ResultSpoolFullError);
  expect(await textOf(second)).toBe("");
  await first.dispose();
  await second.write("1234");
  expect(await textOf(second)).toBe("1234");
  await second.dispose();
  expect(diskBudget.taken).toBe(0);
});

test("what a killed process left behind is deleted at the start, and nothing else is", async () => {
  const left = new ResultSpool({ directory, memoryBytesMax: 0, diskBudget: new ByteBudget(10) });
  await left.write("left");
  const foreign = ["qorgau-results-mine.spool", "notes.txt", `x-${(await readdir(directory))[0]}`];
  for (const name of foreign) await writeFile(join(directory, name), "kept");
  await prepareSpoolDirectory(directory);
  expect((await readdir(directory)).toSorted()).toEqual(foreign.toSorted());
  expect(await readFile(join(directory, "notes.txt"), "utf8")).toBe("kept");
  await left.dispose();
  await prepareSpoolDirectory(join(directory, "new", "one"));
  expect(await readdir(join(directory, "new", "one"))).toEqual([]);
});
