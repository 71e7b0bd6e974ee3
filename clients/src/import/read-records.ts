/** Reads a file record by record: a CSV file (plain or gzip) in constant memory, line breaks inside quotes belonging to their field; others whole. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { ImportError } from "./import-error.ts";
import { checkedHeader } from "./checked-header.ts";
import { recordsOfDocument, recordsOfWorkbook } from "./read-whole.ts";
import { recordOfLine } from "./record-of-row.ts";
import { columnName, readTableText } from "./table-text.ts";

/** A row of more than this is a quote that was never closed, not a text. */
const recordBytesMax = 1024 * 1024;
/** How gzip files and the two kinds of workbook (ZIP and compound file) begin, as hexadecimal text. */
const [gzipStart, workbookStart, oldWorkbookStart] = ["1f8b", "504b0304", "d0cf11e0"];

interface ReadOptions {
  readonly format: ImportFormat;
  /** Called with the bytes of the file read so far, compressed as they lie there. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Rows in the order of the file, empty ones left out. Throws `ImportError` (`file_unreadable`): no such file, a workbook of the old kind, a header
 * without the columns of the format, a row of more than 1 MiB, or a workbook or document of more than 64 MiB, or of more than 512 MiB unpacked.
 */
export async function* readRecords(path: string, options: ReadOptions): AsyncGenerator<ImportRecord> {
  const start = await startOf(path);
  if (start.startsWith(oldWorkbookStart)) {
    throw new ImportError("file_unreadable", `${path} is a workbook of the old kind (XLS): save it as XLSX, or the sheet as CSV UTF-8.`);
  }
  const { format } = options;
  if (format.recordsOf !== undefined) yield* recordsOfDocument(path, { ...format, recordsOf: format.recordsOf });
  else if (start.startsWith(workbookStart)) yield* recordsOfWorkbook(path, format);
  else yield* recordsOfTable(path, start.startsWith(gzipStart), options);
}

async function* recordsOfTable(path: string, isGzip: boolean, { format, onBytes }: ReadOptions): AsyncGenerator<ImportRecord> {
  const file = createReadStream(path);
  file.on("data", () => onBytes?.(file.bytesRead));
  // What fails upstream ends what is below with the same error, and the loop throws it: the callback has nothing to add.
  const onEnd = () => {};
  let row = 0;
  try {
    const { separator, text } = await readTableText(isGzip ? pipeline(file, createGunzip(), onEnd) : file, format);
    const parser = parse({ delimiter: separator, relax_column_count: true, max_record_size: recordBytesMax });
    pipeline(text, parser, onEnd);
    let names: readonly string[] | null = null;
    for await (const cells of parser as AsyncIterable<readonly string[]>) {
      if (names === null) {
        names = checkedHeader(cells.map(columnName), path, format);
        continue;
      }
      row += 1;
      if (cells.some((cell) => cell.trim() !== "")) yield recordOfLine(names, cells, row);
    }
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw new ImportError("file_unreadable", `${path} cannot be read after row ${row}: ${reasonOf(cause as Error)}`, { cause });
  } finally {
    file.destroy();
  }
}

/** What the parser itself says quotes the cell, which may hold a personal identifier. */
const reasonsOfCode: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE: "a quote stands within a cell that does not begin with one",
  CSV_INVALID_CLOSING_QUOTE: "text follows the quote that ends a cell",
  CSV_QUOTE_NOT_CLOSED: "a quote is never closed",
  CSV_MAX_RECORD_SIZE: `a row has more than ${recordBytesMax / 2 ** 20} MiB, as where a quote is never closed`,
};

function reasonOf(error: Error): string {
  if (!(error instanceof CsvError)) return error.message;
  const { code, lines, column } = error as CsvError & { readonly lines?: number; readonly column?: number };
  const place = [lines === undefined ? "" : ` in line ${lines}`, column === undefined ? "" : `, column ${column + 1}`].join("");
  return `${reasonsOfCode[code] ?? "it is no table"}${place}`;
}

/** The first four bytes as hexadecimal text: a file is what it begins like, whatever it is called. */
async function startOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("hex", 0, bytesRead);
  } catch (cause) {
    throw new ImportError("file_unreadable", `${path} cannot be opened: ${(cause as Error).message}`, { cause });
  }
}
