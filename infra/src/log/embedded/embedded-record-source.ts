/** The embedded log for a reader in another thread of its process: a connection of its own, which makes no writer wait. */
import { join, resolve } from "node:path";
import type { RecordSource } from "../record-source.ts";
import { connectToLog, endOf } from "./log-database.ts";
import { LogReader } from "./log-reader.ts";
import { eventLogErrorOf } from "./sqlite-error.ts";

const recordsMax = 5000;

/** The log in `directory`, which is open in this process. Throws `log_corrupt` where there is none. */
export function openEmbeddedRecordSource(directory: string): RecordSource {
  const { database, partitions } = attempt(() => connectToLog(join(resolve(directory), "log.sqlite")));
  const reader = new LogReader(database, partitions);
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  return {
    partitions,
    end: async () => attempt(() => endOf(database, partitions)),
    async *read(after, end) {
      const positions = new Map(after);
      for (;;) {
        const batch = attempt(() => reader.batch(positions, end, recordsMax, all));
        if (batch.length === 0) return;
        for (const { partition, offset } of batch) positions.set(partition, offset);
        yield batch;
      }
    },
    close: async () => database.close(),
  };
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw eventLogErrorOf(error);
  }
}
