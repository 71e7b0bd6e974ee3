/** The thread that reads the first sheet of a workbook (XLSX). */
import { cellOf, tableOf } from "@qorgau/schemas/tables/table-of";
import { readSheet } from "read-excel-file/universal";
import { serveRows } from "./serve-rows.ts";

serveRows(async (file) => {
  const rows = await readSheet(await file.arrayBuffer());
  return { kind: "table", ...tableOf(rows.map((cells) => cells.map(cellOf))) };
});
