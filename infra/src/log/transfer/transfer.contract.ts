/** A log is the same after a log migration: exported, imported, read back; and what is refused. */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { contentOfRecord } from "@qorgau/schemas/log/logged-content";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEmbeddedEventLog } from "../embedded/embedded-event-log.ts";
import { restoreEmbeddedLog } from "../embedded/restore-embedded-log.ts";
import type { EventLog, LogAppend, LogRecord } from "../event-log.ts";
import { readToEnd } from "../read-to-end.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-transfer-"));
});
afterEach(() => rm(directory, { recursive: true }));

const at = (name: string) => join(directory, name);
const inOrder = (records: readonly LogRecord[]) => records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);

/** Recorded in 2026, ten at a time. */
async function makeLog(name: string, records: readonly LogAppend[], partitions = 4): Promise<readonly LogRecord[]> {
  let now = Date.UTC(2026, 0, 1);
  const log = await openEmbeddedEventLog({ directory: at(name), partitions, clock: () => (now += 1000) });
  for (let from = 0; from < records.length; from += 10) await log.append(records.slice(from, from + 10));
  const held = await readToEnd(log);
  await log.close();
  return held;
}

async function exportFrom(name: string, file: string) {
  const log = await openEmbeddedEventLog({ directory: at(name) });
  try {
    return await exportLog(log, at(file));
  } finally {
    await log.close();
  }
}

const importInto = (name: string, file: string) => importLog(at(file), (partitions) => restoreEmbeddedLog(at(name), partitions));

async function recordsOf(name: string): Promise<readonly LogRecord[]> {
  const log = await openEmbeddedEventLog({ directory: at(name) });
  const held = await readToEnd(log);
  await log.close();
  return held;
}

const trying = { isOn: 0, refused: 1, locked: 2 } as const;
/** Tries for the lock as fast as it can, on a thread of its own, since the process that it is against is busy. */
const otherProgram = `
  const { DatabaseSync } = require("node:sqlite");
  const { parentPort, workerData: { file, tries } } = require("node:worker_threads");
  const database = new DatabaseSync(file, { timeout: 0 });
  parentPort.postMessage("ready");
  for (;;) {
    if (Atomics.load(tries, ${trying.isOn}) === 0) continue;
    try {
      database.exec("begin exclusive");
      if (Atomics.load(tries, ${trying.isOn}) === 1) Atomics.add(tries, ${trying.locked}, 1);
      database.exec("rollback");
    } catch {
      Atomics.add(tries, ${trying.refused}, 1);
    }
  }
`;

const some = Array.from({ length: 50 }, (_, n) => ({ key: `record-${n}`, value: `{"n":${n}}` }));

