/** Any response as a table: RFC 4180, UTF-8, a header row, nested values flattened, the same digits as in JSON. */
import { stringify } from "csv-stringify/sync";
import { harmlessText } from "@qorgau/schemas/csv-text";
import { z } from "zod";
import { plainPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";

type Cell = string | number | boolean | null;

/** `columns` are flattened names, in order. A row may be nested; a column that a row does not have is an empty cell. */
export interface Table {
  readonly columns: readonly string[];
  /** Made one by one as they are written, where they are made at all: a table may have thousands. */
  readonly rows: Iterable<Readonly<Record<string, unknown>>>;
}

/** `injured.changePercent` becomes `injuredChangePercent`; a member called `value` takes its parent's name. */
function nestedName(parent: string, member: string): string {
  return member === "value" ? parent : `${parent}${member[0]?.toUpperCase() ?? ""}${member.slice(1)}`;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Gives nested objects as one level: `injured.changePercent` becomes `injuredChangePercent`, and a member `value` gets the name of its parent.
 * Arrays stay as they are.
 */
export function flatten(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      isNested(value) ? Object.entries(flatten(value)).map(([member, cell]) => [nestedName(name, member), cell]) : [[name, value]],
    ),
  );
}

/** Gives the flattened columns of rows of this schema, whether or not there are any rows. */
export function columnsOf(row: z.ZodObject): string[] {
  return Object.entries(row.shape).flatMap(([name, schema]) => {
    const reported = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    return reported instanceof z.ZodObject ? columnsOf(reported).map((member) => nestedName(name, member)) : [name];
  });
}

/** Rows made of each item as they are needed. */
export function rowsOf<Item>(items: Iterable<Item>, row: (item: Item) => Readonly<Record<string, unknown>>): Table["rows"] {
  return {
    *[Symbol.iterator]() {
      for (const item of items) yield row(item);
    },
  };
}

const rowsPerPiece = 32;

/**
 * The file in pieces of some rows. Unknown is an empty cell. Text that a spreadsheet would run as a formula (a mine may be called `-1`)
 * gets an apostrophe (`harmlessText`); numbers are left alone, a negative one too.
 */
export function* csvPieces({ columns, rows }: Table, { excel }: Pick<Presentation, "excel"> = plainPresentation): Generator<string, void> {
  const csvOf = excel ? excelCsv : plainCsv;
  // A spreadsheet recognises UTF-8 by the mark; where numbers have decimal commas it cuts at semicolons.
  if (excel) yield "\uFEFF";
  yield csvOf([columns]);
  let lines: Cell[][] = [];
  for (const row of rows) {
    const flat = flatten(row);
    lines.push(columns.map((column) => (flat[column] ?? null) as Cell));
    if (lines.length < rowsPerPiece) continue;
    yield csvOf(lines);
    lines = [];
  }
  if (lines.length > 0) yield csvOf(lines);
}

/** Gives the whole file at once, with commas and without a mark; `csvPieces` gives it in pieces. */
export function toCsv(table: Table): string {
  return [...csvPieces(table)].join("");
}

const plainCsv = (lines: readonly (readonly Cell[])[]) => csvText(lines, ",");
const excelCsv = (lines: readonly (readonly Cell[])[]) => csvText(lines, ";");

function csvText(lines: readonly (readonly Cell[])[], delimiter: string): string {
  return stringify(lines as Cell[][], {
    delimiter,
    record_delimiter: "\r\n",
    cast: { boolean: String, number: String, string: harmlessText },
  });
}
