/** A text file: events as JSON, or a table whose encoding and separator are those that it shows itself. */
import { parse } from "csv-parse/browser/esm/sync";
import { tableOf } from "@qorgau/schemas/tables/table-of";
import { eventsOfArray, eventsOfLines, formOf } from "./split-events.ts";
import type { OpenedFile } from "./read-rows.ts";

const separators = [",", ";", "\t", "|"] as const;
/** A first line that names the separator to spreadsheets and belongs to no table. */
const separatorLine = /^"?sep=([^\r\n"])"?\r?\n/i;

/** Throws where the table is none: a quote that is not closed, a row with text beyond the header. */
export function readText(bytes: ArrayBuffer): OpenedFile {
  const text = decoded(bytes);
  const form = formOf(text);
  if (form === "lines") return { kind: "events", rows: eventsOfLines(text) };
  if (form === "array") return { kind: "events", rows: eventsOfArray(text) };
  const named = separatorLine.exec(text);
  const table = named === null ? text : text.slice(named[0].length);
  const delimiter = named?.[1] ?? separatorOf(table);
  const read = tableOf(parse(table, { delimiter, relax_column_count: true }));
  const moved = read.rows.find(({ cells }) => cells.slice(read.header.length).some((cell) => String(cell).trim() !== ""));
  if (moved === undefined) return { kind: "table", ...read };
  throw new Error(
    `row ${moved.row} has ${moved.cells.length} cells, the header ${read.header.length}: a separator within a cell has moved the others. Put such a cell in quotes.`,
  );
}

/** UTF-8 and UTF-16 by their marks; else UTF-8 where the bytes are, and Windows-1251 as spreadsheets of the country save it where they are not. */
function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1251").decode(bytes);
  }
}

/** The one that the first line holds the most of; a comma between equals. */
function separatorOf(table: string): string {
  const [line = ""] = table.trimStart().split(/[\r\n]/, 1);
  const counts = separators.map((separator) => line.split(separator).length);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}
