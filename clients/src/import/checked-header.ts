/** Whether a table is of the kind that it is read as. */
import { ImportError } from "./import-error.ts";
import type { ImportFormat } from "./import-format.ts";

/**
 * Gives the header up to its last heading. Throws `ImportError` (`file_unreadable`) where it lacks a column of the format, or has a heading twice, be it
 * one that the format does not name: a map of columns, or a column that is read where it is there, would take either.
 */
export function checkedHeader(header: string[], path: string, format: ImportFormat): string[] {
  const named = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(", ");
  const missing = format.columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new ImportError(
      "file_unreadable",
      `${path} does not look like ${format.title}: its first line lacks the column ${named(missing)}.`,
    );
  }
  const twice = header.filter((column, place) => column !== "" && header.indexOf(column) === place && header.lastIndexOf(column) !== place);
  if (twice.length === 0) return header.slice(0, header.findLastIndex((column) => column !== "") + 1);
  throw new ImportError("file_unreadable", `${path} has the column ${named(twice)} more than once: which one is meant cannot be told.`);
}
