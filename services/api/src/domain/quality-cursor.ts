/** The cursor of a table of quality: a list's cursor that names its table as well. */
import { qualityTables } from "@qorgau/schemas/quality-answer";
import type { QualityQuery, QualityTable } from "@qorgau/schemas/quality-answer";
import { readListCursor, writeListCursor } from "./list-cursor.ts";
import type { ListCursor } from "./list-cursor.ts";

export interface QualityCursor extends ListCursor {
  readonly table: QualityTable;
}

type Question = Pick<QualityQuery, "source" | "from" | "to" | "period">;

const questionOf = (table: QualityTable, { source, from, to, period }: Question) => [table, source, from, to, period];

export function writeCursor(question: Question, { table, ...cursor }: QualityCursor): string {
  return writeListCursor(questionOf(table, question), cursor);
}

/** Null where the text is no cursor, or one of another question. The table is the one whose question it fits. */
export function readCursor(text: string, question: Question): QualityCursor | null {
  for (const table of qualityTables) {
    const cursor = readListCursor(text, questionOf(table, question));
    if (cursor !== null) return { table, ...cursor };
  }
  return null;
}
