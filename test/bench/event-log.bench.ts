/**
 * Durable appends per second of the embedded event log, side by side with the engines that it was chosen from, in one run, and what
 * each does to the event loop that it shares with every request of the process.
 *
 *   node test/bench/event-log.bench.ts [seconds of each measurement] [directory]
 *
 * The candidates are at their best: they keep nothing that reading, recovery or a lock would need. The directory decides which disk
 * is measured; on a file system in memory a flush costs nothing and the figures mean nothing.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextIteration } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { LogAppend } from "@qorgau/infra/log/event-log";
import { partitionOfKey } from "@qorgau/infra/kafka/partition-of-key";

interface Engine {
  append(records: readonly LogAppend[]): Promise<unknown>;
  close(): Promise<void>;
}

interface Measurement {
  readonly recordsPerSecond: number;
  /** How late a timer of one millisecond came. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  /** The part of the time in which the event loop was busy or blocked. */
  readonly loopBusy: number;
}

const rounds = 3;
const partitions = 4;
const workloads = [
  { callers: 1, batch: 1 },
  { callers: 64, batch: 1 },
  { callers: 1024, batch: 1 },
  { callers: 8, batch: 500 },
];
const engines: Record<string, (directory: string) => Promise<Engine>> = {
  "embedded log (SQLite, own thread)": (directory) => openEmbeddedEventLog({ directory, partitions }),
  "SQLite in the event loop": sqliteInEventLoop,
  "file with fdatasync": fileWithFdatasync,
};

const secondsEach = Number(process.argv[2] ?? 2);
const parent = process.argv[3] ?? ".qorgau";
mkdirSync(parent, { recursive: true });
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, records of 600 bytes, median of ${rounds} rounds`);
console.log(`load of the machine before it: ${loadavg()[0]?.toFixed(1)}`);
for (const { callers, batch } of workloads) {
  const results = new Map(Object.keys(engines).map((name) => [name, [] as Measurement[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, openEngine] of Object.entries(engines)) results.get(name)?.push(await measure(openEngine, callers, batch));
  }
  console.log(`\n${callers} concurrent callers, ${batch} records an append`);
  console.table(Object.fromEntries([...results].map(([name, measurements]) => [name, summary(measurements)])));
}

async function measure(openEngine: (directory: string) => Promise<Engine>, callers: number, batch: number): Promise<Measurement> {
  const directory = mkdtempSync(join(parent, "bench-"));
  const engine = await openEngine(directory);
  await engine.append([{ key: "first", value: "{}" }]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const utilizationBefore = performance.eventLoopUtilization();
  const startMs = performance.now();
  const endMs = startMs + secondsEach * 1000;
  let records = 0;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = 0; performance.now() < endMs; n += batch) {
        await engine.append(Array.from({ length: batch }, (_, index) => recordOf(caller, n + index)));
        records += batch;
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1000;
  delay.disable();
  const { utilization } = performance.eventLoopUtilization(utilizationBefore);
  await engine.close();
  rmSync(directory, { recursive: true });
  return {
    recordsPerSecond: records / seconds,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    loopDelayMaxMs: delay.max / 1e6,
    loopBusy: utilization,
  };
}

/** Key and value together 600 bytes, in one-byte characters as JSON mostly is. */
function recordOf(caller: number, n: number): LogAppend {
  const key = `urn:kz:bin:200140000004|case|N1-${caller}-${n}`;
  return { key, value: `{"subject":"N1-${caller}-${n}","data":"`.padEnd(598 - key.length, "x") + '"}' };
}

function summary(measurements: readonly Measurement[]): Record<string, string> {
  const medianOf = (value: (one: Measurement) => number): number => measurements.map(value).toSorted((a, b) => a - b)[rounds >> 1] ?? NaN;
  return {
    "records/s": Math.round(medianOf((one) => one.recordsPerSecond)).toLocaleString("en"),
    "loop delay p99, ms": medianOf((one) => one.loopDelayP99Ms).toFixed(1),
    "max, ms": medianOf((one) => one.loopDelayMaxMs).toFixed(1),
    "loop busy": `${Math.round(medianOf((one) => one.loopBusy) * 100)} %`,
  };
}

/** Calls `flush` with all that was appended since the last call, one call at a time. */
function groupCommit(flush: (records: readonly LogAppend[]) => Promise<void> | void): Engine["append"] {
  let waiting: (readonly LogAppend[])[] = [];
  let next: Promise<void> | null = null;
  let last = Promise.resolve();
  const flushAll = async (): Promise<void> => {
    await last;
    await nextIteration();
    const records = waiting.flat();
    waiting = [];
    next = null;
    last = Promise.resolve(flush(records));
    await last;
  };
  return (records) => {
    waiting.push(records);
    return (next ??= flushAll());
  };
}

async function sqliteInEventLoop(directory: string): Promise<Engine> {
  const database = new DatabaseSync(join(directory, "candidate.sqlite"));
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16384");
  const inserts = Array.from({ length: partitions }, (_, partition) => {
    database.exec(`create table partition_${partition} (n integer primary key, at_ms integer, record_key text, record_value text) strict`);
    return database.prepare(`insert into partition_${partition} values (?, ?, ?, ?)`);
  });
  const offsets = new Array<number>(partitions).fill(0);
  const append = groupCommit((records) => {
    const nowMs = Date.now();
    database.exec("begin");
    for (const { key, value } of records) {
      const partition = partitionOfKey(key, partitions);
      inserts[partition]?.run(offsets[partition]!++, nowMs, key, value);
    }
    database.exec("commit");
  });
  return { append, close: async () => database.close() };
}

async function fileWithFdatasync(directory: string): Promise<Engine> {
  const files = await open(join(directory, "candidate.log"), "a");
  return { append: groupCommit((records) => writeFrames(files, records)), close: () => files.close() };
}

/** Each record with its length, a check sum, its partition and time before it. */
async function writeFrames(file: FileHandle, records: readonly LogAppend[]): Promise<void> {
  const headerBytes = 24;
  const bytesMax = records.reduce((sum, { key, value }) => sum + headerBytes + 3 * (key.length + value.length), 0);
  const frames = Buffer.allocUnsafe(bytesMax);
  const nowMs = Date.now();
  let at = 0;
  for (const { key, value } of records) {
    const start = at;
    const keyBytes = frames.write(key, start + headerBytes);
    at = start + headerBytes + keyBytes;
    at += frames.write(value, at);
    frames.writeUInt32LE(at - start, start);
    frames.writeUInt32LE(keyBytes, start + 8);
    frames.writeUInt32LE(partitionOfKey(key, partitions), start + 12);
    frames.writeDoubleLE(nowMs, start + 16);
    frames.writeUInt32LE(crc32(frames.subarray(start + 8, at)), start + 4);
  }
  await file.write(frames, 0, at);
  await file.datasync();
}
