/** Writes all that a log holds now into a file. */
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { EventLog } from "../event-log.ts";
import { endLine, headerLine, recordLine, RecordsChecksum } from "./log-file.ts";
import { recordsUpTo } from "./records-up-to.ts";
import { TransferError } from "./transfer-error.ts";

/** Called after each batch with the records that are done and their total. An import counts each record twice. */
export interface TransferProgress {
  (done: { readonly records: number; readonly total: number }): void;
}

/** The number of records and the cut that was taken, as text. */
export interface ExportedLog {
  readonly records: number;
  readonly watermark: string;
}

/**
 * Writes the records up to the present end. The file gets its name once it is whole and flushed. Rejects with `file_exists`, with `log_empty`, as
 * `read` does, and with errors of the file system.
 */
export async function exportLog(log: EventLog, path: string, onProgress: TransferProgress = () => {}): Promise<ExportedLog> {
  if (existsSync(path)) throw new TransferError("file_exists", `${path} is there already. Choose another name, or move it away.`);
  const cut = await log.end();
  const total = [...cut.values()].reduce((sum, last) => sum + last + 1, 0);
  if (total === 0) throw new TransferError("log_empty", "The log holds nothing: there is nothing to take along.");
  const watermark = formatWatermark(cut);
  const partial = `${path}.partial`;
  try {
    const file = openForWriting(partial, path.endsWith(".gz"));
    const checksum = new RecordsChecksum();
    await file.write(headerLine(log.partitions, total, watermark));
    let records = 0;
    for await (const batch of recordsUpTo(log, cut)) {
      const lines = batch.map(recordLine).join("");
      checksum.add(lines);
      await file.write(lines);
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
