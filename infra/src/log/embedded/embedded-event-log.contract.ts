/** The embedded engine against the contract, and what only it promises. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eventLogContract } from "../testing/event-log-contract.ts";
import type { EventLog } from "../event-log.ts";
import { readToEnd } from "../read-to-end.ts";
import { openEmbeddedEventLog } from "./embedded-event-log.ts";

eventLogContract("embedded", async () => {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-log-"));
  return {
    open: (options) => openEmbeddedEventLog({ directory, ...options }),
    remove: () => rm(directory, { recursive: true }),
  };
});

describe("embedded event log", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "qorgau-log-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("lets one opener in, and the next one after it", async () => {
    const log = await openEmbeddedEventLog({ directory });
    await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({
      code: "log_locked",
      retryable: false,
      message: expect.stringContaining(directory),
    });
    await log.append([{ key: "a", value: "1" }]);
    await log.close();
    const next = await openEmbeddedEventLog({ directory });
    expect((await readToEnd(next)).length).toBe(1);
    await next.close();
  });

  it("keeps the number of partitions it was made with", async () => {
    await (await openEmbeddedEventLog({ directory, partitions: 7 })).close();
    await expect(openEmbeddedEventLog({ directory, partitions: 4 })).rejects.toMatchObject({ code: "log_corrupt" });
    const log = await openEmbeddedEventLog({ directory });
    expect(log.partitions).toBe(7);
    await log.close();
    for (const partitions of [0, 257, 1.5]) await expect(openEmbeddedEventLog({ directory, partitions })).rejects.toThrow(RangeError);
  });

  it("stamps with the clock it is given, even where that steps back", async () => {
    let nowMs = 5000.7;
    const log = await openEmbeddedEventLog({ directory, clock: () => nowMs });
    const [first] = await log.append([{ key: "a", value: "1" }]);
    nowMs = 4000;
    const [second] = await log.append([{ key: "a", value: "2" }]);
    expect([first!.timestampMs, second!.timestampMs]).toEqual([5000, 4000]);
    expect((await readToEnd(log)).map(({ timestampMs }) => timestampMs)).toEqual([5000, 4000]);
    await log.close();
  });

  it("leaves foreign files in the directory alone", async () => {
    await writeFile(join(directory, "log.sqlite.bak"), "old");
    await writeFile(join(directory, "notes.txt"), "mine");
    await mkdir(join(directory, "lost+found"));
    const log = await openEmbeddedEventLog({ directory });
    await log.append([{ key: "a", value: "1" }]);
    await log.close();
    expect((await readdir(directory)).toSorted()).toEqual(["log.sqlite", "log.sqlite.bak", "lost+found", "notes.txt", "writer.lock"]);
    expect(await readFile(join(directory, "notes.txt"), "utf8")).toBe("mine");
  });

  it.each([
    ["something else", "not a database, but long enough to look like one".repeat(50)],
    ["a torn header", "SQLite format 3\0"],
  ])("refuses a log file that holds %s, and does not touch it", async (_, content) => {
    await writeFile(join(directory, "log.sqlite"), content);
    await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({ code: "log_corrupt" });
    expect(await readFile(join(directory, "log.sqlite"), "utf8")).toBe(content);
  });

  it("cuts a torn tail wherever it is torn, and goes on from there", async () => {
    const { tailBytes, acknowledged } = await logWithTail(directory);
    let lastStored = acknowledged.length;
    for (let cutBytes = 0; cutBytes < tailBytes; cutBytes += 10_007) {
      const log = await openTorn(directory, cutBytes, tailBytes);
      const stored = await readToEnd(log);
      expect(stored.map(({ value }) => value)).toEqual(acknowledged.slice(0, stored.length));
      expect(stored.length).toSatisfy((records: number) =>
        cutBytes === 0 ? records === lastStored : records < 20 && records <= lastStored,
      );
      lastStored = stored.length;
      const [next] = await log.append([{ key: "a", value: "next" }]);
      expect(next!.offset).toBe(stored.length);
      await log.close();
    }
    expect(lastStored).toBe(0);
  });

  it("notices when the log file is removed under it, rather than begin again at 0", async () => {
    const log = await openEmbeddedEventLog({ directory, partitions: 1 });
    await rm(join(directory, "log.sqlite"));
    await expect(log.append([{ key: "a", value: "1" }])).rejects.toMatchObject({ code: "log_corrupt" });
    await log.close();
  });
});

/** A log of twenty appends as a power failure would leave it: copies of its file and of the write-ahead log, which is its tail. */
async function logWithTail(directory: string): Promise<{ tailBytes: number; acknowledged: string[] }> {
  const log = await openEmbeddedEventLog({ directory, partitions: 1 });
  const acknowledged = Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(3000));
  for (const value of acknowledged) await log.append([{ key: "a", value }]);
  await copyFile(join(directory, "log.sqlite"), join(directory, "copy.sqlite"));
  await copyFile(join(directory, "log.sqlite-wal"), join(directory, "copy.sqlite-wal"));
  expect(formatWatermark(await log.end())).toBe("0:19");
  await log.close();
  return { tailBytes: (await stat(join(directory, "copy.sqlite-wal"))).size, acknowledged };
}

async function openTorn(directory: string, cutBytes: number, tailBytes: number): Promise<EventLog> {
  const torn = join(directory, `torn-${cutBytes}`);
  await mkdir(torn);
  await copyFile(join(directory, "copy.sqlite"), join(torn, "log.sqlite"));
  await copyFile(join(directory, "copy.sqlite-wal"), join(torn, "log.sqlite-wal"));
  await truncate(join(torn, "log.sqlite-wal"), tailBytes - cutBytes);
  return openEmbeddedEventLog({ directory: torn, partitions: 1 });
}
