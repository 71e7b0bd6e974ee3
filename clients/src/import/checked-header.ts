/** Whether a table is of the kind that it is read as. */
import { ImportError } from "./import-error.ts";
import type { ImportFormat } from "./import-format.ts";

/** Gives the header. Throws `ImportError` (`file_unreadable`) where it lacks a column of the format, or has one twice. */
export function checkedHeader(header: string[], path: string, format: ImportFormat): string[] {
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
