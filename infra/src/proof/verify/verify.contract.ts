/** One bit is flipped, anywhere in a log or in an export of it: it is found, and the record that it is in is named, and no other. */
import { generateKeyPairSync, sign } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbeddedEventLog } from "../../log/embedded/embedded-event-log.ts";
import type { LogRecord } from "../../log/event-log.ts";
import { readToEnd } from "../../log/read-to-end.ts";
import { recordSourceOf } from "../../log/record-source.ts";
import { exportLog } from "../../log/transfer/export-log.ts";
import { openExportProof } from "../export-proof.ts";
import { LogFollower } from "../follow-log.ts";
import { ProofStore } from "../proof-store.ts";
import { isVerified } from "./verification.ts";
import type { Verification } from "./verification.ts";
import { verifyExport } from "./verify-export.ts";
import { verifyLog } from "./verify-log.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const signer = { publicKey, sign: async (bytes: Uint8Array) => sign(null, bytes, privateKey) };
const directory = mkdtempSync(join(tmpdir(), "qorgau-verify-"));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (...names: string[]) => join(directory, ...names);

let records: readonly LogRecord[];
let note: string;

beforeAll(async () => {
  const log = await openEmbeddedEventLog({ directory: at("log"), partitions: 2 });
  const store = ProofStore.open(at("proof"));
  const follower = new LogFollower({ source: recordSourceOf(log), store, signer, logName: "test" });
  for (let n = 0; n < 700; n += 140) {
    // Escapes, other letters, and the sign that stands for what is no text.
    const value = (index: number) =>
      JSON.stringify({
        n: n + index,
        text: `"\u001f\n\\ ұйым \uFFFD 🌍`.repeat(1 + (index % 3)),
        long: "x".repeat(index % 17 === 0 ? 9000 : 5),
      });
    await log.append(Array.from({ length: 140 }, (_, index) => ({ key: `["urn:x",${index % 9}]`, value: value(index) })));
    await follower.pass();
  }
  records = await readToEnd(log);
  note = store.checkpoints(0, Number.MAX_SAFE_INTEGER, 3).at(-1)!.note;
  store.close();
  const settings = {
    signingKeyFile: null,
    signingKeyMayBeMade: true,
    signingCommand: null,
    signingPublicKeyFile: null,
    logName: "test",
    checkpointSeconds: 1,
  };
  const opened = await openExportProof(log, { dataDirectory: directory, ...settings });
  await exportLog(log, at("log.ndjson"), { proof: opened.proof });
  opened.close();
  await log.close();
});

const trust = () => ({ publicKeys: [publicKey], notes: [note] });
const verifyCopy = (name: string) => verifyLog({ directory: at(name), proofDirectory: at("proof"), ...trust() });
const named = ({ partitions }: Verification) =>
  partitions.flatMap(({ differing }) =>
    differing.flatMap(({ partition, from, to }) => Array.from({ length: to - from + 1 }, (_, index) => `${partition}:${from + index}`)),
  );

test("a log, and an export of it, that nobody touched is what was signed", async () => {
  for (const found of [verifyCopy("log"), await verifyExport({ file: at("log.ndjson"), ...trust() })]) {
    expect({ verified: isVerified(found), named: named(found), faults: found.faults }).toEqual({ verified: true, named: [], faults: [] });
    expect(found.partitions.reduce((sum, { covered }) => sum + covered, 0)).toBe(records.length);
  }
});

test("with another key, or without one, nothing is verified", async () => {
  const other = { publicKeys: [generateKeyPairSync("ed25519").publicKey], notes: [] };
  for (const found of [
    verifyLog({ directory: at("log"), proofDirectory: at("proof"), ...other }),
    await verifyExport({ file: at("log.ndjson"), ...other }),
  ]) {
    expect(isVerified(found)).toBe(false);
    expect(found.faults.length).toBeGreaterThan(0);
  }
});

const flipped = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
  return copy;
};

function placesOf(bytes: Buffer, file: Buffer): number[] {
  const places: number[] = [];
  for (let place = file.indexOf(bytes); place !== -1; place = file.indexOf(bytes, place + 1)) places.push(place);
  return places;
}

