/**
 * The closed list of tables that are open to all (METHODS, section 9.1): whole months or longer, at most two dimensions, no filter. Two questions
 * that differ in a filter could show by equal answers that they hold the same cases.
 */
import type { Fault } from "@qorgau/schemas/faults";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { Per, RateDimension, RatePeriod, RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { periodHolding } from "../../time/periods.ts";

/** The dimensions of open tables, at most two at a time; `region` with `division` is open by years beside them. */
export const openDimensions = [
  "region",
  "sector",
  "severity",
  "kind",
  "sex",
  "ageBand",
  "cause",
] as const satisfies readonly RateDimension[];
export const openPeriods = ["year", "quarter", "month"] as const satisfies readonly RatePeriod[];
export const openPers = ["1000_workers", "100000_workers", "200000_hours", "1000000_hours", "none"] as const satisfies readonly Per[];

const dimensionsMax = 2;
const tables: readonly string[] = openDimensions;
const periods: readonly string[] = openPeriods;
const pers: readonly string[] = openPers;
/** Neither changes what is counted. */
const openChoices: ReadonlySet<string> = new Set(["exposureBasis", "annualised"]);

/** The fault (QG-0890) of a request that is none of the open tables, with the parameter that it goes beyond them by; null of one that is. */
export function faultOfOpenTable(query: RatesQuery): Fault | null {
  const parameter = beyondOpenTables(query);
  return parameter === null ? null : fault("QG-0890", parameter);
}

function beyondOpenTables(query: RatesQuery): string | null {
  const { measure, per, period, by, filters, commutingLeftOut, choices } = query;
  if (measure !== "injured") return "measure";
  if (!pers.includes(per)) return "per";
  if (!periods.includes(period)) return "period";
  if (!isOpenBy(by, period)) return "by";
  const filtered = Object.entries(filters).find(([name, codes]) => !isDefaultFilter(name, codes));
  if (filtered !== undefined) return filtered[0];
  if (filters.country === undefined) return "country";
  if (filters.kind === undefined && !by.includes("kind")) return "kind";
  if (!commutingLeftOut) return "circumstance";
  const chosen = Object.entries(choices).find(([name, value]) => !openChoices.has(name) && !isDefaultChoice(name, value));
  if (chosen !== undefined) return chosen[0];
  return boundWithin(query);
}

function isOpenBy(by: readonly RateDimension[], period: RatePeriod): boolean {
  if (by.length > dimensionsMax || new Set(by).size < by.length) return false;
  if (by.includes("division")) return by.length === dimensionsMax && by.includes("region") && period === "year";
  return by.every((dimension) => tables.includes(dimension));
}

function isDefaultFilter(name: string, codes: unknown): boolean {
  const only = { country: "KZ", kind: "accident" }[name];
  return only !== undefined && Array.isArray(codes) && codes.length === 1 && codes[0] === only;
}

function isDefaultChoice(name: string, value: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify((noChoices as unknown as Readonly<Record<string, unknown>>)[name]);
}

/** A day that cuts a period would be a filter. */
function boundWithin({ period, from, to }: RatesQuery): string | null {
  if (from !== null && periodHolding(period, from).from !== from) return "from";
  return to !== null && periodHolding(period, to).to !== to ? "to" : null;
}
