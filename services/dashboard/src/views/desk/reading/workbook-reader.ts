/** The thread that reads the first sheet of a workbook (XLSX). */
import { readSheet } from "read-excel-file/universal";
import { serveRows } from "./serve-rows.ts";
import { tableOf } from "./table-of.ts";

serveRows(async (file) => {
  const rows = await readSheet(await file.arrayBuffer());
  return { kind: "table", ...tableOf(rows.map((cells) => cells.map(textOf))) };
});

/** Days are written as such, and so are numbers, however the sheet shows them. */
function textOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().replace("T", " ").replace("Z", "");
  return typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean" ? String(cell) : "";
}
