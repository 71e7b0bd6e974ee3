/**
 * Checksums of records, which show what a failing disk, or a hand, changed: SQLite itself has none of its pages. They have tables of their own,
 * so that a log without them can be read, and the programs that wrote it can read one with them.
 */
import type { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { checksTable, partitionTable } from "./partition-tables.ts";

/** Gives the CRC-32 of position, stamp, key and value, an unsigned number. */
export function checkOf(partition: number, offset: number, timestampMs: number, key: string, value: string): number {
  return crc32(value, crc32(`${partition}:${offset} ${timestampMs} ${key}\0`));
}

/** Makes the tables of checksums where a log has none. */
export function ensureChecks(database: DatabaseSync, partitions: number): void {
  const tables = Array.from(
    { length: partitions },
    (_, partition) =>
      `create table if not exists ${checksTable(partition)} (record_offset integer primary key, record_check integer not null) strict;`,
  );
  database.exec(`begin immediate; ${tables.join("\n")} commit;`);
}

export type PutRecord = (offset: number, timestampMs: number, key: string, value: string) => void;

/** Gives the function that inserts a record with its checksum, within the transaction of its caller. */
export function putsInto(database: DatabaseSync, partition: number): PutRecord {
  const record = database.prepare(`insert into ${partitionTable(partition)} values (?, ?, ?, ?)`);
  const check = database.prepare(`insert into ${checksTable(partition)} values (?, ?)`);
  return (offset, timestampMs, key, value) => {
    record.run(offset, timestampMs, key, value);
    check.run(offset, checkOf(partition, offset, timestampMs, key, value));
  };
}
