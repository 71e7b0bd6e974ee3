/**
 * A log as a file of lines: a header, the records partition by partition in the order of offsets, and a last line with the checksum of
 * the records' lines, without which a file that was cut off would look whole. Compressed with gzip where its name ends in `.gz`. Version 2 has the proof
 * of the records among them: before the first one of a partition the checkpoint that covers them, and before each 256 their leaves.
 */
import { createHash } from "node:crypto";
import { valueOfFlaw } from "@qorgau/schemas/log/logged-content";
import { z } from "zod";
import type { LogRecord } from "../event-log.ts";
import { rawLinesOf } from "./raw-lines.ts";
import { TransferError } from "./transfer-error.ts";

const header = z.strictObject({
  format: z.literal("qorgau-log"),
  version: z.union([z.literal(1), z.literal(2)]),
  partitions: z.int().min(1),
  records: z.int().min(0),
  /** The cut that was taken. */
  watermark: z.string(),
});
export type LogFileHeader = z.infer<typeof header>;

const line = z.strictObject({
  partition: z.int().min(0),
  offset: z.int().min(0),
  recordedAt: z.iso.datetime({ precision: 3 }),
  key: z.string(),
  value: z.string(),
});
const leaves = z.strictObject({ leaves: z.base64() });
const checkpoint = z.strictObject({ checkpoint: z.string() });
const proof = z.union([leaves, checkpoint]);
const end = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Gives the first line with its line feed. `records` is the number of record lines; `watermark` is the cut, as text. */
export function headerLine(header: Omit<LogFileHeader, "format">): string {
  const { version, partitions, records, watermark } = header;
  return `${JSON.stringify({ format: "qorgau-log", version, partitions, records, watermark } satisfies LogFileHeader)}\n`;
}

/** Gives the line before the records of a tile: their leaves, 32 bytes each, in Base64. */
export function leavesLine(hashes: Uint8Array): string {
  return `${JSON.stringify({ leaves: Buffer.from(hashes).toString("base64") } satisfies z.infer<typeof leaves>)}\n`;
}

/** Gives the line before the records of a partition: the signed note that covers them. */
export function checkpointLine(note: string): string {
  return `${JSON.stringify({ checkpoint: note } satisfies z.infer<typeof checkpoint>)}\n`;
}

/** A line as it is found, for who does not trust the file. `record` is there where the line is, byte by byte, one that an export writes. */
export type FoundLine =
  | { readonly kind: "record"; readonly record: LogRecord }
  | { readonly kind: "leaves"; readonly hashes: Uint8Array }
  | { readonly kind: "checkpoint"; readonly note: string }
  | { readonly kind: "end"; readonly sha256: string }
  | { readonly kind: "header"; readonly header: LogFileHeader }
  | { readonly kind: "damaged" };

/** Reads one line, without its line feed. */
export function readLine(bytes: Buffer): FoundLine {
  const text = bytes.toString("utf8");
  const json = jsonOf(text);
  const found = kindOf(json);
  return found !== null && Buffer.from(textOf(found)).equals(bytes) ? found : { kind: "damaged" };
}

function kindOf(json: unknown): Exclude<FoundLine, { readonly kind: "damaged" }> | null {
  const record = line.safeParse(json);
  if (record.success) {
    const { recordedAt, ...rest } = record.data;
    return { kind: "record", record: { ...rest, timestampMs: Date.parse(recordedAt) } };
  }
  const ofLeaves = leaves.safeParse(json);
  if (ofLeaves.success) return { kind: "leaves", hashes: Buffer.from(ofLeaves.data.leaves, "base64") };
  const ofCheckpoint = checkpoint.safeParse(json);
  if (ofCheckpoint.success) return { kind: "checkpoint", note: ofCheckpoint.data.checkpoint };
  const last = end.safeParse(json);
  if (last.success) return { kind: "end", ...last.data };
  const first = header.safeParse(json);
  return first.success ? { kind: "header", header: first.data } : null;
}

