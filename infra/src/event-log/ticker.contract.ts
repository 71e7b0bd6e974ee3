/** Ticks on the real embedded log. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
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

test("callers at once share a tick of their partition; a tenth of a second later there is another", async () => {
  const tick = createTicker(log);
  const together = await Promise.all(Array.from({ length: 50 }, (_, index) => tick(index % 2)));
  expect(new Set(together.map(({ partition, offset }) => `${partition}:${offset}`))).toEqual(new Set(["0:0", "1:0"]));
  await delay(150);
  expect(await tick(1)).toMatchObject({ partition: 1, offset: 1 });
  expect([...(await log.end())]).toEqual([
    [0, 0],
    [1, 1],
  ]);
});
