/** Puts an exported log into an empty one: the same records at the same positions, recorded at the same time. */
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "../event-log.ts";
import type { ExportedLog, TransferProgress } from "./export-log.ts";
import { openLogFile, recordLine, RecordsChecksum } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import { recordsUpTo } from "./records-up-to.ts";
import { TransferError } from "./transfer-error.ts";

/** An empty log that is filled with the records of another one, at their positions. */
export interface LogRestoration {
  /** Of one partition after the other, in order. Resolves once they are durable. */
  put(records: readonly LogRecord[]): Promise<void>;
  /** Gives the log up half-way. */
  abandon(): Promise<void>;
  /** The log with all that was put in. */
  finish(): Promise<EventLog>;
}

/** Rejects with `log_not_empty` where the log holds anything. */
export type BeginRestoration = (partitions: number) => Promise<LogRestoration>;

const putRecordsMax = 2000;
const putBytesMax = 4 * 1024 * 1024;

/**
 * Imports the file and reads the log back. `onProgress` counts every record twice: once written, once read back. Rejects with `file_unusable`,
 * with `not_verified` where the log differs from the file, and as `begin` and `put` do.
 */
export async function importLog(path: string, begin: BeginRestoration, onProgress: TransferProgress = () => {}): Promise<ExportedLog> {
  const file = await openLogFile(path);
  const total = 2 * file.header.records;
  const restoration = await begin(file.header.partitions);
  const written = new RecordsChecksum();
  try {
    let records = 0;
    for await (const group of groupsOf(file)) {
      await restoration.put(group);
      written.add(group.map(recordLine).join(""));
      onProgress({ records: (records += group.length), total });
    }
  } catch (error) {
    await restoration.abandon();
    throw error;
  }
  const log = await restoration.finish();
  try {
    return await verified(log, file, written.digest(), (records) => onProgress({ records: file.header.records + records, total }));
  } finally {
    await log.close();
  }
}

async function verified(log: EventLog, { header }: LogFile, written: string, onRead: (records: number) => void): Promise<ExportedLog> {
  const cut = await log.end();
  const held = new RecordsChecksum();
  let records = 0;
  for await (const batch of recordsUpTo(log, cut)) {
    held.add(batch.map(recordLine).join(""));
    onRead((records += batch.length));
  }
  const watermark = formatWatermark(cut);
  if (held.digest() !== written || watermark !== header.watermark) {
    throw new TransferError(
      "not_verified",
      `What was read back is not what was imported: the file ends at ${header.watermark}, the log at ${watermark}. Another program wrote into ` +
        "the log meanwhile. Empty it and import again.",
    );
  }
  return { records, watermark };
}

async function* groupsOf(file: LogFile): AsyncGenerator<readonly LogRecord[]> {
  let group: LogRecord[] = [];
  let bytes = 0;
  for await (const record of file.records()) {
    group.push(record);
    bytes += record.value.length;
    if (group.length < putRecordsMax && bytes < putBytesMax) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}
