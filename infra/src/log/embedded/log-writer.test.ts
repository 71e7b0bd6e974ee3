import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectToLogDatabase, endOf, openOrCreateLogDatabase } from "./log-database.ts";
import { LogWriter } from "./log-writer.ts";
import type { WriteGroup } from "./log-writer.ts";

const groupOf = (...partitions: number[]): WriteGroup => ({
  timestampMs: 1,
  partitions: Uint8Array.from(partitions),
  keys: partitions.map(() => "key"),
  values: partitions.map(() => "value"),
  leavesWanted: new Uint8Array(partitions.length),
  commits: [],
});

describe("LogWriter", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "qorgau-writer-"));
    file = join(directory, "log.sqlite");
    openOrCreateLogDatabase(file, 2).database.close();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("writes on a connection that flushes every commit", () => {
    const database = connectToLogDatabase(file);
    const setting = (name: string): unknown => Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0];
    expect([setting("journal_mode"), setting("synchronous"), setting("fullfsync")]).toEqual(["wal", 2, 1]);
    database.close();
  });

  it("writes nothing of a group that fails in its middle, and gives its offsets to the next one", () => {
    const writer = new LogWriter({ file, partitions: 2 });
    expect(writer.write(groupOf(0, 1, 0))).toEqual({ nextOffsets: [0, 0], leaves: "" });
    // There is no partition 7: the third record of this group cannot be written.
    expect(writer.write(groupOf(0, 1, 7))).toMatchObject({ failure: { code: "log_unavailable" } });
    expect(writer.write(groupOf(1, 0))).toEqual({ nextOffsets: [2, 1], leaves: "" });
    writer.close();
    const database = connectToLogDatabase(file);
    expect(endOf(database, 2)).toEqual(
      new Map([
        [0, 2],
        [1, 1],
      ]),
    );
    database.close();
  });

  it("says so when another hand wrote into the file, and counts on from what it holds", () => {
    const writer = new LogWriter({ file, partitions: 2 });
    writer.write(groupOf(0));
    const database = connectToLogDatabase(file);
    database.exec("insert into partition_0 values (1, 1, 'key', 'foreign')");
    database.close();
    expect(writer.write(groupOf(0))).toMatchObject({ failure: { code: "log_corrupt" } });
    expect(writer.write(groupOf(0))).toEqual({ nextOffsets: [2, 0], leaves: "" });
    writer.close();
  });

  it("never begins a new file where the log's has gone", () => {
    const writer = new LogWriter({ file, partitions: 2 });
    rmSync(file);
    expect(writer.write(groupOf(0))).toMatchObject({ failure: { code: "log_corrupt" } });
    expect(() => connectToLogDatabase(file)).toThrow("was removed");
  });
});
