/** Damage inside the embedded log: what was acknowledged is never passed over in silence, at the start or when it is read. */
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agreeingClock } from "../agreeing-clock.ts";
import { readToEnd } from "../read-to-end.ts";
import { openEmbeddedEventLog } from "./embedded-event-log.ts";

let directory: string;
let killed: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-damage-"));
  killed = await mkdtemp(join(tmpdir(), "qorgau-killed-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  await rm(killed, { recursive: true });
});

const inDirectory = (name: string) => join(directory, name);
const inKilled = (name: string) => join(killed, name);
const records = 300;
const open = (at = directory) => openEmbeddedEventLog({ directory: at, partitions: 2 });

/** A log that was closed; in `killed` its files as a `kill -9` leaves them. */
async function makeLog(): Promise<void> {
  const log = await open();
  for (let n = 0; n < records; n += 10) {
    await log.append(
      Array.from({ length: 10 }, (_, index) => ({ key: `record-${n + index}`, value: `value ${n + index} `.padEnd(400, "x") })),
    );
  }
  for (const name of ["log.sqlite", "log.sqlite-wal", "log.end"]) await copyFile(inDirectory(name), inKilled(name));
  await log.close();
}

async function readAll(at = directory) {
  const log = await open(at);
  try {
    return await readToEnd(log);
  } finally {
    await log.close();
  }
}

/** In the file of a log that is closed. */
function change(sql: string): void {
  const database = new DatabaseSync(inDirectory("log.sqlite"));
  database.exec(sql);
  database.close();
}

const corrupt = (message: string | RegExp) =>
  expect.objectContaining({ code: "log_corrupt", retryable: false, message: expect.stringMatching(message) as unknown });

test("what was killed is whole, and so is what was closed", async () => {
  await makeLog();
  expect(await readAll(killed)).toHaveLength(records);
  expect(await readAll()).toHaveLength(records);
});

test("a write-ahead log that was deleted or cut short after a kill is told, with what was acknowledged", async () => {
  await makeLog();
  const wal = await readFile(inKilled("log.sqlite-wal"));
  await truncate(inKilled("log.sqlite-wal"), Math.floor(wal.length / 2));
  await expect(open(killed)).rejects.toEqual(corrupt(/records up to "0:\d+,1:\d+" were acknowledged.*write-ahead log/));
  await rm(inKilled("log.sqlite-wal"), { force: true });
  await expect(open(killed)).rejects.toEqual(corrupt("write-ahead log"));
  // Who has nothing to restore says so by hand.
  await rm(inKilled("log.end"));
  await (await open(killed)).close();
});

test.each(["", null])("a log file that is empty or gone where a log was open: it does not begin again at 0 (%j)", async (content) => {
  await makeLog();
  await rm(inKilled("log.sqlite-wal"));
  if (content === null) await rm(inKilled("log.sqlite"));
  else await writeFile(inKilled("log.sqlite"), content);
  await expect(open(killed)).rejects.toEqual(corrupt("were acknowledged"));
});

test("a flipped bit anywhere in the text of a record is told when it is read", async () => {
  await makeLog();
  const file = await readFile(inDirectory("log.sqlite"));
  for (const text of ["value 0 ", "value 137 ", "value 299 "]) {
    const flipped = Buffer.from(file);
    // A page that was divided leaves copies behind that nobody reads.
    for (let at = file.indexOf(text); at >= 0; at = file.indexOf(text, at + 1)) flipped[at + 2]! ^= 1;
    await writeFile(inDirectory("log.sqlite"), flipped);
    await expect(readAll()).rejects.toEqual(corrupt(/Record \d:\d+ is not what was acknowledged/));
  }
});

test.each([
  ["a stamp", "update partition_0 set appended_at_ms = appended_at_ms + 1 where record_offset = 5", /Record 0:5 is not/],
  ["a key", "update partition_1 set record_key = 'another' where record_offset = 7", /Record 1:7 is not/],
  ["a row that is missing", "delete from partition_0 where record_offset = 9", /Record 0:9 .* missing/],
  [
    "two rows that changed places",
    "update partition_0 set record_value = (select record_value from partition_0 where record_offset = 1) where record_offset = 2",
    /Record 0:2 is not/,
  ],
  ["a partition that is missing", "update log_settings set partitions = 1", /2 .*partitions|partitions/],
])("%s is told", async (_name, sql, message) => {
  await makeLog();
  change(sql);
  const reading = openEmbeddedEventLog({ directory }).then(async (log) => {
    try {
      return await readToEnd(log);
    } finally {
      await log.close();
    }
  });
  await expect(reading).rejects.toEqual(corrupt(message));
});

test("a file that was cut short is told", async () => {
  await makeLog();
  const { length } = await readFile(inDirectory("log.sqlite"));
  await truncate(inDirectory("log.sqlite"), Math.floor(length / 2 / 4096) * 4096);
  await expect(readAll()).rejects.toEqual(corrupt(""));
});

test("a log that was begun without checksums is read as it is, and what comes has them", async () => {
  await makeLog();
  change("drop table checks_0; drop table checks_1;");
  const log = await open();
  expect(await readToEnd(log)).toHaveLength(records);
  await log.append([{ key: "record-0", value: "with a checksum" }]);
  expect((await readToEnd(log)).length).toBe(records + 1);
  await log.close();
  change(
    "update partition_0 set record_value = 'other' where record_value = 'with a checksum'; update partition_1 set record_value = 'other' where record_value = 'with a checksum'",
  );
  await expect(readAll()).rejects.toEqual(corrupt("is not what was acknowledged"));
});

test("a stamp that no calendar has ends nothing", async () => {
  await makeLog();
  change(`insert into partition_0 select max(record_offset) + 1, 9223372036854775807, 'k', 'by hand' from partition_0`);
  expect((await readAll()).find(({ value }) => value === "by hand")).toMatchObject({ timestampMs: 253_402_300_799_999 });
});

test("a clock that leapt stamps nothing, and the log takes up again when it is right", async () => {
  const now = { wall: Date.now(), monotonic: 0 };
  const log = await openEmbeddedEventLog({ directory, clock: agreeingClock({ wall: () => now.wall, monotonic: () => now.monotonic }) });
  await log.append([{ key: "a", value: "1" }]);
  now.wall += 365 * 86_400_000;
  await expect(log.append([{ key: "a", value: "2" }])).rejects.toMatchObject({
    code: "log_unavailable",
    retryable: true,
    message: expect.stringContaining("leapt ahead"),
  });
  await log.commit("reader", new Map([[0, 0]]));
  now.wall -= 365 * 86_400_000;
  await log.append([{ key: "a", value: "3" }]);
  expect((await readToEnd(log)).map(({ value }) => value)).toEqual(["1", "3"]);
  await log.close();
});
