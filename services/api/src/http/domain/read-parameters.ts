/** Parameters that several questions share, read in one way: dates, one or several of a list of values, the length of a page. */
import type { Fault } from "@qorgau/schemas/faults";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { isSourceUri } from "@qorgau/schemas/events/reporters";
import { fault } from "@qorgau/schemas/rules/rules";
import { isCalendarDate } from "../../time/calendar.ts";

/** The range of the store's dates. */
export const earliestDate = "1900-01-01";
export const latestDate = "2299-12-31";

export function readOne<Value extends string>(
  name: string,
  values: readonly Value[],
  parameters: URLSearchParams,
  faults: Fault[],
): Value | null {
  const text = parameters.get(name);
  const value = values.find((one) => one === text);
  if (text !== null && value === undefined) faults.push(fault("QG-0603", name, { values: values.join(", ") }));
  return value ?? null;
}

/** A comma list without repetitions, in the order sent. */
export function readSeveral<Value extends string>(
  name: string,
  values: readonly Value[],
  parameters: URLSearchParams,
  faults: Fault[],
): Value[] {
  const text = parameters.get(name);
  if (text === null) return [];
  const sent = text.split(",");
  const known = sent.flatMap((one) => values.filter((value) => value === one));
  if (known.length < sent.length) faults.push(fault("QG-0603", name, { values: values.join(", ") }));
  else if (new Set(known).size < known.length) faults.push(fault("QG-0612", name));
  return known;
}

/** `from` and `to`, inclusive, each null where it is absent. */
export function readDates(parameters: URLSearchParams, faults: Fault[]): { readonly from: string | null; readonly to: string | null } {
  const dates = { from: readDate("from", parameters, faults), to: readDate("to", parameters, faults) };
  if (dates.from !== null && dates.to !== null && dates.from > dates.to) faults.push(fault("QG-0606", "from"));
  return dates;
}

function readDate(name: "from" | "to", parameters: URLSearchParams, faults: Fault[]): string | null {
  const text = parameters.get(name);
  if (text === null) return null;
  if (isCalendarDate(text) && text >= earliestDate && text <= latestDate) return text;
  faults.push(fault("QG-0605", name, { earliest: earliestDate, latest: latestDate }));
  return null;
}

/** The reporter whose rows are asked for; null: every one's. */
export function readSource(parameters: URLSearchParams, faults: Fault[]): string | null {
  const source = parameters.get("source");
  if (source !== null && containsIin(source)) faults.push(fault("QG-0811", "source"));
  else if (source !== null && !isSourceUri(source)) faults.push(fault("QG-0832", "source"));
  return source === null ? null : canonicalSource(source);
}

export function readLimit(parameters: URLSearchParams, faults: Fault[]): number {
  const text = parameters.get("limit");
  if (text === null) return pageLimitDefault;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > pageLimitMax) faults.push(fault("QG-0816", "limit", { limitMax: pageLimitMax }));
  return limit;
}
