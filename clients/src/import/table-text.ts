/**
 * The text of a table in a file as spreadsheets leave it: encoding and separator are those that the file itself shows where it does, since
 * opening a file in a spreadsheet and saving it changes both. No guess is made of what the cells hold.
 */

import { isAscii } from "node:buffer";
import { TextDecoder } from "node:util";

/** So many bytes are looked at to find the separator, and from the first that is no ASCII on to find the encoding. */
const headBytesMax = 64 * 1024;
const separators = [",", ";", "\t", "|"] as const;
/** A first line that names the separator to spreadsheets and belongs to no table. */
const separatorLine = /^"?sep=([^\r\n"])"?\r?\n/i;
const byteOrderMarks = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
] as const;

/** A table as text, its first line the header: without byte order mark and without a line that names the separator. */
export interface TableText {
  readonly separator: string;
  readonly text: AsyncIterable<string>;
}

export interface DefaultTable {
  /** Where the file does not say; a label of the WHATWG Encoding Standard. Null: such a file is refused. */
  readonly encoding: string | null;
  /** Names that the first line of such a table holds. */
  readonly columns: readonly string[];
}

/**
 * Reads the first 64 KiB at once, as many where the first byte that is no ASCII comes later, and the rest as `text` is read. Rejects, or `text`
 * does, with what `chunks` rejects with, and with an `Error` where bytes do not fit the encoding or no encoding is known.
 */
export async function readTableText(chunks: AsyncIterable<Uint8Array>, byDefault: DefaultTable): Promise<TableText> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  // ASCII alone reads the same in all but UTF-16: what the file is encoded in shows later, if at all.
  const decoder = isAscii(head) && !head.includes(0) ? null : decoderOf(head, byDefault.encoding);
  const start = decoder === null ? asciiOf(head) : decoder.decode(head, { stream: true });
  const named = separatorLine.exec(start);
  const table = named === null ? start : start.slice(named[0].length);
  return { separator: named?.[1] ?? separatorOf(table, byDefault.columns), text: textFrom(table, source, decoder, byDefault.encoding) };
}

/** `known` is null while there was nothing but ASCII. */
async function* textFrom(
  start: string,
  source: AsyncIterator<Uint8Array>,
  known: TextDecoder | null,
  byDefault: string | null,
): AsyncGenerator<string> {
  yield start;
  let decoder = known;
  for (let next = await source.next(); !next.done; next = await source.next()) {
    if (decoder !== null) yield decoder.decode(next.value, { stream: true });
    else if (isAscii(next.value)) yield asciiOf(next.value);
    else {
      const part = await headOf(source, [next.value]);
      decoder = decoderOf(part, byDefault);
      yield decoder.decode(part, { stream: true });
    }
  }
  if (decoder !== null) yield decoder.decode();
}

const asciiOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

async function headOf(source: AsyncIterator<Uint8Array>, read: Uint8Array[] = []): Promise<Uint8Array> {
  for (let length = read.reduce((sum, part) => sum + part.length, 0); length < headBytesMax;) {
    const next = await source.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(read);
}

function decoderOf(head: Uint8Array, byDefault: string | null): TextDecoder {
  return new TextDecoder(encodingOf(head, byDefault), { fatal: true });
}

/** By a byte order mark; by the zero bytes of Latin text in UTF-16; by being UTF-8 and more than ASCII; else the usual one. */
function encodingOf(head: Uint8Array, byDefault: string | null): string {
  const marked = byteOrderMarks.find(([mark]) => mark.every((byte, index) => head[index] === byte));
  if (marked !== undefined) return marked[1];
  if (head.length >= 2 && head[0] !== 0 && head[1] === 0) return "utf-16le";
  if (head.length >= 2 && head[0] === 0 && head[1] !== 0) return "utf-16be";
  if (head.some((byte) => byte > 0x7f) && isUtf8(head)) return "utf-8";
  if (byDefault === null) throw new Error("it is neither UTF-8 nor UTF-16: name its encoding by --encoding, such as windows-1251.");
  return byDefault;
}

function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The one by which the first line holds the most of the columns; a comma between equals. */
function separatorOf(table: string, columns: readonly string[]): string {
  const [line = ""] = table.trimStart().split(/[\r\n]/, 1);
  const found = separators.map((separator) => {
    const names = new Set(line.split(separator).map(columnName));
    return columns.filter((column) => names.has(column)).length;
  });
  return separators[found.indexOf(Math.max(...found))] as string;
}

/** As it is meant: without quotes and white space (a byte order mark among it) around it. */
export function columnName(text: string): string {
  return text.trim().replaceAll(/^"|"$/g, "").trim();
}
