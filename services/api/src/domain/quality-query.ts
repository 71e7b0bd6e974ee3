/** Reads the parameters of `GET /v1/quality`. All faults are told together, and none repeats what was sent. */
import type { Fault } from "@qorgau/schemas/faults";
import { qualityPeriods, qualityTables } from "@qorgau/schemas/quality-answer";
import type { QualityQuery } from "@qorgau/schemas/quality-answer";
import { containsIin } from "@qorgau/schemas/personal-identifier";
import { isSourceUri } from "@qorgau/schemas/reporters";
import { fault } from "@qorgau/schemas/rules/rules";
import { isCalendarDate } from "./calendar.ts";
import { readCursor } from "./quality-cursor.ts";
import type { QualityCursor } from "./quality-cursor.ts";

export const qualityParameters = ["source", "from", "to", "period", "table", "limit", "cursor"] as const;

export const qualityLimits = { default: 100, max: 1000 } as const;

/** The range of the store's dates. */
export const earliestDate = "1900-01-01";
export const latestDate = "2299-12-31";

export interface QualityQuestion {
  readonly query: QualityQuery;
  readonly cursor: QualityCursor | null;
}

/** Names that are not known are the caller's to refuse. */
export function parseQualityQuery(parameters: URLSearchParams): QualityQuestion | { errors: Fault[] } {
  const faults: Fault[] = [];
  const source = parameters.get("source");
  if (source !== null && containsIin(source)) faults.push(fault("QG-0811", "source"));
  else if (source !== null && !isSourceUri(source)) faults.push(fault("QG-0832", "source"));
  const question = {
    source,
    from: readDate("from", parameters, faults),
    to: readDate("to", parameters, faults),
    period: readOne("period", qualityPeriods, parameters, faults) ?? "year",
  };
  if (question.from !== null && question.to !== null && question.from > question.to) faults.push(fault("QG-0606", "from"));
  const limit = readLimit(parameters, faults);
  const table = readOne("table", qualityTables, parameters, faults);
  const text = parameters.get("cursor");
  const cursor = text === null ? null : readCursor(text, question);
  if (text !== null && (cursor === null || (table !== null && table !== cursor.table))) faults.push(fault("QG-0817", "cursor"));
  if (faults.length > 0) return { errors: faults };
  return { query: { ...question, table: table ?? cursor?.table ?? null, limit }, cursor };
}

function readOne<Value extends string>(name: string, values: readonly Value[], parameters: URLSearchParams, faults: Fault[]): Value | null {
  const text = parameters.get(name);
  const value = values.find((one) => one === text);
  if (text !== null && value === undefined) faults.push(fault("QG-0603", name, { values: values.join(", ") }));
  return value ?? null;
}

function readDate(name: "from" | "to", parameters: URLSearchParams, faults: Fault[]): string | null {
  const text = parameters.get(name);
  if (text === null) return null;
  if (isCalendarDate(text) && text >= earliestDate && text <= latestDate) return text;
  faults.push(fault("QG-0605", name, { earliest: earliestDate, latest: latestDate }));
  return null;
}

function readLimit(parameters: URLSearchParams, faults: Fault[]): number {
  const text = parameters.get("limit");
  if (text === null) return qualityLimits.default;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > qualityLimits.max) faults.push(fault("QG-0816", "limit", { limitMax: qualityLimits.max }));
  return limit;
}
