/** Reads a CSV file (plain or gzip) record by record in constant memory; line breaks inside quotes belong to their field. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { ImportError } from "./import-error.ts";
import { columnName, readTableText } from "./table-text.ts";

/** A row of more than this is a quote that was never closed, not a text. */
const recordBytesMax = 1024 * 1024;
/** How gzip files and the two kinds of workbook (ZIP and compound file) begin, as hexadecimal text. */
const [gzipStart, workbookStarts] = ["1f8b", ["504b0304", "d0cf11e0"]];

interface ReadOptions {
  readonly format: ImportFormat;
  /** Called with the bytes of the file read so far, compressed as they lie there. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Rows in the order of the file, empty ones left out. Throws `ImportError` (`file_unreadable`): no such file, a workbook, a header without the
 * columns of the format, or a row of more than 1 MiB.
 */
export async function* readRecords(path: string, { format, onBytes }: ReadOptions): AsyncGenerator<ImportRecord> {
  const isGzip = await checkKind(path);
  const file = createReadStream(path);
  file.on("data", () => onBytes?.(file.bytesRead));
  // What fails upstream ends what is below with the same error, and the loop throws it: the callback has nothing to add.
  const onEnd = () => {};
  let row = 0;
  try {
    const { separator, text } = await readTableText(isGzip ? pipeline(file, createGunzip(), onEnd) : file, format);
    const parser = parse({
      columns: (header: string[]) => checkedHeader(header.map(columnName), path, format),
      delimiter: separator,
      relax_column_count: true,
      max_record_size: recordBytesMax,
    });
    pipeline(text, parser, onEnd);
    for await (const values of parser as AsyncIterable<Record<string, string>>) {
      row += 1;
      if (Object.values(values).some((value) => value.trim() !== "")) yield { row, values };
    }
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw new ImportError("file_unreadable", `${path} cannot be read after row ${row}: ${(cause as Error).message}`, { cause });
  } finally {
    file.destroy();
  }
}

/** Whether it is packed by gzip, whatever it is called; throws `ImportError` for a workbook and for what cannot be opened. */
async function checkKind(path: string): Promise<boolean> {
  const start = await startOf(path);
  if (!workbookStarts.some((workbook) => start.startsWith(workbook))) return start.startsWith(gzipStart);
  throw new ImportError("file_unreadable", `${path} is a workbook or an archive, not a table in text: save the sheet as CSV UTF-8.`);
}

async function startOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("hex", 0, bytesRead);
  } catch (cause) {
    throw new ImportError("file_unreadable", `${path} cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

function checkedHeader(header: string[], path: string, format: ImportFormat): string[] {
  const named = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(", ");
  const missing = format.columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new ImportError(
      "file_unreadable",
      `${path} does not look like ${format.title}: its first line lacks the column ${named(missing)}.`,
    );
  }
  const twice = format.columns.filter((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice.length === 0) return header;
  throw new ImportError("file_unreadable", `${path} has the column ${named(twice)} more than once: which one is meant cannot be told.`);
}
