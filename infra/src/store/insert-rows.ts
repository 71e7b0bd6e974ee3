/** Inserts over @clickhouse/client: one block each, plain or where a condition holds. */
import { Readable } from "node:stream";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { z } from "zod";
import { translated } from "./clickhouse-errors.ts";
import { writeTimeoutMs } from "./connect-clickhouse.ts";
import { insertBytesMax, insertRowsMax, StoreError } from "./store.ts";
import type { InsertCondition, Store } from "./store.ts";

export interface Insert {
  readonly table: string;
  readonly rows: readonly object[];
  readonly settings: ClickHouseSettings;
  readonly condition?: InsertCondition & { readonly types: ColumnTypes };
}

/** The types of a table's columns, by name. */
export type ColumnTypes = ReadonlyMap<string, string>;

const identifier = /^[a-z_][a-z0-9_]*$/;

/**
 * Sends one INSERT, which ends after 120 s. Without rows it sends nothing; with a condition, which nobody would look at, it rejects then. Rejects
 * with a StoreError; with a TypeError or RangeError for a wrong name, no rows behind a condition, more than `insertRowsMax` rows or `insertBytesMax` bytes.
 */
export async function runInsert(client: ClickHouseClient, { table, rows, settings, condition }: Insert): Promise<void> {
  if (!identifier.test(table)) throw new TypeError("A table is named in lower case letters, digits and underscores.");
  if (rows.length > insertRowsMax) throw new RangeError(`One insert holds at most ${insertRowsMax} rows, this one ${rows.length}.`);
  if (rows.length === 0 && condition !== undefined) throw new RangeError("An insert that depends on a condition has rows.");
  if (rows.length === 0) return;
  const signal = AbortSignal.timeout(writeTimeoutMs);
  const columns = Object.keys(rows[0]!);
  if (!columns.every((name) => identifier.test(name))) throw new TypeError("A column is named like a table.");
  const named = `INSERT INTO ${table} (${columns.join(", ")})`;
  await translated({ late: signal }, `INSERT INTO ${table}`, async () => {
    const { stream } = await client.exec({
      // Without names in every row, which take the engine a fifth of the time of an insert.
      query: `${named}${condition === undefined ? "" : conditionally(condition, columns)} FORMAT JSONCompactEachRow`,
      values: Readable.from(rowLines(rows, columns), { objectMode: false }),
      query_params: { ...condition?.params },
      clickhouse_settings: settings,
      abort_signal: signal,
    });
    await stream.toArray();
  });
}

/** A condition that is not known to hold does not; `throwIf` makes of it an error instead of a silent nothing. */
function conditionally({ sql, types }: InsertCondition & { readonly types: ColumnTypes }, columns: readonly string[]): string {
  const unknown = columns.find((name) => !types.has(name));
  if (unknown !== undefined) throw new StoreError("store_rejected", `The table has no column ${unknown}.`);
  const structure = columns.map((name) => `${name} ${types.get(name)}`).join(", ");
  const quotable = structure.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return ` SELECT * FROM input('${quotable}') WHERE throwIf(NOT ifNull(${sql}, 0)) = 0`;
}

/** The columns of a table with their types: requested once. */
export function createColumnTypes(query: Store["query"]): (table: string) => Promise<ColumnTypes> {
  const known = new Map<string, ColumnTypes>();
  return async (table) => {
    const found = known.get(table);
    if (found !== undefined) return found;
    const columns = await query({
      sql: "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position",
      params: { table },
      row: z.object({ name: z.string(), type: z.string() }),
    });
    const types = new Map(columns.map(({ name, type }) => [name, type]));
    if (types.size > 0) known.set(table, types);
    return types;
  };
}

/** Rows turned into text at a time: some milliseconds, so that requests get responses in between. */
const rowsPerChunk = 500;

async function* rowLines(rows: readonly object[], columns: readonly string[]): AsyncGenerator<Buffer> {
  let bytes = 0;
  for (let first = 0; first < rows.length; first += rowsPerChunk) {
    const lines = rows.slice(first, first + rowsPerChunk).map((row) => JSON.stringify(valuesOf(row, columns)));
    const chunk = Buffer.from(`${lines.join("\n")}\n`);
    bytes += chunk.length;
    // The body breaks off, which the store takes for what it is: no insert.
    if (bytes > insertBytesMax) throw new RangeError(`One insert holds at most ${insertBytesMax} bytes.`);
    yield chunk;
    await new Promise(setImmediate);
  }
}

/** In the order of the columns. A row with other members breaks the body off: none of the rows is inserted. */
function valuesOf(row: object, columns: readonly string[]): unknown[] {
  const values = columns.map((name) => (row as Readonly<Record<string, unknown>>)[name]);
  if (Object.keys(row).length !== columns.length || values.includes(undefined)) {
    throw new TypeError("The rows of one insert have the same members.");
  }
  return values;
}
