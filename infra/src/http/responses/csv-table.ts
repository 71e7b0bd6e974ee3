/** Any response as a table: RFC 4180, UTF-8, a header row, nested values flattened, the same digits as in JSON. */
import { stringify } from "csv-stringify/sync";
import { harmlessText } from "@qorgau/schemas/csv-text";
import { z } from "zod";
import { plainPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";

type Cell = string | number | boolean | null;
type TableRow = Readonly<Record<string, unknown>>;

/** `columns` are flattened names, in order. A row may be nested; a column that a row does not have is an empty cell. */
export interface Table {
  readonly columns: readonly string[];
  /** Made one by one as they are written, where they are made at all: a table may have thousands. */
  readonly rows: Iterable<TableRow>;
  /** Of the columns, by their names; one that is not here is text. */
  readonly meanings?: Meanings;
  /** Where each row is a cell of a cube. */
  readonly cube?: Cube;
}

export type ColumnType = "integer" | "number" | "truth" | "text";

/** What the contract says of a column. A list is text. */
export interface ColumnMeaning {
  readonly type: ColumnType;
  readonly description?: string;
}
export type Meanings = Readonly<Record<string, ColumnMeaning>>;

/** How the rows of a table are cells: the columns that name a cell, no two rows alike in them, and the columns of its figures. */
export interface Cube {
  readonly dimensions: readonly string[];
  readonly figures: readonly string[];
  /** Which of the dimensions are of time and of place. */
  readonly time?: string;
  readonly places?: readonly string[];
  /** The observation status of a figure in a row, by the SDMX code list CL_OBS_STATUS; null: nothing is said. */
  readonly status?: (row: TableRow, figure: string) => string | null;
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

/**
 * Gives what rows of these schemas say of their flattened columns: a type, and the description in the contract. Of two schemas with a column of the
 * same name the later one holds.
 */
export function meaningsOf(...schemas: readonly z.ZodObject[]): Meanings {
  return Object.fromEntries(schemas.flatMap(meaningsOfMembers));
}

type NamedMeaning = [column: string, meaning: ColumnMeaning];

function meaningsOfMembers({ shape }: z.ZodObject): NamedMeaning[] {
  return Object.entries<z.ZodType>(shape).flatMap(([name, schema]): NamedMeaning[] => {
    const stated = unwrapped(schema);
    if (stated instanceof z.ZodObject) {
      return meaningsOfMembers(stated).map(([member, meaning]): NamedMeaning => [nestedName(name, member), meaning]);
    }
    const description = schema.description ?? stated.description;
    return [[name, { type: typeOf(stated), ...(description === undefined ? {} : { description }) }]];
  });
}

/** A cube of these columns whose figures are the numbers among them that name no cell. */
export function cubeOf(columns: readonly string[], meanings: Meanings, cube: Omit<Cube, "figures">): Cube {
  const isNumber = (column: string) => ["integer", "number"].includes(meanings[column]?.type ?? "text");
  return { ...cube, figures: columns.filter((column) => isNumber(column) && !cube.dimensions.includes(column)) };
}

/** Null and absent are no types of their own: either is an empty cell. */
function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

function typeOf(schema: z.ZodType): ColumnType {
  if (schema instanceof z.ZodNumber) return schema.isInt ? "integer" : "number";
  if (schema instanceof z.ZodBoolean) return "truth";
  if (schema instanceof z.ZodLiteral && [...schema.values].every((value) => typeof value === "boolean")) return "truth";
  return "text";
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
