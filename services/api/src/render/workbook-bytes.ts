/**
 * Writes a workbook as an XLSX file: the same workbook, the same bytes. The library writes the cells and their styles; what it knows
 * nothing of, how a sheet is laid out on paper, and the times in the archive, are set here.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import writeXlsxFile from "write-excel-file/node";
import type { CellObject, Row } from "write-excel-file/node";
import type { CellFormat, Workbook, WorkbookCell, WorkbookSheet } from "./domain/workbook.ts";

const formats: Readonly<Record<CellFormat, string>> = { count: "#,##0", percent: "0.00", rate: "0.0000" };
const styles: Readonly<Record<NonNullable<WorkbookCell["style"]>, Partial<CellObject>>> = {
  title: { fontWeight: "bold", fontSize: 14 },
  subtitle: { fontWeight: "bold", fontSize: 12 },
  // What is wrapped within spanned cells makes no row higher by itself.
  head: {
    height: 40,
    fontWeight: "bold",
    wrap: true,
    align: "center",
    alignVertical: "center",
    backgroundColor: "#e8edf2",
    borderStyle: "thin",
  },
  label: { wrap: true, alignVertical: "top", borderStyle: "thin" },
  note: { fontSize: 9 },
};
const figure: Partial<CellObject> = { align: "right", alignVertical: "top", borderStyle: "thin" };

/** Years of an archive begin with 1980. Given in local time, which is how the archive stores it, so that no time zone moves it. */
const archivedAt = () => new Date(1980, 0, 1);

/** Takes some tenths of a second in one piece: not for a thread that serves requests (`write-workbook.ts`). */
export async function workbookBytes(workbook: Workbook): Promise<Uint8Array<ArrayBuffer>> {
  const sheets = workbook.sheets.map(({ name, columnWidths, headRows, rows }) => ({
    sheet: name,
    data: rows.map((row): Row => row.map(cellOf)),
    columns: columnWidths.map((width) => ({ width })),
    orientation: "landscape" as const,
    stickyRowsCount: headRows,
    stickyColumnsCount: 1,
    showGridLines: false,
  }));
  const written = await writeXlsxFile(sheets, { fontFamily: "Arial", fontSize: 10 }).toBuffer();
  const files = unzipSync(written);
  for (const place of workbook.sheets.keys()) {
    edit(files, `xl/worksheets/sheet${place + 1}.xml`, (xml) => onPaper(xml, workbook.footer));
  }
  edit(files, "xl/workbook.xml", (xml) =>
    replaceOnce(xml, "<definedNames/>", `<definedNames>${printTitles(workbook.sheets)}</definedNames>`),
  );
  return zipSync(files, { mtime: archivedAt(), level: 9 });
}

function cellOf(cell: WorkbookCell | null): CellObject | null {
  if (cell === null) return null;
  const { value, format, style, columnSpan, rowSpan } = cell;
  return {
    value,
    ...(style === undefined ? figure : styles[style]),
    ...(format === undefined ? {} : { format: formats[format] }),
    ...(columnSpan === undefined ? {} : { columnSpan }),
    ...(rowSpan === undefined ? {} : { rowSpan }),
  };
}

/** A4 across, as wide as the page and as long as it takes, with the footer and the number of the page. */
function onPaper(xml: string, footer: string): string {
  const fitted = replaceOnce(xml, "<sheetViews>", '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>');
  const sized = replaceOnce(fitted, 'orientation="landscape"/>', 'orientation="landscape" fitToWidth="1" fitToHeight="0"/>');
  const text = escapeXml(`&L&8${footer.replaceAll("&", "&&")}&R&8&P / &N`);
  return replaceOnce(sized, "</worksheet>", `<headerFooter><oddFooter>${text}</oddFooter></headerFooter></worksheet>`);
}

/** Titles and head again on each printed page: what is printed says of what cut it is. */
function printTitles(sheets: readonly WorkbookSheet[]): string {
  return sheets
    .map(({ name, headRows }, place) => {
      const rows = `'${name.replaceAll("'", "''")}'!$1:$${headRows}`;
      return `<definedName name="_xlnm.Print_Titles" localSheetId="${place}">${escapeXml(rows)}</definedName>`;
    })
    .join("");
}

function edit(files: Record<string, Uint8Array>, path: string, change: (xml: string) => string): void {
  const file = files[path];
  if (file === undefined) throw new Error(`the workbook holds no ${path}`);
  files[path] = strToU8(change(strFromU8(file)));
}

/** The library's next version may write its files in another way: better no workbook than one without its layout. */
function replaceOnce(xml: string, text: string, by: string): string {
  if (xml.split(text).length !== 2) throw new Error(`the workbook's XML holds ${text} not exactly once`);
  return xml.replace(text, () => by);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
