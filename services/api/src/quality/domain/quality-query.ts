/** Reads the parameters of `GET /v1/quality`. All faults are told together, and none repeats what was sent. */
import type { Fault } from "@qorgau/schemas/faults";
import { qualityPeriods, qualityTables } from "@qorgau/schemas/responses/quality-answer";
import type { QualityQuery, QualityTable } from "@qorgau/schemas/responses/quality-answer";
import { fault } from "@qorgau/schemas/rules/rules";
import { readPageCursor, writePageCursor } from "../../paging/domain/page-cursor.ts";
import type { PageCursor, PagedQuestion } from "../../paging/domain/page-cursor.ts";
import { rowKeyForm } from "./quality-page.ts";
import { readDates, readLimit, readOne, readSource } from "../../http/domain/read-parameters.ts";

export const qualityParameters = ["source", "from", "to", "period", "table", "limit", "cursor"] as const;

export interface QualityQuestion {
  readonly query: QualityQuery;
  readonly cursor: PageCursor | null;
}

/** Names that are not known are the caller's to refuse. */
export function parseQualityQuery(parameters: URLSearchParams): QualityQuestion | { errors: Fault[] } {
  const faults: Fault[] = [];
  const question = {
    source: readSource(parameters, faults),
    ...readDates(parameters, faults),
    period: readOne("period", qualityPeriods, parameters, faults) ?? "year",
  };
  const limit = readLimit(parameters, faults);
  const table = readOne("table", qualityTables, parameters, faults);
  const text = parameters.get("cursor");
  const sent = text === null ? null : readTableCursor(text, question, table);
  if (text !== null && sent === null) faults.push(fault("QG-0817", "cursor"));
  if (faults.length > 0) return { errors: faults };
  return { query: { ...question, table: table ?? sent?.table ?? null, limit }, cursor: sent?.cursor ?? null };
}

type Paged = Pick<QualityQuery, "source" | "from" | "to" | "period">;

const pagedQuestion = (table: QualityTable, { source, from, to, period }: Paged): PagedQuestion => [
  "/v1/quality",
  table,
  source,
  from,
  to,
  period,
];

export function writeTableCursor(table: QualityTable, asked: Paged, cursor: PageCursor): string {
  return writePageCursor(pagedQuestion(table, asked), cursor);
}

/** All tables are answered at once where none is named: then the table is the one whose cursor this is. */
export function readTableCursor(
  text: string,
  asked: Paged,
  table: QualityTable | null,
): { readonly table: QualityTable; readonly cursor: PageCursor } | null {
  for (const one of table === null ? qualityTables : [table]) {
    const cursor = readPageCursor(text, pagedQuestion(one, asked), rowKeyForm);
    if (cursor !== null) return { table: one, cursor };
  }
  return null;
}
