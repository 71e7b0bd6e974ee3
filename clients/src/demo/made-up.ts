/** A folder that the demo has filled says so for as long as it is there: what is made up is never taken for what is real. */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const markOf = (dataDirectory: string) => join(dataDirectory, "made-up");

/** Writes the mark, and makes the folder where there is none. The mark is never taken back. Rejects with the error of the file system. */
export async function markMadeUp(dataDirectory: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await writeFile(markOf(dataDirectory), "npm run demo has filled this folder with made-up statements: every answer says so.\n");
}

/** Whether the folder holds the mark; false too where there is no folder. */
export function isMadeUp(dataDirectory: string): boolean {
  return existsSync(markOf(dataDirectory));
}

/** Of `--speed=N`, 1 to 100,000; 1 where it is absent, null where it is no such number. */
export function speedOf(words: readonly string[]): number | null {
  const text = words.find((word) => word.startsWith("--speed="))?.slice("--speed=".length);
  if (text === undefined) return 1;
  const speed = /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  return speed >= 1 && speed <= 100_000 ? speed : null;
}
