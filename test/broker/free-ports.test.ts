import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { freePorts } from "./free-ports.ts";

const places = { first: 25_800, count: 40 };
const program = `
import { freePorts } from ${JSON.stringify(new URL("./free-ports.ts", import.meta.url).href)};
console.log(JSON.stringify(await freePorts(10, ${JSON.stringify(places)})));`;

async function byAnotherProcess(): Promise<number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  return JSON.parse(stdout) as number[];
}

test("no port is given twice while the process lives that asked for it", async () => {
  const mine = (await Promise.all(Array.from({ length: 4 }, () => freePorts(5, places)))).flat();
  expect(new Set(mine).size).toBe(20);
  const others = await byAnotherProcess();
  expect(others).toHaveLength(10);
  expect(mine.filter((port) => others.includes(port))).toEqual([]);
  // Free again since that one is gone.
  expect(await byAnotherProcess()).toHaveLength(10);
});

test("no free port among those asked for is an error", async () => {
  await expect(freePorts(41, places)).rejects.toThrow(RangeError);
});
