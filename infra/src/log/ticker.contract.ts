/** Ticks on the real embedded log. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forCaller } from "../process/caller-signal.ts";
import { openEmbeddedEventLog } from "./embedded/embedded-event-log.ts";
import type { EventLog } from "./event-log.ts";
import { createTicker } from "./ticker.ts";

let directory: string;
let log: EventLog;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-ticker-"));
  log = await openEmbeddedEventLog({ directory, partitions: 2 });
});
afterAll(async () => {
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

test("callers at once share a tick of their partition; within a second there is no other, and then there is", async () => {
  const tick = createTicker(log);
  const together = await Promise.all(Array.from({ length: 50 }, (_, index) => tick(index % 2)));
  expect(new Set(together.map(({ partition, offset }) => `${partition}:${offset}`))).toEqual(new Set(["0:0", "1:0"]));
  const soon = tick(1);
  await delay(150);
  expect((await log.end()).get(1)).toBe(0);
  expect(await soon).toMatchObject({ partition: 1, offset: 1 });
  expect([...(await log.end())]).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("there is none where somebody else's record came meanwhile, and none once whoever asked has left", async () => {
  const tick = createTicker(log);
  const endOf = async (partition: number) => (await log.end()).get(partition)!;
  const known = await endOf(0);
  const [theirs] = await log.append([{ key: "", partition: 0, value: "{}" }]);
  expect(await tick(0, known)).toMatchObject({ offset: theirs!.offset });
  expect(await endOf(0)).toBe(theirs!.offset);

  const leaving = new AbortController();
  const requested = forCaller(leaving.signal, () => tick(0, theirs!.offset));
  leaving.abort(new Error("left"));
  await expect(requested).rejects.toThrow("left");
  // The next one is a tick of its own, and the only record.
  expect(await tick(0, theirs!.offset)).toMatchObject({ offset: theirs!.offset + 1 });
});