function textOf(found: Exclude<FoundLine, { readonly kind: "damaged" }>): string {
  const written = () => {
    if (found.kind === "record") return recordLine(found.record);
    if (found.kind === "leaves") return leavesLine(found.hashes);
    if (found.kind === "checkpoint") return checkpointLine(found.note);
    return found.kind === "end" ? endLine(found.sha256) : headerLine(found.header);
  };
  return written().slice(0, -1);
}

/** Gives a record as one line of JSON with its line feed, its stamp in UTC with milliseconds. The checksum is that of these lines. */
export function recordLine({ partition, offset, timestampMs, key, value: held, flaw }: LogRecord): string {
  const value = flaw === undefined ? held : valueOfFlaw(flaw);
  return `${JSON.stringify({ partition, offset, recordedAt: new Date(timestampMs).toISOString(), key, value })}\n`;
}

/** Gives the last line with its line feed. `sha256` is that of all record lines, as 64 hex digits. */
export function endLine(sha256: string): string {
  return `${JSON.stringify({ sha256 })}\n`;
}

/** The SHA-256, hex, of the records' lines in their order. */
export class RecordsChecksum {
  readonly #hash = createHash("sha256");

  add(lines: string): void {
    this.#hash.update(lines);
  }

  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** A file whose first line was read. `records` goes on in the same stream, so that it can be read once. */
export interface LogFile {
  readonly header: LogFileHeader;
  /** Throws `file_unusable` where they are not as the header and the last line say. */
  records(): AsyncIterable<LogRecord>;
}

/** Opens the file and reads its first line. Rejects with `file_unusable` where it cannot be read or does not begin with a header. */
export async function openLogFile(path: string): Promise<LogFile> {
  const lines = linesOf(path);
  const first = await lines.next();
  const parsed = header.safeParse(first.done === true ? null : jsonOf(first.value));
  if (!parsed.success) {
    await lines.return(undefined);
    throw unusable(path, "it does not begin with the line that an export begins with");
  }
  return { header: parsed.data, records: () => recordsOf(path, parsed.data, lines) };
}

async function* recordsOf(path: string, { records, version }: LogFileHeader, lines: AsyncIterable<string>): AsyncGenerator<LogRecord> {
  const checksum = new RecordsChecksum();
  const next = new Map<number, number>();
  let count = 0;
  let lineNumber = 1;
  for await (const text of lines) {
    lineNumber += 1;
    const json = jsonOf(text);
    const last = end.safeParse(json);
    if (last.success) {
      if (count !== records) throw unusable(path, `its first line tells of ${records} records, and it holds ${count}`);
      if (last.data.sha256 !== checksum.digest()) throw unusable(path, "its records are not those of its checksum");
      return;
    }
    const record = line.safeParse(json);
    if (!record.success && version === 2 && proof.safeParse(json).success) continue;
    if (!record.success) throw unusable(path, `line ${lineNumber} is no record`);
    const { recordedAt, ...rest } = record.data;
    if (rest.offset !== (next.get(rest.partition) ?? 0)) throw unusable(path, `record ${rest.partition}:${rest.offset} is out of order`);
    next.set(rest.partition, rest.offset + 1);
    checksum.add(`${text}\n`);
    count += 1;
    yield { ...rest, timestampMs: Date.parse(recordedAt) };
  }
  throw unusable(path, "it ends before its last line");
}

/** Lines end with a line feed and nothing else: the library of Node takes more for an end than JSON escapes. */
async function* linesOf(path: string): AsyncGenerator<string, undefined> {
  try {
    for await (const bytes of rawLinesOf(path)) yield bytes.toString("utf8");
  } catch (error) {
    throw unusable(path, error instanceof Error ? error.message : String(error));
  }
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unusable(path: string, reason: string): TransferError {
  return new TransferError("file_unusable", `${path} cannot be imported: ${reason}.`);
}
