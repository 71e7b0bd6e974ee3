/** Lists as files that can be cited: each row repeats the cut that it is of, and the rules that it was computed by. */
import { columnsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import type { z } from "zod";

interface Provenance {
  readonly asOf: string | null;
  readonly watermark: string;
  readonly rules: number;
}

const provenanceColumns = ["asOf", "watermark", "rules"] as const;

/** Adds `asOf`, `watermark` and `rules` to every row, after its own columns. */
export function citedTable({ asOf, watermark, rules }: Provenance, columns: readonly string[], rows: Table["rows"]): Table {
  return { columns: [...columns, ...provenanceColumns], rows: rowsOf(rows, (row) => ({ ...row, asOf, watermark, rules })) };
}

/** The columns of a row; of the dimensions, those in `by` alone. */
export function requestedColumns(row: z.ZodObject, dimensions: readonly string[], by: readonly string[]): string[] {
  return columnsOf(row).filter((column) => !dimensions.includes(column) || by.includes(column));
}
