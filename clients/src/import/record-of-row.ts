/** A row of a table as a record, by the names of its header. */
import type { Cell } from "@qorgau/schemas/tables/table-of";
import type { ImportRecord } from "./import-format.ts";

/** `names` as `checkedHeader` gives them; a column without a name is left out. */
export function recordOfRow(names: readonly string[], cells: readonly Cell[], row: number): ImportRecord {
  const named = names.slice(0, cells.length).flatMap((name, place) => (name === "" ? [] : [[name, cells[place] ?? ""] as const]));
  const numbers = named.filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return {
    row,
    values: Object.fromEntries(named.map(([name, cell]) => [name, String(cell)])),
    ...(numbers.length === 0 ? {} : { numbers: Object.fromEntries(numbers) }),
  };
}

/**
 * As `recordOfRow`, of a text with separators: where text is beyond the last heading, a separator within a cell has moved all that follows, and which
 * cell is meant by which heading cannot be known.
 */
export function recordOfLine(names: readonly string[], cells: readonly string[], row: number): ImportRecord {
  const record = recordOfRow(names, cells, row);
  if (cells.slice(names.length).every((cell) => cell.trim() === "")) return record;
  const fault = `it has text beyond the last heading (${cells.length} cells, ${names.length} headings): put a cell that holds a separator in quotes, and a heading above each column.`;
  return { ...record, fault };
}
