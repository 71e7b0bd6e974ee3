/**
 * A table as a workbook (Office Open XML), made piece by piece: a sheet of the rows, whose numbers are the digits of the
 * JSON, and a sheet that says what the table is. Every cell has its type: text is text, so that none is a formula whatever it
 * begins with. The same table, the same bytes.
 */
import type { Language } from "@qorgau/schemas/languages";
import { flatten } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";
import { columnLetters, inlineText, sheetEnd, sheetStart, workbookFiles } from "./xlsx-xml.ts";
import { zipPieces } from "./zip-pieces.ts";
import type { ZipPart } from "./zip-pieces.ts";

const rowsPerPiece = 32;

/** The content of the second sheet of a workbook: a row for the title, then one row of name and value for each fact. */
export interface About {
  /** What the file is called, without its ending. */
  readonly title: string;
  /** Facts of the whole response, by the names of its members. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Gives the bytes of the file in pieces. The names of the sheets are in `language`. */
export function xlsxPieces(table: Table, about: About, language: Language): Generator<Buffer, void> {
  const files = Object.entries(workbookFiles(language)).map(([path, text]): ZipPart => [path, [text]]);
  return zipPieces([...files, ["xl/worksheets/sheet2.xml", [aboutSheet(about)]], ["xl/worksheets/sheet1.xml", sheetOf(table)]]);
}

function* sheetOf({ columns, rows }: Table): Generator<string, void> {
  const letters = columns.map((_, place) => columnLetters(place));
  yield `${sheetStart(columns)}${rowOf(
    columns.map((column, place) => inlineText(`${letters[place]}1`, column, 1)),
    1,
  )}`;
  let lines = "";
  let number = 1;
  for (const row of rows) {
    const flat = flatten(row);
    number += 1;
    lines += rowOf(
      columns.map((column, place) => cellOf(`${letters[place]}${number}`, flat[column])),
      number,
    );
    if ((number - 1) % rowsPerPiece !== 0) continue;
    yield lines;
    lines = "";
  }
  yield `${lines}${sheetEnd}`;
}

function rowOf(cells: readonly string[], number: number): string {
  return `<row r="${number}">${cells.join("")}</row>`;
}

/** Unknown is no cell at all; a number has the digits of the JSON. */
function cellOf(place: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return Number.isFinite(value) ? `<c r="${place}"><v>${value}</v></c>` : "";
  if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`;
  return inlineText(place, typeof value === "string" ? value : JSON.stringify(value), 0);
}

function aboutSheet({ title, facts }: About): string {
  const lines = Object.entries({ table: title, ...facts });
  const rows = lines.map(([name, value], index) => {
    const number = index + 1;
    return rowOf([inlineText(`A${number}`, name, 1), cellOf(`B${number}`, value)], number);
  });
  return `${sheetStart(["", ""])}${rows.join("")}${sheetEnd}`;
}
