/**
 * One process per log directory. The lock is SQLite's own on an empty file: the operating system drops it with the process, however
 * that ends, so that nothing is left to clean up after `kill -9`.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EventLogError } from "../event-log.ts";
import { isBusy } from "./sqlite-error.ts";

export interface DirectoryLock {
  release(): void;
}

/** A killed process may hold its files for a moment after it was reported dead. */
const lockWaitMs = 1000;

const ofLog = (directory: string): string =>
  `Another process has the log in ${directory}. One process at a time writes a log: stop the other one, or give this one a directory of its own.`;

/**
 * Takes the exclusive lock of the directory and waits up to 1000 ms for it, with the whole process. Throws `log_locked` where another process has it, with what `locked`
 * says of that, and an error of SQLite where its file cannot be opened. `waitMs` replaces the time.
 */
export function lockDirectory(directory: string, locked = ofLog, waitMs = lockWaitMs): DirectoryLock {
  const database = new DatabaseSync(join(directory, "writer.lock"), { timeout: waitMs });
  try {
    database.exec("begin exclusive");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new EventLogError("log_locked", locked(directory), { cause: error });
  }
  return { release: () => database.close() };
}
