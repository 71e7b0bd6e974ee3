/**
 * The text of a table in a file as spreadsheets leave it: encoding and separator are those that the file itself shows where it does, since
 * opening a file in a spreadsheet and saving it changes both. No guess is made of what the cells hold.
 */

import { TextDecoder } from "node:util";

/** So many bytes are looked at to find the encoding and the separator. */
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
  /** Where the file does not say; a label of the WHATWG Encoding Standard. */
  readonly encoding: string;
  /** Names that the first line of such a table holds. */
  readonly columns: readonly string[];
}

/**
 * Reads the first 64 KiB at once and the rest as `text` is read. Bytes that do not fit the encoding become U+FFFD; it rejects with what `chunks`
 * rejects with.
 */
export async function readTableText(chunks: AsyncIterable<Uint8Array>, byDefault: DefaultTable): Promise<TableText> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const decoder = new TextDecoder(encodingOf(head, byDefault.encoding));
  const start = decoder.decode(head, { stream: true });
  const named = separatorLine.exec(start);
  const table = named === null ? start : start.slice(named[0].length);
  return { separator: named?.[1] ?? separatorOf(table, byDefault.columns), text: textFrom(table, source, decoder) };
}

async function* textFrom(start: string, source: AsyncIterator<Uint8Array>, decoder: TextDecoder): AsyncGenerator<string> {
  yield start;
  for (let next = await source.next(); !next.done; next = await source.next()) yield decoder.decode(next.value, { stream: true });
  yield decoder.decode();
}

async function headOf(source: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for (let length = 0; length < headBytesMax;) {
    const next = await source.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(read);
}

/** By a byte order mark; by the zero bytes of Latin text in UTF-16; by being UTF-8 and more than ASCII; else the usual one. */
function encodingOf(head: Uint8Array, byDefault: string): string {
  const marked = byteOrderMarks.find(([mark]) => mark.every((byte, index) => head[index] === byte));
  if (marked !== undefined) return marked[1];
  if (head.length >= 2 && head[0] !== 0 && head[1] === 0) return "utf-16le";
  if (head.length >= 2 && head[0] === 0 && head[1] !== 0) return "utf-16be";
  return head.some((byte) => byte > 0x7f) && isUtf8(head) ? "utf-8" : byDefault;
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
