/** A table of cells with its header. Pure. */

/** A number is one that a workbook holds as such: how it is written leaves no doubt. */
export type Cell = string | number;

/** Rows of a table, empty ones left out, each with its number as a spreadsheet has it, from 1, whatever is empty. */
export interface ReadTable {
  readonly header: readonly string[];
  /** The number of the row that the header is. */
  readonly headerRow: number;
  readonly rows: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
}

/** The first row that holds anything is the header. Throws where there is none. */
export function tableOf(rows: readonly (readonly Cell[])[]): ReadTable {
  const numbered = rows
    .map((cells, place) => ({ row: place + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => String(cell).trim() !== ""));
  const [header, ...below] = numbered;
  if (header === undefined) throw new Error("The file is empty.");
  return { header: header.cells.map((title) => String(title).trim()), headerRow: header.row, rows: below };
}

/** A cell of a workbook: a number as it is, however the sheet shows it, all else as text, days among it. */
export function cellOf(cell: unknown): Cell {
  if (cell instanceof Date) return cell.toISOString().replace("T", " ").replace("Z", "");
  if (typeof cell === "number") return cell;
  return typeof cell === "string" || typeof cell === "boolean" ? String(cell) : "";
}

/** A cell without white space around it, an apostrophe before it or `="…"` around it, as spreadsheets keep long numbers whole. */
export function plainCell(text: string | undefined): string {
  const cell = (text ?? "").trim();
  return (/^="([^"]*)"$/.exec(cell)?.[1] ?? cell).replace(/^'/, "").trim();
}
