/**
 * Copies the embedded log while a service appends to it: SQLite writes one state of the whole file into a new one, in a single read transaction
 * that makes no writer wait. The copy gets its name once every record of it was read again and found whole.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Watermark } from "@qorgau/schemas/watermark";
import { EventLogError } from "../event-log.ts";
import { endOf, openOrCreateLogDatabase } from "./log-database.ts";
import { LogReader } from "./log-reader.ts";
import { eventLogErrorOf } from "./sqlite-error.ts";

const fileName = "log.sqlite";
const recordsPerBatch = 10_000;

/**
 * Gives the last offset of every partition in the copy. Makes the directory `to`. Throws `log_corrupt` where there is a log in `to` or none in
 * `from`, or the copy is damaged, and `log_unavailable` where the copying fails.
 */
export function backUpEmbeddedLog(from: string, to: string): Watermark {
  const source = join(resolve(from), fileName);
  const target = join(resolve(to), fileName);
  if (!existsSync(source)) throw new EventLogError("log_corrupt", `There is no log in ${resolve(from)}.`);
  if (existsSync(target)) throw new EventLogError("log_corrupt", `There is a log in ${resolve(to)} already: choose another folder.`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    copyInto(source, partial);
    const end = checked(partial);
    flush(partial);
    renameSync(partial, target);
    flush(resolve(to));
    return end;
  } catch (error) {
    throw eventLogErrorOf(error);
  } finally {
    for (const name of [partial, `${partial}-wal`, `${partial}-shm`]) rmSync(name, { force: true });
  }
}

function copyInto(source: string, target: string): void {
  const database = new DatabaseSync(source, { readOnly: true, timeout: 10_000 });
  try {
    database.prepare("vacuum into ?").run(target);
  } finally {
    database.close();
  }
}

/** Reads every record, and with it its checksum. */
function checked(file: string): Watermark {
  const { database, partitions } = openOrCreateLogDatabase(file, undefined);
  try {
    const end = endOf(database, partitions);
    const reader = new LogReader(database, partitions);
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    const positions = new Map<number, number>();
    for (;;) {
      const batch = reader.batch(positions, end, recordsPerBatch, all);
      if (batch.length === 0) return end;
      for (const { partition, offset } of batch) positions.set(partition, offset);
    }
  } finally {
    database.close();
  }
}

function flush(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}
