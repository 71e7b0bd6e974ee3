/** Carries an exported log over to another pseudonym key: the same records at the same positions, recorded at the same time, under other pseudonyms. */
import { existsSync } from "node:fs";
import type { LogRecord } from "../event-log.ts";
import { keyIdOf } from "../log-key.ts";
import { writeLogFile } from "./export-log.ts";
import type { ExportedLog, TransferProgress } from "./export-log.ts";
import { openLogFile } from "./log-file.ts";
import type { LogFile } from "./log-file.ts";
import { TransferError } from "./transfer-error.ts";

export interface CarriedKey {
  readonly from: { readonly keyId: string };
  readonly to: { readonly keyId: string };
  /** Gives what a pseudonym of `from` is under `to`. */
  readonly carry: (pseudonym: string) => string;
}

const recordsPerBatch = 1000;

/**
 * Writes the export `to` from the export `from`, without its proof: what was signed are the records as they were. Rejects with `file_exists`, with
 * `file_unusable` where `from` is damaged or the name of a record holds a pseudonym, and with errors of the file system.
 */
export async function rekeyLog(from: string, to: string, key: CarriedKey, onProgress: TransferProgress = () => {}): Promise<ExportedLog> {
  if (existsSync(to)) throw new TransferError("file_exists", `${to} is there already. Choose another name, or move it away.`);
  const file = await openLogFile(from);
  const { partitions, records, watermark } = file.header;
  return writeLogFile(to, { partitions, records, watermark, batches: carriedBatches(file, from, key), proof: null, onProgress });
}

async function* carriedBatches(file: LogFile, path: string, { from, to, carry }: CarriedKey): AsyncGenerator<readonly LogRecord[]> {
  const prefix = `qg1:${from.keyId}:`;
  const pseudonyms = new RegExp(`${prefix}[0-9a-f]{64}`, "g");
  const member = ({ keyId }: { readonly keyId: string }) => JSON.stringify({ keyId }).slice(1, -1);
  let logKeyId: string | null = null;
  let batch: LogRecord[] = [];
  for await (const record of file.records()) {
    logKeyId ??= keyIdOf(record, file.header.partitions);
    if (logKeyId !== null && logKeyId !== from.keyId) {
      throw new TransferError(
        "file_unusable",
        `${path} cannot be carried over: its pseudonyms are of the key ${logKeyId}, and the key file holds ${from.keyId}.`,
      );
    }
    // Where a record lies follows from its name, which cannot change.
    if (record.key.includes(prefix)) {
      const place = `${record.partition}:${record.offset}`;
      throw new TransferError("file_unusable", `${path} cannot be carried over: the name of record ${place} holds a pseudonym.`);
    }
    batch.push({ ...record, value: record.value.replaceAll(pseudonyms, carry).replaceAll(member(from), member(to)) });
    if (batch.length < recordsPerBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
