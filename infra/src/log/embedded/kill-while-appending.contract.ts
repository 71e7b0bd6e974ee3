/** `kill -9` at random instants, in the making of the log too: what was acknowledged is there, once, where it was said to be. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { seededRandom } from "../../../../test/generators/random.ts";
import type { LogRecord } from "../event-log.ts";
import { readToEnd } from "../read-to-end.ts";
import { openEmbeddedEventLog } from "./embedded-event-log.ts";

const script = fileURLToPath(new URL("./appending-process.ts", import.meta.url));
const rounds = 30;
const callers = 48;

it(`keeps every acknowledged record through ${rounds} kills`, async () => {
  const random = seededRandom(20_260_203);
  let directory = await mkdtemp(join(tmpdir(), "qorgau-kill-"));
  let acknowledged = new Map<string, string>();
  let killsUnderLoad = 0;
  for (let round = 0; round < rounds; round++) {
    // A new log now and then, killed while it is being made or has just been.
    const isNew = round % 6 === 5;
    if (isNew) {
      await rm(directory, { recursive: true });
      directory = await mkdtemp(join(tmpdir(), "qorgau-kill-"));
      acknowledged = new Map();
    }
    const before = acknowledged.size;
    const delayMs = isNew ? 40 + random() * 100 : random() * 400;
    for (const [position, value] of await appendUntilKilled(directory, round, isNew ? "start" : "acknowledged", delayMs)) {
      expect(acknowledged.has(position), `${position} was acknowledged twice`).toBe(false);
      acknowledged.set(position, value);
    }
    if (acknowledged.size > before) killsUnderLoad++;
    // At once: the lock must have gone with the process.
    const log = await openEmbeddedEventLog({ directory });
    checkHistory(await readToEnd(log), acknowledged);
    await log.close();
  }
  await rm(directory, { recursive: true });
  expect(killsUnderLoad).toBeGreaterThan(rounds / 2);
});

function checkHistory(records: readonly LogRecord[], acknowledged: ReadonlyMap<string, string>): void {
  const values = new Map(records.map(({ partition, offset, value }) => [`${partition}:${offset}`, value.trimEnd()]));
  const missing = [...acknowledged].filter(([position, value]) => values.get(position) !== value);
  expect(missing).toEqual([]);
  expect(new Set(values.values()).size, "a value stands twice").toBe(records.length);
  for (const ofPartition of Map.groupBy(records, ({ partition }) => partition).values()) {
    expect(
      ofPartition.every(({ offset }, index) => offset === index),
      "offsets have a gap",
    ).toBe(true);
  }
  for (const ofKey of Map.groupBy(records, ({ key }) => key).values()) checkOrder(ofKey.map(({ value }) => value.trimEnd()));
}

/** Of one caller: rounds ascend, and within a round its sequence is 0, 1, 2 and so on. */
function checkOrder(values: readonly string[]): void {
  let [lastRound, lastSequence] = [-1, -1];
  for (const value of values) {
    const [round = NaN, , sequence = NaN] = value.split("/").map(Number);
    const follows = round === lastRound ? sequence === lastSequence + 1 : round > lastRound && sequence === 0;
    expect(follows, `${value} after ${lastRound}/${lastSequence}`).toBe(true);
    [lastRound, lastSequence] = [round, sequence];
  }
}

/** What the process acknowledged before it was killed, `delayMs` after its start or after its first acknowledgement. */
async function appendUntilKilled(
  directory: string,
  round: number,
  from: "start" | "acknowledged",
  delayMs: number,
): Promise<[string, string][]> {
  const child = spawn(process.execPath, [script, directory, String(round), String(callers)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let output = "";
  let timer: NodeJS.Timeout | undefined;
  const killLater = (): void => {
    timer ??= setTimeout(() => child.kill("SIGKILL"), delayMs);
  };
  if (from === "start") killLater();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (from === "start" || output.includes(":")) killLater();
  });
  const closed = once(child.stdout, "close");
  const [, signal] = await exited;
  expect(signal).toBe("SIGKILL");
  await closed;
  // A line is written whole or, by the kill, cut: the part after the last line break was not acknowledged to anyone.
  const lines = output.slice(0, output.lastIndexOf("\n") + 1).split("\n");
  return lines.filter((line) => line.includes(":")).map((line) => line.split(" ") as [string, string]);
}
