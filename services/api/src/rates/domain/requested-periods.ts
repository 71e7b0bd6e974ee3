/** The periods of a response: those that the query's bounds touch, or, without bounds, whole ones over all that is known of the country. */
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { dayOfStamp, yearOf } from "../../time/calendar.ts";
import { bucketAround, bucketOf, countPeriods, eachPeriodTouching, monthAndDay } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import type { RatesSnapshot } from "./snapshot.ts";
import type { Span } from "../../time/span.ts";

type Known = Pick<RatesSnapshot, "cases" | "exposures" | "lastStampMs">;

/** They are counted before they are made: of days there may be a hundred thousand. */
export interface RequestedPeriods {
  readonly count: number;
  each(): Iterable<Period>;
}

/** Where a response without `from` begins, and where everything does; days, null where nothing is known. */
export interface Reach {
  readonly from: string | null;
  readonly earliest: string | null;
}

/** One case with a mistaken year would make most responses a century long. */
const reachYears = 10;

/** Without `from` a response begins on 1 January ten years before its last year at the earliest, unless `wholeReach`. Null where `from` is given. */
export function reachOf(query: RatesQuery, snapshot: Known): Reach | null {
  if (query.from !== null) return null;
  const known = wholeBuckets(query, knownSpan(query, snapshot));
  if (known === null) return { from: null, earliest: null };
  const last = query.to !== null && query.to < known.to ? query.to : known.to;
  const bound = `${String(Math.max(0, yearOf(last) - reachYears)).padStart(4, "0")}-01-01`;
  return { from: query.wholeReach === true || known.from > bound ? known.from : bound, earliest: known.from };
}

/** The query with the day that its response begins on, where that leaves out what was before; whole periods begin on it. */
export function withinReach(query: RatesQuery, snapshot: Known): RatesQuery {
  const reach = reachOf(query, snapshot);
  return reach === null || reach.from === reach.earliest ? query : { ...query, from: reach.from };
}

/**
 * Returns the periods of the response, in order. A bound that is left out is that of the days known of the country, as whole periods; `to`
 * of `ytd` is the day of the cut. Without any known day there are no periods.
 */
export function requestedPeriods(query: RatesQuery, snapshot: Known): RequestedPeriods {
  const { period, from, to } = query;
  const known = from !== null && to !== null ? { from, to } : wholeBuckets(query, knownSpan(query, snapshot));
  if (known === null) return { count: 0, each: () => [] };
  const range = { from: from ?? known.from, to: to ?? lastDay(query, snapshot) ?? known.to };
  const given = { from: from !== null, to: to !== null };
  return { count: countPeriods(period, range), each: () => eachPeriodTouching(period, range, given, yearEnd(query, snapshot)) };
}

/** The month and day that years to date end on: of `to`, else of the day of the cut. */
export function yearEnd({ to }: Pick<RatesQuery, "to">, { lastStampMs }: Pick<Known, "lastStampMs">): string {
  if (to !== null) return monthAndDay(to);
  return lastStampMs === null ? "12-31" : monthAndDay(dayOfStamp(lastStampMs));
}

/** Years to date reach to the day of the cut: to end on the last case would be a stopping rule on the event itself. */
function lastDay({ period }: RatesQuery, { lastStampMs }: Known): string | null {
  return period === "ytd" && lastStampMs !== null ? dayOfStamp(lastStampMs) : null;
}

/** From the first to the last day with a counting case or an exposure of the requested country, before any other filter. */
function knownSpan({ filters }: RatesQuery, { cases, exposures }: Known): Span | null {
  const requested = exposures.stated.filter(({ cell }) => filters.country?.includes(cell.country) ?? true).map(({ span }) => span);
  const spans = cases === null ? requested : [...requested, cases];
  const [first, ...others] = spans;
  if (first === undefined) return null;
  return others.reduce((all, { from, to }) => ({ from: from < all.from ? from : all.from, to: to > all.to ? to : all.to }), first);
}

function wholeBuckets({ period }: RatesQuery, span: Span | null): Span | null {
  if (span === null) return null;
  const bucket = bucketOf(period);
  return { from: bucketAround(span.from, bucket).from, to: bucketAround(span.to, bucket).to };
}
