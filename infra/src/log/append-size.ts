/** How large an append is, and whether the log can ever take it. */
import { EventLogError } from "./event-log.ts";
import type { LogAppend } from "./event-log.ts";

/** Key and value together, in UTF-8. An event is 256 KiB at most; the rest leaves room for what the ingest endpoint adds. */
export const recordBytesMax = 1024 * 1024;

/** What a waiting record costs beyond its text. */
const recordOverheadBytes = 64;

/**
 * Gives the bytes that the append takes in the queue. Throws `append_refused` where it is larger than the queue, or a record is too large or not
 * well-formed Unicode.
 */
export function sizeOfAppend(records: readonly LogAppend[], queueBytesMax: number): number {
  let bytes = 0;
  for (const record of records) bytes += sizeOfRecord(record) + recordOverheadBytes;
  if (bytes > queueBytesMax) {
    throw new EventLogError(
      "append_refused",
      `An append of ${records.length} records takes ${bytes} bytes, more than the log's whole queue of ${queueBytesMax}. Divide it.`,
    );
  }
  return bytes;
}

function sizeOfRecord({ key, value }: LogAppend): number {
  const bytes = Buffer.byteLength(key) + Buffer.byteLength(value);
  if (bytes > recordBytesMax) {
    throw new EventLogError("append_refused", `A record has ${bytes} bytes; the log takes up to ${recordBytesMax}.`);
  }
  if (!key.isWellFormed() || !value.isWellFormed()) {
    throw new EventLogError("append_refused", "A record holds half of a surrogate pair and would not come back as it was given.");
  }
  return bytes;
}