test("a flipped bit in the key or the value of any record in the log's file is found and named", () => {
  const file = readFileSync(at("log", "log.sqlite"));
  cpSync(at("log"), at("copy"), { recursive: true });
  let tried = 0;
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.boolean(), (one, bit, isKey) => {
      const { partition, offset, key, value } = records[one % records.length]!;
      // Of a value that SQLite has in one piece; the key stands just before it.
      const [keyBytes, valueBytes] = [Buffer.from(key), Buffer.from(value).subarray(0, 60)];
      // When SQLite divides a page it leaves copies behind that nobody reads.
      const places = placesOf(Buffer.concat([keyBytes, valueBytes]), file);
      const [skipped, length] = isKey ? [0, keyBytes.length] : [keyBytes.length, valueBytes.length];
      const torn = places.reduce<Buffer>((bytes, place) => flipped(bytes, 8 * (place + skipped) + (bit % (8 * length))), file);
      if (places.length === 0) return;
      writeFileSync(at("copy", "log.sqlite"), torn);
      const found = verifyCopy("copy");
      expect(isVerified(found)).toBe(false);
      expect(named(found)).toEqual([`${partition}:${offset}`]);
      tried += 1;
    }),
    { numRuns: 60 },
  );
  expect(tried).toBeGreaterThan(40);
});

test("a flipped bit anywhere in the log's file is found, or changes no record", async () => {
  const file = readFileSync(at("log", "log.sqlite"));
  cpSync(at("log"), at("torn"), { recursive: true });
  for (let n = 0; n < 100; n += 1) {
    writeFileSync(at("torn", "log.sqlite"), flipped(file, (n * 7_368_787) % (8 * file.length)));
    let found: Verification | null = null;
    try {
      found = verifyCopy("torn");
    } catch (error) {
      expect(error).toMatchObject({ code: "log_corrupt" });
    }
    if (found === null || !isVerified(found)) continue;
    // What is verified reads as it did: the bit is in a checksum, in an index of pages, or in no record at all.
    const database = new DatabaseSync(at("torn", "log.sqlite"), { readOnly: true });
    for (const { partition, offset, timestampMs, key, value } of records) {
      const row = database.prepare(`select * from partition_${partition} where record_offset = ?`).get(offset);
      expect(row).toEqual({ record_offset: offset, appended_at_ms: timestampMs, record_key: key, record_value: value });
    }
    database.close();
  }
});

test.each<[string, (database: DatabaseSync) => void, readonly string[]]>([
  ["a stamp", (it) => it.exec("update partition_1 set appended_at_ms = appended_at_ms + 1 where record_offset = 3"), ["1:3"]],
  ["a record that is missing", (it) => it.exec("delete from partition_0 where record_offset = 5"), ["0:5"]],
  [
    "two that changed places",
    (it) =>
      it.exec(
        `create temp table before as select * from partition_0 where record_offset in (5, 6);
         update partition_0 set record_value = (select record_value from before where before.record_offset = 11 - partition_0.record_offset)
         where record_offset in (5, 6)`,
      ),
    ["0:5", "0:6"],
  ],
  ["a value that is gone", (it) => it.exec("update partition_0 set record_value = '' where record_offset = 0"), ["0:0"]],
])("%s is named", (_name, change, expected) => {
  cpSync(at("log"), at("changed"), { recursive: true });
  const database = new DatabaseSync(at("changed", "log.sqlite"));
  change(database);
  database.close();
  const found = verifyCopy("changed");
  expect(isVerified(found)).toBe(false);
  expect(named(found)).toEqual(expected);
});

test("a log that ends too early is named by what is gone", () => {
  cpSync(at("log"), at("short"), { recursive: true });
  const database = new DatabaseSync(at("short", "log.sqlite"));
  const last = records.filter(({ partition }) => partition === 1).at(-1)!.offset;
  database.exec(`delete from partition_1 where record_offset > ${last - 2}`);
  database.close();
  expect(named(verifyCopy("short"))).toEqual([`1:${last - 1}`, `1:${last}`]);
});

