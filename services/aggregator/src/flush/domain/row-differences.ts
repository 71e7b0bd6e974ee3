/** In which columns published rows differ from what was counted again. Pure. */
import {
  caseDetails,
  caseDimensions,
  figureNames,
  monthDimensions,
  noDetails,
  noDimensions,
  noFigures,
} from "@qorgau/schemas/rows/published";
import type { Dimensions, Figures, PublishedGrain, UnversionedRow } from "@qorgau/schemas/rows/published";

/** One row of `published` that is not what the journal gives at the same cut. */
export interface RowDifference {
  readonly grain: PublishedGrain;
  readonly cell: string;
  /** The columns that differ, with both values. Payloads are left out: they are long, and the column is enough. */
  readonly columns: readonly { readonly column: string; readonly published: unknown; readonly recounted: unknown }[];
  /** The row that should be published; empty where none should. */
  readonly right: UnversionedRow;
}

/** Of the rows of cases, exposure records or months of these cells. A row that is not there, an empty one and one of zeros are the same. */
export function rowDifferences(cells: Iterable<string>, published: CellRows, recounted: CellRows): RowDifference[] {
  return [...cells].flatMap((cell) => {
    const current = published.get(cell);
    const right = recounted.get(cell);
    const columns = differingColumns(current, right);
    if (columns.length === 0) return [];
    const grain = (right ?? current)!.grain;
    return [{ grain, cell, columns, right: right ?? emptyRow(grain, cell, current!.date) }];
  });
}

/** Rows by cell; a cell that has no row is absent. */
export type CellRows = ReadonlyMap<string, UnversionedRow>;

function differingColumns(current: UnversionedRow | undefined, right: UnversionedRow | undefined): RowDifference["columns"] {
  const before = current === undefined || isEmpty(current) ? undefined : current;
  const after = right === undefined || isEmpty(right) ? undefined : right;
  if (before === undefined && after === undefined) return [];
  return (["date", ...caseDetails, ...caseDimensions, ...figureNames, "payload"] as const)
    .filter((column) => before?.[column] !== after?.[column])
    .map((column) => ({
      column,
      ...(column === "payload" ? {} : { published: before?.[column] ?? null, recounted: after?.[column] ?? null }),
    }))
    .map((difference) => ({ published: "(text)", recounted: "(text)", ...difference }));
}

function isEmpty(row: UnversionedRow): boolean {
  return row.payload === "" && figureNames.every((name) => row[name] === 0);
}

function emptyRow(grain: PublishedGrain, cell: string, date: string): UnversionedRow {
  return { grain, cell, date, ...noDetails, ...noDimensions, ...noFigures, payload: "" };
}

/** The row of a month's cell, whose text names its month and its dimensions. */
export function monthRow(cell: string, figures: Figures): UnversionedRow {
  const [month = "", ...codes] = cell.split("|");
  const stored = Object.fromEntries(monthDimensions.map((name, place) => [name, codes[place] ?? ""])) as Partial<Dimensions>;
  return { grain: "month", cell, date: `${month}-01`, ...noDetails, ...noDimensions, ...stored, ...figures, payload: "" };
}
