/** A table of cells with its header. Pure. */

/** Rows of a table, empty ones left out, each with its number as a spreadsheet has it, from 1, whatever is empty. */
export interface ReadTable {
  readonly header: readonly string[];
  /** The number of the row that the header is. */
  readonly headerRow: number;
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

/** The first row that holds anything is the header. Throws where there is none. */
export function tableOf(rows: readonly (readonly string[])[]): ReadTable {
  const numbered = rows.map((cells, place) => ({ row: place + 1, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const [header, ...below] = numbered;
  if (header === undefined) throw new Error("The file is empty.");
  return { header: header.cells.map((title) => title.trim()), headerRow: header.row, rows: below };
}

/** A cell of a workbook as text. Days are written as such, and so are numbers, however the sheet shows them. */
export function textOfCell(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().replace("T", " ").replace("Z", "");
  return typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}

/** A cell without white space around it, an apostrophe before it or `="…"` around it, as spreadsheets keep long numbers whole. */
export function plainCell(text: string | undefined): string {
  const cell = (text ?? "").trim();
  return (/^="([^"]*)"$/.exec(cell)?.[1] ?? cell).replace(/^'/, "").trim();
}