test("records and leaves that were changed together are found between the checkpoints, by a note that was stored elsewhere too", () => {
  cpSync(at("log"), at("forged"), { recursive: true });
  const database = new DatabaseSync(at("forged", "log.sqlite"));
  database.exec("update partition_0 set record_value = '{}' where record_offset = 5");
  database.close();
  // Without the stored proof there is no leaf to compare with: the note alone says that something of what it covers was changed.
  const found = verifyLog({ directory: at("forged"), proofDirectory: at("nowhere"), ...trust() });
  expect(isVerified(found)).toBe(false);
  expect(named(found)).toContain("0:5");
  expect(isVerified(verifyLog({ directory: at("log"), proofDirectory: at("nowhere"), ...trust() }))).toBe(true);
});

/** Which record a byte of the export is of; null of another line. The line feed is its line's. */
function recordsOfLines(file: Buffer): (string | null)[] {
  return file
    .toString()
    .split("\n")
    .map((line) => /^\{"partition":(\d+),"offset":(\d+),/.exec(line))
    .map((match) => (match === null ? null : `${match[1]}:${match[2]}`));
}

test("a flipped bit anywhere in an export is found, and named where it is in a record", { timeout: 120_000 }, async () => {
  const file = readFileSync(at("log.ndjson"));
  const owners = recordsOfLines(file);
  const starts = [0];
  for (let feed = file.indexOf(10); feed !== -1; feed = file.indexOf(10, feed + 1)) starts.push(feed + 1);
  const lineOf = (byte: number) => starts.findLastIndex((start) => start <= byte);
  const everyFeed = starts.slice(1).map((start) => 8 * (start - 1) + (start % 8));
  const firstRecord = owners.findIndex((owner) => owner !== null);
  const everyBitOfARecord = Array.from({ length: 8 * 120 }, (_, bit) => 8 * starts[firstRecord]! + bit);
  const scattered = Array.from({ length: 150 }, (_, n) => (n * 15_485_863) % (8 * file.length));
  for (const bit of [...everyFeed.filter((_, n) => n % 41 === 0), ...everyBitOfARecord.filter((_, n) => n % 7 === 0), ...scattered]) {
    writeFileSync(at("flipped.ndjson"), flipped(file, bit));
    const found = await verifyExport({ file: at("flipped.ndjson"), ...trust() });
    const line = lineOf(Math.floor(bit / 8));
    const isFeed = file[Math.floor(bit / 8)] === 10;
    // A line feed that is gone takes the next line along.
    const allowed = [owners[line], ...(isFeed ? [owners[line + 1]] : [])].filter((one) => typeof one === "string");
    expect([bit, isVerified(found)]).toEqual([bit, false]);
    expect([bit, named(found)]).toEqual([bit, allowed]);
  }
});

test("a flipped bit in a compressed export is found", async () => {
  const packed = gzipSync(readFileSync(at("log.ndjson")));
  writeFileSync(at("whole.ndjson.gz"), packed);
  expect(isVerified(await verifyExport({ file: at("whole.ndjson.gz"), ...trust() }))).toBe(true);
  for (let n = 0; n < 30; n += 1) {
    // Behind the ten bytes of the head, some of which say nothing.
    writeFileSync(at("flipped.ndjson.gz"), flipped(packed, 80 + ((n * 15_485_863) % (8 * packed.length - 80))));
    const found = await verifyExport({ file: at("flipped.ndjson.gz"), ...trust() }).catch((error: unknown) => error as Error);
    expect(found instanceof Error || !isVerified(found)).toBe(true);
  }
});

test("an export that was cut off, or made without a proof, is not verified", async () => {
  const file = readFileSync(at("log.ndjson"));
  writeFileSync(at("cut.ndjson"), file.subarray(0, Math.floor(file.length / 2)));
  const found = await verifyExport({ file: at("cut.ndjson"), ...trust() });
  expect(isVerified(found)).toBe(false);
  expect(named(found)).toContain(`1:${records.filter(({ partition }) => partition === 1).at(-1)!.offset}`);
  const log = await openEmbeddedEventLog({ directory: at("log") });
  await exportLog(log, at("bare.ndjson"));
  await log.close();
  expect(isVerified(await verifyExport({ file: at("bare.ndjson"), publicKeys: [publicKey], notes: [] }))).toBe(false);
});
