/** Reads a CSV file (plain or gzip) record by record in constant memory; line breaks inside quotes belong to their field. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { ImportError } from "./import-error.ts";

/** A field of more than this is a quote that was never closed, not a text. */
const recordBytesMax = 1024 * 1024;

interface ReadOptions {
  readonly format: ImportFormat;
  /** Called with the bytes of the file read so far, compressed as they lie there. */
  readonly onBytes?: (bytes: number) => void;
}

export async function* readRecords(path: string, { format, onBytes }: ReadOptions): AsyncGenerator<ImportRecord> {
  const file = createReadStream(path);
  file.on("data", () => onBytes?.(file.bytesRead));
  const parser = parse({
    bom: true,
    columns: (header: string[]) => checkedHeader(header, path, format),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: recordBytesMax,
  });
  const decoded = async function* (chunks: AsyncIterable<Uint8Array>) {
    const decoder = new TextDecoder(format.encoding);
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  };
  // What fails upstream ends the parser with the same error, and the loop below throws it: the callback has nothing to add.
  const onEnd = () => {};
  if (path.endsWith(".gz")) pipeline(file, createGunzip(), decoded, parser, onEnd);
  else pipeline(file, decoded, parser, onEnd);

  let row = 0;
  try {
    for await (const values of parser as AsyncIterable<Record<string, string>>) yield { row: ++row, values };
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    throw new ImportError("file_unreadable", `${path} cannot be read after row ${row}: ${(cause as Error).message}`, { cause });
  } finally {
    file.destroy();
  }
}

function checkedHeader(header: string[], path: string, format: ImportFormat): string[] {
  const missing = format.columns.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  const named = missing.map((column) => `"${column}"`).join(", ");
  throw new ImportError("file_unreadable", `${path} does not look like ${format.title}: its first line lacks the column ${named}.`);
}
