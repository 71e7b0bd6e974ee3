/** Reads the parameters of `GET /v1/quality`. All faults are told together, and none repeats what was sent. */
import type { Fault } from "@qorgau/schemas/faults";
import { qualityPeriods, qualityTables } from "@qorgau/schemas/quality-answer";
import type { QualityQuery } from "@qorgau/schemas/quality-answer";
import { fault } from "@qorgau/schemas/rules/rules";
import { readCursor } from "./quality-cursor.ts";
import type { QualityCursor } from "./quality-cursor.ts";
import { readDates, readLimit, readOne, readSource } from "./read-parameters.ts";

export const qualityParameters = ["source", "from", "to", "period", "table", "limit", "cursor"] as const;

export interface QualityQuestion {
  readonly query: QualityQuery;
  readonly cursor: QualityCursor | null;
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
  const cursor = text === null ? null : readCursor(text, question);
  if (text !== null && (cursor === null || (table !== null && table !== cursor.table))) faults.push(fault("QG-0817", "cursor"));
  if (faults.length > 0) return { errors: faults };
  return { query: { ...question, table: table ?? cursor?.table ?? null, limit }, cursor };
}
