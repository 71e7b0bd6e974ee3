/** A table as CSV that spreadsheets of the country open as it is: a byte order mark, semicolons. Pure. */
import { harmlessText } from "@qorgau/schemas/csv-text";

/** The first line, before any of `csvLines`. */
export function csvHeader(columns: readonly string[]): string {
  return `\uFEFF${csvLines([columns])}`;
}

export function csvLines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(";")}\r\n`).join("");
}

/** What a spreadsheet would take for a formula, wherever it cuts the line, is kept a text. */
function quoted(cell: string): string {
  const text = harmlessText(cell);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
