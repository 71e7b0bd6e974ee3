/** Fills a new embedded log with records of another one, at their positions and with their times. */
import { mkdirSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LogRecord } from "../event-log.ts";
import type { LogRestoration } from "../transfer/import-log.ts";
import { TransferError } from "../transfer/transfer-error.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { DirectoryLock } from "./directory-lock.ts";
import { openUnderLock } from "./embedded-event-log.ts";
import { endOf, openOrCreateLogDatabase } from "./log-database.ts";
import { putsInto } from "./record-check.ts";
import { eventLogErrorOf } from "./sqlite-error.ts";

/** Writes into a file beside the log's, which takes the log's name once everything is in it: a log that exists is whole. */
export async function restoreEmbeddedLog(directoryGiven: string, partitions: number): Promise<LogRestoration> {
  const directory = resolve(directoryGiven);
  const file = join(directory, "log.sqlite");
  const beside = join(directory, "log-being-imported.sqlite");
  const lock = lockEmptyLog(directory, file, partitions);
  await removeDatabase(beside);
  const { database } = openOrCreateLogDatabase(beside, partitions);
  const puts = Array.from({ length: partitions }, (_, partition) => putsInto(database, partition));
  const put = ({ partition, offset, timestampMs, key, value }: LogRecord) => {
    const putOne = puts[partition];
    if (putOne === undefined) throw new TransferError("file_unusable", `A record names partition ${partition} of ${partitions}.`);
    putOne(offset, timestampMs, key, value);
  };
  return {
    async put(records) {
      database.exec("begin immediate");
      for (const record of records) put(record);
      database.exec("commit");
    },
    async abandon() {
      database.close();
      await removeDatabase(beside);
      lock.release();
    },
    async finish() {
      database.close();
      await removeDatabase(file);
      await rename(beside, file);
      return openUnderLock({ directory, partitions }, () => lock);
    },
  };
}

/**
 * Locks the directory for as long as the restoring takes, and makes the log in it if there is none. Throws where another process has it, where it
 * holds records, or where it has another number of partitions.
 */
function lockEmptyLog(directory: string, file: string, partitions: number): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = lockDirectory(directory);
  try {
    const { database } = openOrCreateLogDatabase(file, partitions);
    const end = endOf(database, partitions);
    database.close();
    if (end.size === 0) return lock;
    throw new TransferError("log_not_empty", `The log in ${directory} holds records: a log is imported into an empty one only.`);
  } catch (error) {
    lock.release();
    throw error instanceof TransferError ? error : eventLogErrorOf(error);
  }
}

async function removeDatabase(file: string): Promise<void> {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) await rm(name, { force: true });
}
