/** A workbook as it is to be printed: sheets of titles, a table under a head of two rows, and notes. */

export type CellFormat = "count" | "percent" | "rate";

/** Null is an empty cell. */
export interface WorkbookCell {
  readonly value: string | number;
  readonly format?: CellFormat;
  readonly style?: "title" | "subtitle" | "head" | "label" | "note";
  /** How many columns, or rows, it takes; those beside it are null. */
  readonly columnSpan?: number;
  readonly rowSpan?: number;
}
export type WorkbookRow = readonly (WorkbookCell | null)[];

/** One sheet of a workbook. */
export interface WorkbookSheet {
  readonly name: string;
  /** In characters. */
  readonly columnWidths: readonly number[];
  /** How many rows are titles and head: these are repeated on every printed page. */
  readonly headRows: number;
  readonly rows: readonly WorkbookRow[];
}

/** The sheets of a workbook, in their order. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  /** At the foot of every printed page, before the number of the page. */
  readonly footer: string;
}
