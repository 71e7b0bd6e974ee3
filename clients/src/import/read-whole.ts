/** Files that are read whole before their first record: workbooks and XML. */
import { readFile, stat } from "node:fs/promises";
import { cellOf, tableOf } from "@qorgau/schemas/tables/table-of";
import { unpackedSizeCheck } from "@qorgau/schemas/tables/unpacked-size";
import { unzipSync } from "fflate";
import { readSheet } from "read-excel-file/universal";
import { checkedHeader } from "./checked-header.ts";
import { ImportError } from "./import-error.ts";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { recordOfRow } from "./record-of-row.ts";
import { columnName } from "./table-text.ts";

/** Of a file that is held in memory. */
const fileMebibytesMax = 64;

/** Rows of the first sheet (XLSX). Throws `ImportError` (`file_unreadable`). */
export async function* recordsOfWorkbook(path: string, format: ImportFormat): AsyncGenerator<ImportRecord> {
  const { header, headerRow, rows } = await reading(path, async (bytes) => {
    checkUnpackedSize(bytes);
    const sheet = await readSheet(Uint8Array.from(bytes).buffer);
    return tableOf(sheet.map((cells) => cells.map(cellOf)));
  });
  const names = checkedHeader(header.map(columnName), path, format);
  // A cell of a workbook is below its heading, so that text beyond the last one is a note that moves nothing.
  for (const { row, cells } of rows) yield recordOfRow(names, cells, row - headerRow);
}

/** By the directory of the archive; its files are unpacked to no more than they have there. */
function checkUnpackedSize(bytes: Uint8Array): void {
  const check = unpackedSizeCheck();
  unzipSync(bytes, {
    filter(file) {
      check(file);
      return false;
    },
  });
}

/** What the format finds in the text. Throws `ImportError` (`file_unreadable`), also where that is nothing. */
export async function* recordsOfDocument(
  path: string,
  { title, recordsOf, encoding }: Pick<ImportFormat, "title" | "encoding"> & Required<Pick<ImportFormat, "recordsOf">>,
): AsyncGenerator<ImportRecord> {
  const records = await reading(path, (bytes) => recordsOf(new TextDecoder(encoding ?? "utf-8", { fatal: true }).decode(bytes)));
  if (records.length === 0) throw new ImportError("file_unreadable", `${path} does not look like ${title}: it holds none.`);
  for (const [place, values] of records.entries()) yield { row: place + 1, values };
}

async function reading<Content>(path: string, read: (bytes: Buffer) => Promise<Content> | Content): Promise<Content> {
  try {
    const { size } = await stat(path);
    if (size > fileMebibytesMax * 2 ** 20) throw new Error(`it has more than ${fileMebibytesMax} MiB`);
    return await read(await readFile(path));
  } catch (cause) {
    throw new ImportError("file_unreadable", `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