describe("a log that moves", () => {
  it("has the same records at the same positions with the same times, whatever they hold", async () => {
    const text = fc.string({ unit: "binary", maxLength: 30 }).filter((value) => value.isWellFormed());
    const special = fc.constantFrom("\u2028\u2029\r\n\u0085", "\u0000", '"\\', "Қарағанды 🪨");
    const record = fc.record({ key: fc.oneof(text, special), value: fc.oneof(text, special) });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), fc.constantFrom("", ".gz"), async (records, suffix) => {
        const [from, file, to] = [`from-${++run}`, `file-${run}.ndjson${suffix}`, `to-${run}`];
        const held = await makeLog(from, records, 3);
        const exported = await exportFrom(from, file);
        expect(await importInto(to, file)).toEqual(exported);
        expect(inOrder(await recordsOf(to))).toEqual(inOrder(held));
      }),
      { numRuns: 15 },
    );
  });

  it("has its directory to itself from the first look into it until it is open", async () => {
    const held = await makeLog("from", some);
    await makeLog("to", []);
    const tries = new Int32Array(new SharedArrayBuffer(12));
    const other = new Worker(otherProgram, { eval: true, workerData: { file: join(at("to"), "writer.lock"), tries } });
    await once(other, "message");
    // The directory is its own before this call returns.
    const restoring = restoreEmbeddedLog(at("to"), 4);
    Atomics.store(tries, trying.isOn, 1);
    const restoration = await restoring;
    await restoration.put(inOrder(held));
    const filling = restoration.finish();
    await filling;
    Atomics.store(tries, trying.isOn, 0);
    await other.terminate();
    expect(tries[trying.refused]).toBeGreaterThan(20);
    expect(tries[trying.locked]).toBe(0);
    await (await filling).close();
    await expect(restoreEmbeddedLog(at("to"), 4)).rejects.toMatchObject({ code: "log_not_empty" });
    expect(await recordsOf("to")).toHaveLength(50);
  });

  it("takes along why a record states nothing", async () => {
    const held = await makeLog("from", some);
    const flaws = ["unreadable", "displaced"] as const;
    const log = await openEmbeddedEventLog({ directory: at("from") });
    const spoilt = {
      partitions: log.partitions,
      end: () => log.end(),
      async *read(...of: Parameters<EventLog["read"]>) {
        for await (const batch of log.read(...of)) {
          yield batch.map((record) =>
            record.partition === 1 && record.offset < 2 ? { ...record, key: "", value: "", flaw: flaws[record.offset]! } : record,
          );
        }
      },
    };
    await exportLog(spoilt as unknown as EventLog, at("log.ndjson"));
    await log.close();
    await importInto("to", "log.ndjson");
    const moved = inOrder(await recordsOf("to"));
    expect(moved.map(({ partition, offset, timestampMs }) => [partition, offset, timestampMs])).toEqual(
      inOrder(held).map(({ partition, offset, timestampMs }) => [partition, offset, timestampMs]),
    );
    const identity = { keyId: null, isItsPartition: true };
    const rules = moved.filter(({ partition, offset }) => partition === 1 && offset < 2).map((record) => contentOfRecord(record, identity));
    expect(rules).toMatchObject([
      { kind: "refused", fault: { rule: "QG-0932" } },
      { kind: "refused", fault: { rule: "QG-0939" } },
    ]);
  });

  it("goes on where it ended", async () => {
    await makeLog("from", some);
    await exportFrom("from", "log.ndjson");
    await importInto("to", "log.ndjson");
    const log = await openEmbeddedEventLog({ directory: at("to") });
    const end = await log.end();
    const [appended] = await log.append([{ key: "record-0", value: "next" }]);
    expect(appended!.offset).toBe(end.get(appended!.partition)! + 1);
    await log.close();
  });

  it("is readable by people and tools: a header, a line for each record, a checksum", async () => {
    await makeLog("from", some);
    await exportFrom("from", "log.ndjson.gz");
    const lines = gunzipSync(await readFile(at("log.ndjson.gz")))
      .toString("utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(52);
    expect(lines[0]).toMatchObject({ format: "qorgau-log", version: 1, partitions: 4, records: 50 });
    expect(lines[1]).toMatchObject({ partition: 0, offset: 0, recordedAt: expect.stringMatching(/^2026-01-01T00:0\d:\d\d\.000Z$/) });
    expect(lines[51]).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
});

describe("what is refused, with the log left as it was", () => {
  beforeEach(async () => {
    await makeLog("from", some);
    await exportFrom("from", "log.ndjson");
  });

  it("a log that holds something", async () => {
    const held = await makeLog("to", some.slice(0, 3));
    await expect(importInto("to", "log.ndjson")).rejects.toMatchObject({ code: "log_not_empty" });
    expect(await recordsOf("to")).toEqual(held);
  });

  it("a log with another number of partitions", async () => {
    await makeLog("to", [], 2);
    await expect(importInto("to", "log.ndjson")).rejects.toMatchObject({
      code: "log_corrupt",
      message: expect.stringContaining("2 partitions"),
    });
  });

  it.each([
    ["cut off", (text: string) => text.slice(0, text.length / 2)],
    ["cut off at the end of a line", (text: string) => text.split("\n").slice(0, 20).join("\n")],
    ["with a record that was changed", (text: string) => text.replace('{\\"n\\":7}', '{\\"n\\":8}')],
    ["without one of its records", (text: string) => text.split("\n").toSpliced(5, 1).join("\n")],
    ["with a record twice", (text: string) => text.split("\n").toSpliced(5, 0, text.split("\n")[5]!).join("\n")],
    ["without its header", (text: string) => text.slice(text.indexOf("\n") + 1)],
    ["of something else", () => "name,value\n1,2\n"],
    ["that is empty", () => ""],
  ])("a file %s", async (_what, change) => {
    const text = await readFile(at("log.ndjson"), "utf8");
    const changed = change(text);
    expect(changed).not.toBe(text);
    await writeFile(at("changed.ndjson"), changed);
    await expect(importInto("to", "changed.ndjson")).rejects.toMatchObject({ code: "file_unusable" });
    expect(await recordsOf("to")).toEqual([]);
    // What was begun is not in the way of the next attempt.
    await importInto("to", "log.ndjson");
    expect(await recordsOf("to")).toHaveLength(50);
  });

  it("a file that is not there", async () => {
    await expect(importInto("to", "nowhere.ndjson")).rejects.toMatchObject({ code: "file_unusable" });
  });

  it("an export over a file that is there, and one of nothing", async () => {
    await expect(exportFrom("from", "log.ndjson")).rejects.toMatchObject({ code: "file_exists" });
    await makeLog("nothing", []);
    await expect(exportFrom("nothing", "nothing.ndjson")).rejects.toMatchObject({ code: "log_empty" });
    expect(existsSync(at("nothing.ndjson"))).toBe(false);
  });
});
