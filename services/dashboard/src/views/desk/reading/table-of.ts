/** A table of cells with its header. Pure. */
import type { ReadTable } from "./read-rows.ts";

/**
 * The first row that holds anything is the header; empty rows are left out. Rows are numbered as a spreadsheet does, from 1, whatever is empty. Throws
 * where there is no header.
 */
export function tableOf(rows: readonly (readonly string[])[]): ReadTable {
  const numbered = rows.map((cells, place) => ({ row: place + 1, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const [header, ...below] = numbered;
  if (header === undefined) throw new Error("The file is empty.");
  return { header: header.cells.map((title) => title.trim()), rows: below };
}
