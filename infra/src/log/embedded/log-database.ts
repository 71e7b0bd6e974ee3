/**
 * The file of the embedded log: one SQLite database in WAL mode, a table per partition with the offset as its row id, so that every
 * insert goes to the end of its table. A transaction is in the file wholly or not at all; SQLite's checksums cut a torn tail.
 */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Watermark } from "@qorgau/schemas/watermark";
import { EventLogError } from "../event-log.ts";
import { refuseShortened } from "./end-mark.ts";
import { partitionTable } from "./partition-tables.ts";
import { ensureChecks } from "./record-check.ts";

/** "qorg": identifies this file as a log. */
const applicationId = 0x716f7267;
const formatVersion = 1;

/** Long enough for the moments in which SQLite recovers or restarts its write-ahead log. */
const busyTimeoutMs = 10_000;

/**
 * `synchronous=full` flushes the write-ahead log with every commit, `fullfsync` through the drive's own cache where the system distinguishes the
 * two (macOS). The write-ahead log shrinks back to 64 MiB after a burst.
 */
const connectionSettings = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma journal_size_limit = 67108864;
  pragma cache_size = -16384;
`;

export const defaultPartitions = 4;
export const partitionsMax = 256;

/**
 * Opens the log's file, or makes it, and gives its number of partitions. Throws `log_corrupt` where the file is not a log of this format, is
 * damaged, ends before its mark, or has another number of partitions than `partitions`.
 */
export function openOrCreateLogDatabase(file: string, partitions: number | undefined): { database: DatabaseSync; partitions: number } {
  const database = connect(file);
  try {
    if (isBlank(database)) {
      // A file that is not there, or empty, where a log was: it must not begin again at 0.
      refuseShortened(file, new Map());
      createSchema(database, partitions ?? defaultPartitions);
    }
    const stored = partitionsOf(database, file);
    if (partitions !== undefined && partitions !== stored) throw differentPartitions(file, stored, partitions);
    refuseMissingTables(database, file, stored);
    ensureChecks(database, stored);
    refuseShortened(file, endOf(database, stored));
    return { database, partitions: stored };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A further connection to a log that is open already. Never makes a new file: a log that vanished must not begin again at 0. */
export function connectToLogDatabase(file: string): DatabaseSync {
  if (!existsSync(file)) throw new EventLogError("log_corrupt", `The log's file ${file} was removed while the log was open.`);
  return connect(file);
}

/** The same with the number of its partitions. Throws `log_corrupt` where the file is not a log of this format. */
export function connectToLog(file: string): { database: DatabaseSync; partitions: number } {
  const database = connectToLogDatabase(file);
  try {
    return { database, partitions: partitionsOf(database, file) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Gives the last offset of every partition that holds records. Errors of SQLite pass. */
export function endOf(database: DatabaseSync, partitions: number): Map<number, number> {
  const end = new Map<number, number>();
  for (let partition = 0; partition < partitions; partition++) {
    const row = database.prepare(`select max(record_offset) as last from ${partitionTable(partition)}`).get();
    if (typeof row?.["last"] === "number") end.set(partition, row["last"]);
  }
  return end;
}

/** Gives, by partition, the offset of the last record that `group` committed. A partition without a commit is absent. Errors of SQLite pass. */
export function committedOf(database: DatabaseSync, group: string): Watermark {
  const rows = database.prepare("select partition, record_offset from committed where consumer_group = ?").all(group);
  return new Map(rows.map((row) => [Number(row["partition"]), Number(row["record_offset"])]));
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    database.exec(connectionSettings);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isBlank(database: DatabaseSync): boolean {
  return numberOf(database, "pragma schema_version") === 0 && numberOf(database, "pragma application_id") === 0;
}

/** In one transaction, so that a kill leaves a whole log or a blank file. */
function createSchema(database: DatabaseSync, partitions: number): void {
  const tables = Array.from(
    { length: partitions },
    (_, partition) => `
      create table ${partitionTable(partition)} (
        record_offset integer primary key,
        appended_at_ms integer not null,
        record_key text not null,
        record_value text not null
      ) strict;`,
  );
  database.exec(`
    begin immediate;
    pragma application_id = ${applicationId};
    pragma user_version = ${formatVersion};
    create table log_settings (partitions integer not null) strict;
    insert into log_settings values (${partitions});
    create table committed (
      consumer_group text not null,
      partition integer not null,
      record_offset integer not null,
      primary key (consumer_group, partition)
    ) strict, without rowid;
    ${tables.join("")}
    commit;
  `);
}

function partitionsOf(database: DatabaseSync, file: string): number {
  if (numberOf(database, "pragma application_id") !== applicationId) {
    throw new EventLogError("log_corrupt", `${file} is not a log of this service. Move it away, or choose another directory.`);
  }
  const version = numberOf(database, "pragma user_version");
  if (version !== formatVersion) {
    throw new EventLogError(
      "log_corrupt",
      `${file} has format ${version}; this program reads format ${formatVersion}. Use the newer program.`,
    );
  }
  return numberOf(database, "select partitions from log_settings");
}

/** A number that was damaged would leave partitions out, or name some that were never there. */
function refuseMissingTables(database: DatabaseSync, file: string, partitions: number): void {
  const tables = numberOf(database, "select count(*) from sqlite_master where type = 'table' and name glob 'partition_*'");
  if (tables === partitions) return;
  throw new EventLogError(
    "log_corrupt",
    `${file} says that it has ${partitions} partitions and holds ${tables}: it is damaged. Restore it from a copy.`,
  );
}

function differentPartitions(file: string, stored: number, requested: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `${file} was made with ${stored} partitions, but ${requested} are asked for. The number is fixed when a log is made, since a record ` +
      `stays in its partition: ask for ${stored}, or leave the number out.`,
  );
}

function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
