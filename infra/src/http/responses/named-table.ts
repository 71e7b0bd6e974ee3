/** Tables and responses with the names of their codes: `regionName` beside `region`. The codes stay what they are. */
import { namedColumns, nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import { flatten, rowsOf } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";

type Row = Readonly<Record<string, unknown>>;

const rowsPerStep = 64;
const isCoded: ReadonlySet<string> = new Set([...namedColumns, "code"]);
const nameColumn = (column: string) => `${column}Name`;

/** The code of an annual rollup's row is of the list that its scope names. */
function nameIn(row: Row, column: string, language: Language): string | null {
  return nameOfCode(column === "code" ? String(row["scope"]) : column, row[column], language);
}

/**
 * Gives the same table with a column `<column>Name` behind every column of codes, in `language`; null where the code has no name. Rows are made and
 * flattened as they are read.
 */
export function namedTable({ columns, rows, ...table }: Table, language: Language): Table {
  const coded = columns.filter((column) => isCoded.has(column) && (column !== "code" || columns.includes("scope")));
  return {
    ...table,
    columns: columns.flatMap((column) => (coded.includes(column) ? [column, nameColumn(column)] : [column])),
    rows: rowsOf(rows, (row) => {
      const flat = flatten(row);
      return { ...flat, ...Object.fromEntries(coded.map((column) => [nameColumn(column), nameIn(flat, column, language)])) };
    }),
  };
}

/** Gives the JSON response with names in the rows of its lists, in steps between which other work runs. */
export function* namedResponse(response: object, language: Language): Generator<void, object> {
  const named: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(response)) named[member] = yield* namedMember(value, language);
  return named;
}

function* namedMember(value: unknown, language: Language): Generator<void, unknown> {
  if (Array.isArray(value)) return yield* namedList(value, language);
  // A table of several, as in `/v1/quality`.
  if (isRow(value) && Array.isArray(value["rows"])) return { ...value, rows: yield* namedList(value["rows"], language) };
  return isRow(value) ? namedRow(value, language) : value;
}

function* namedList(values: readonly unknown[], language: Language): Generator<void, unknown[]> {
  const named: unknown[] = [];
  for (const value of values) {
    named.push(isRow(value) ? namedRow(value, language) : value);
    if (named.length % rowsPerStep === 0) yield;
  }
  return named;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function namedRow(row: Row, language: Language): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => {
      const isCode = isCoded.has(column) && (column !== "code" || "scope" in row) && (value === null || typeof value === "string");
      return isCode
        ? [
            [column, value],
            [nameColumn(column), nameIn(row, column, language)],
          ]
        : [[column, value]];
    }),
  );
}
