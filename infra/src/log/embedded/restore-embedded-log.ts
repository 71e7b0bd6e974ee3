/** Fills a new embedded log with records of another one, at their positions and with their times. */
import { rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LogRecord } from "../event-log.ts";
import type { LogRestoration } from "../transfer/import-log.ts";
import { TransferError } from "../transfer/transfer-error.ts";
import { lockDirectory } from "./directory-lock.ts";
import { openEmbeddedEventLog } from "./embedded-event-log.ts";
import { openOrCreateLogDatabase } from "./log-database.ts";
import { putsInto } from "./record-check.ts";

/** Writes into a file beside the log's, which takes the log's name once everything is in it: a log that exists is whole. */
export async function restoreEmbeddedLog(directoryGiven: string, partitions: number): Promise<LogRestoration> {
  const directory = resolve(directoryGiven);
  await makeEmptyLog(directory, partitions);
  const lock = lockDirectory(directory);
  const file = join(directory, "log.sqlite");
  const beside = join(directory, "log-being-imported.sqlite");
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
      lock.release();
      return openEmbeddedEventLog({ directory, partitions });
    },
  };
}

/** Also rejects where another process has the log, or where it has another number of partitions. */
async function makeEmptyLog(directory: string, partitions: number): Promise<void> {
  const log = await openEmbeddedEventLog({ directory, partitions });
  const end = await log.end();
  await log.close();
  if (end.size > 0)
    throw new TransferError("log_not_empty", `The log in ${directory} holds records: a log is imported into an empty one only.`);
}

async function removeDatabase(file: string): Promise<void> {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) await rm(name, { force: true });
}
