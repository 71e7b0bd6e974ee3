/**
 * A table as Apache Parquet: typed columns, whole numbers, decimal ones, truths and text, all of which may be null; the facts of the response are the
 * key-value metadata of the file. The same table, the same bytes.
 */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { ColumnSource } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import { flatten } from "./csv-table.ts";
import type { ColumnType, Table } from "./csv-table.ts";

/** Readers like row groups to be large; a group is encoded in one piece, which is some milliseconds for so many rows. */
const rowsPerGroup = 2_048;
const rowsPerStep = 64;

const elements: Readonly<Record<ColumnType, Omit<SchemaElement, "name">>> = {
  integer: { type: "INT64" },
  number: { type: "DOUBLE" },
  truth: { type: "BOOLEAN" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
};

/** Gives the bytes of the file, in steps between which other work runs. The facts are text, null ones left out. */
export function* parquetPieces(
  table: Table,
  facts: Readonly<Record<string, string | number | boolean | null>>,
): Generator<Uint8Array, void> {
  const { columns, rows, meanings = {} } = table;
  const types = columns.map((column): ColumnType => meanings[column]?.type ?? "text");
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [
      { name: "root", num_children: columns.length },
      ...columns.map((name, place): SchemaElement => ({ name, repetition_type: "OPTIONAL", ...elements[types[place] ?? "text"] })),
    ],
    kvMetadata: Object.entries(facts).flatMap(([key, value]) => (value === null ? [] : [{ key, value: String(value) }])),
    createdBy: "Qorgau",
  });
  const writeGroup = (cells: readonly unknown[][]): void => {
    const columnData = columns.map((name, place): ColumnSource => ({ name, data: cells[place] ?? [] }));
    void file.write({ columnData, rowGroupSize: rowsPerGroup });
  };
  let cells: unknown[][] = columns.map(() => []);
  let rowsRead = 0;
  for (const row of rows) {
    const flat = flatten(row);
    for (const [place, column] of columns.entries()) cells[place]?.push(cellOf(flat[column], types[place] ?? "text"));
    rowsRead += 1;
    if (rowsRead % rowsPerGroup === 0) {
      writeGroup(cells);
      cells = columns.map(() => []);
    }
    if (rowsRead % rowsPerStep === 0) yield new Uint8Array();
  }
  if (rowsRead % rowsPerGroup !== 0) writeGroup(cells);
  void file.finish();
  yield writer.getBytes();
}

function cellOf(value: unknown, type: ColumnType): unknown {
  if (value === null || value === undefined) return null;
  if (type === "integer") return BigInt(value as number);
  if (type === "text") return typeof value === "string" ? value : JSON.stringify(value);
  return value;
}
