/** Files that are read whole before their first record: workbooks and XML. */
import { readFile, stat } from "node:fs/promises";
import { tableOf, textOfCell } from "@qorgau/schemas/tables/table-of";
import { readSheet } from "read-excel-file/node";
import { checkedHeader } from "./checked-header.ts";
import { ImportError } from "./import-error.ts";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { columnName } from "./table-text.ts";

/** Of a file that is held in memory. */
const fileMebibytesMax = 64;

/** Rows of the first sheet (XLSX). Throws `ImportError` (`file_unreadable`). */
export async function* recordsOfWorkbook(path: string, format: ImportFormat): AsyncGenerator<ImportRecord> {
  const { header, headerRow, rows } = await reading(path, async (bytes) => {
    const sheet = await readSheet(bytes);
    return tableOf(sheet.map((cells) => cells.map(textOfCell)));
  });
  const names = checkedHeader(header.map(columnName), path, format);
  for (const { row, cells } of rows) {
    yield {
      row: row - headerRow,
      values: Object.fromEntries(names.slice(0, cells.length).map((name, place) => [name, cells[place] ?? ""])),
    };
  }
}

/** What the format finds in the text. Throws `ImportError` (`file_unreadable`), also where that is nothing. */
export async function* recordsOfDocument(
  path: string,
  { title, recordsOf, encoding }: Pick<ImportFormat, "title" | "encoding"> & Required<Pick<ImportFormat, "recordsOf">>,
): AsyncGenerator<ImportRecord> {
  const records = await reading(path, (bytes) => recordsOf(new TextDecoder(encoding, { fatal: true }).decode(bytes)));
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
