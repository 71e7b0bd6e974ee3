/** The one period of a funnel: the one that a request's days name, else one that the cut decides. */
import type { FunnelPeriod } from "@qorgau/schemas/responses/funnel-response";
import { dayBefore, lastOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import { bucketAround, bucketOf, dayOfYear, eachPeriodTouching, monthAndDay, periodHolding } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import type { Span } from "../../time/span.ts";

/**
 * The period whose first day is `from` and whose last is `to`, either of which may be left out. Null without both: the cut decides. Undefined
 * where there is none such; a year to date needs its `to`.
 */
export function namedPeriod(period: FunnelPeriod, from: string | null, to: string | null): Period | null | undefined {
  const last = to ?? (from === null ? null : lastDayFrom(period, from));
  if (last === null) return from === null ? null : undefined;
  const named = periodHolding(period, last);
  return (from === null || from === named.from) && (to === null || to === named.to) ? named : undefined;
}

function lastDayFrom(period: FunnelPeriod, from: string): string | null {
  if (period === "ytd") return null;
  return period === "rolling12m" ? lastOfMonth(yearOf(from), monthOf(from) + 11) : from;
}

/**
 * Of a cut on that day: the last period that ended before it, whatever a running one holds; of years to date the running one, up to the day.
 * A rolling year ends with the last whole month.
 */
export function periodOfCut(period: FunnelPeriod, day: string): Period {
  return periodHolding(period, period === "ytd" ? day : dayBefore(bucketAround(day, bucketOf(period)).from));
}

/** The days of a year that a period's standard is of: of a year to date the same ones. */
export function standardSpan(period: FunnelPeriod, year: number, { to }: Span): Span {
  const first = `${String(year).padStart(4, "0")}-01-01`;
  return { from: first, to: period === "ytd" ? dayOfYear(year, monthAndDay(to)) : dayOfYear(year, "12-31") };
}

/** The buckets that are counted in those days. */
export function bucketsOf(period: FunnelPeriod, span: Span): ReadonlySet<string> {
  const touched = eachPeriodTouching(bucketOf(period), span, { from: false, to: false }, "");
  return new Set([...touched].flatMap(({ buckets }) => buckets));
}
