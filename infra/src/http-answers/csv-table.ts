/** Any answer as a table: RFC 4180, UTF-8, a header row, nested values flattened, the same digits as in JSON. */
import { stringify } from "csv-stringify/sync";
import { z } from "zod";

type Cell = string | number | boolean | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** `injured.changePercent` becomes `injuredChangePercent`; a member called `value` takes its parent's name. */
function nestedName(parent: string, member: string): string {
  return member === "value" ? parent : `${parent}${member[0]?.toUpperCase() ?? ""}${member.slice(1)}`;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function flatten(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      isNested(value) ? Object.entries(value).map(([member, cell]) => [nestedName(name, member), cell]) : [[name, value]],
    ),
  );
}

/** The columns that rows of this shape have once flattened, whether or not there are any rows. */
export function columnsOf(row: z.ZodObject): string[] {
  return Object.entries(row.shape).flatMap(([name, schema]) =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape).map((member) => nestedName(name, member)) : [name],
  );
}

/**
 * Unknown is an empty cell. Text that a spreadsheet would run as a formula (a mine may be called `-1`) gets a leading apostrophe;
 * numbers are left alone, a negative one too.
 */
export function toCsv(table: Table): string {
  return stringify(
    table.rows.map((row) => {
      const flat = flatten(row);
      return table.columns.map((column) => (flat[column] ?? null) as Cell);
    }),
    {
      header: true,
      columns: [...table.columns],
      record_delimiter: "\r\n",
      escape_formulas: true,
      cast: { boolean: String, number: String },
    },
  );
}
