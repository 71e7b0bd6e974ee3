/** Writes all that a log holds now into a file. */
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { tileWidth } from "../../proof/domain/merkle-tree.ts";
import type { EventLog, LogRecord } from "../event-log.ts";
import { checkpointLine, endLine, headerLine, leavesLine, recordLine, RecordsChecksum } from "./log-file.ts";
import { recordsUpTo } from "./records-up-to.ts";
import { TransferError } from "./transfer-error.ts";

/** Called after each batch with the records that are done and their total. An import counts each record twice. */
export interface TransferProgress {
  (done: { readonly records: number; readonly total: number }): void;
}

/** What of the records' proof goes into the file. */
export interface ExportedProof {
  /** The leaves of the records `256 * tile` to `256 * tile + 255` of a partition, as far as its checkpoint covers them. */
  leaves(partition: number, tile: number): Uint8Array;
  /** The signed note of the checkpoint; null where the partition has none. */
  checkpoint(partition: number): string | null;
}

/** The number of records and the cut that was taken, as text. */
export interface ExportedLog {
  readonly records: number;
  readonly watermark: string;
}

export interface ExportOptions {
  readonly onProgress?: TransferProgress;
  /** Null, or absent, where the log is not proved. */
  readonly proof?: ExportedProof | null;
}

/**
 * Writes the records up to the present end. The file gets its name once it is whole and flushed. Rejects with `file_exists`, with `log_empty`, as
 * `read` does, and with errors of the file system.
 */
export async function exportLog(
  log: EventLog,
  path: string,
  { onProgress = () => {}, proof = null }: ExportOptions = {},
): Promise<ExportedLog> {
  if (existsSync(path)) throw new TransferError("file_exists", `${path} is there already. Choose another name, or move it away.`);
  const cut = await log.end();
  const total = [...cut.values()].reduce((sum, last) => sum + last + 1, 0);
  if (total === 0) throw new TransferError("log_empty", "The log holds nothing: there is nothing to take along.");
  const watermark = formatWatermark(cut);
  const { partitions } = log;
  return writeLogFile(path, { partitions, records: total, watermark, batches: recordsUpTo(log, cut), proof, onProgress });
}

interface WrittenLog extends ExportedLog {
  readonly partitions: number;
  /** Of one partition after the other, in order. */
  readonly batches: AsyncIterable<readonly LogRecord[]>;
  readonly proof: ExportedProof | null;
  readonly onProgress: TransferProgress;
}

/** Writes a log as a file, which gets its name once it is whole and flushed. Rejects as the batches do, and with errors of the file system. */
export async function writeLogFile(path: string, written: WrittenLog): Promise<ExportedLog> {
  const { partitions, records: total, watermark, batches, proof, onProgress } = written;
  const partial = `${path}.partial`;
  try {
    const file = openForWriting(partial, path.endsWith(".gz"));
    const checksum = new RecordsChecksum();
    await file.write(headerLine({ version: proof === null ? 1 : 2, partitions, records: total, watermark }));
    let records = 0;
    for await (const batch of batches) {
      const lines = batch.map(recordLine);
      checksum.add(lines.join(""));
      await file.write(proof === null ? lines.join("") : withProof(batch, lines, proof));
      records += batch.length;
      onProgress({ records, total });
    }
    await file.write(endLine(checksum.digest()));
    await file.end();
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return { records: total, watermark };
}

/** Before the first record of a partition its checkpoint, before each 256 their leaves: whoever compares reads the file once. */
function withProof(records: readonly LogRecord[], lines: readonly string[], proof: ExportedProof): string {
  return records
    .map(({ partition, offset }, index) => {
      const note = offset === 0 ? proof.checkpoint(partition) : null;
      const leaves = offset % tileWidth === 0 ? proof.leaves(partition, offset / tileWidth) : new Uint8Array();
      return `${note === null ? "" : checkpointLine(note)}${leaves.length === 0 ? "" : leavesLine(leaves)}${lines[index]}`;
    })
    .join("");
}

function openForWriting(path: string, compressed: boolean): { write(text: string): Promise<void>; end(): Promise<void> } {
  const file = createWriteStream(path, { flags: "w", flush: true });
  const first: Writable = compressed ? createGzip() : file;
  if (first !== file) first.pipe(file as never);
  const ended = finished(file);
  ended.catch(() => undefined);
  return {
    async write(text) {
      if (!first.write(text)) await Promise.race([once(first, "drain"), ended]);
    },
    async end() {
      first.end();
      await ended;
    },
  };
}
