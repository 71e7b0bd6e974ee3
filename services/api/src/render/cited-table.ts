/** Lists as files that can be cited: each row repeats the cut that it is of, and the rules that it was computed by. */
import { columnsOf, cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Cube, Table } from "@qorgau/infra/http/responses/csv-table";
import { responseCut } from "@qorgau/schemas/responses/response-members";
import { z } from "zod";

interface Provenance {
  readonly asOf: string | null;
  readonly watermark: string;
  readonly rules: number;
}

const provenanceColumns = ["asOf", "watermark", "rules"] as const;
const ofProvenance = meaningsOf(z.object(responseCut));

/** Adds `asOf`, `watermark` and `rules` to every row, after its own columns. */
export function citedTable({ asOf, watermark, rules }: Provenance, { columns, rows, meanings, ...table }: Table): Table {
  return {
    ...table,
    columns: [...columns, ...provenanceColumns],
    rows: rowsOf(rows, (row) => ({ ...row, asOf, watermark, rules })),
    meanings: { ...ofProvenance, ...meanings },
  };
}

/** A table of cells that can be cited: the columns of a row of this schema, of its dimensions those asked for, which name the cell. */
export function citedCells(
  provenance: Provenance,
  { row, columns, dimensions }: { readonly row: z.ZodObject; readonly columns: readonly string[]; readonly dimensions: readonly string[] },
  rows: Table["rows"],
): Table {
  const meanings = meaningsOf(row);
  return citedTable(provenance, { columns, rows, meanings, cube: cubeOf(columns, meanings, { dimensions, ...timeAndPlaces(dimensions) }) });
}

/** Which dimensions of a cube are of time and of place. */
export function timeAndPlaces(dimensions: readonly string[]): Pick<Cube, "time" | "places"> {
  const time = dimensions.find((dimension) => dimension === "period" || dimension === "year");
  const places = dimensions.filter((dimension) => dimension === "country" || dimension === "region");
  return { ...(time === undefined ? {} : { time }), ...(places.length === 0 ? {} : { places }) };
}

/** The columns of a row; of the dimensions, those in `by` alone. */
export function requestedColumns(row: z.ZodObject, dimensions: readonly string[], by: readonly string[]): string[] {
  return columnsOf(row).filter((column) => !dimensions.includes(column) || by.includes(column));
}
