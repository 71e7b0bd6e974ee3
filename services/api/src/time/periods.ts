/** The periods of `/v1/rates`: which of them a request touches, what they are called, and what a bound cuts. */
import type { ComparisonKind } from "@qorgau/schemas/responses/rate-choices";
import type { RatePeriod } from "@qorgau/schemas/responses/rates";
import { dayAfter, dayBefore, firstOfMonth, isCalendarDate, isLastOfMonth, lastOfMonth, monthOf, yearOf } from "./calendar.ts";
import { spanAround } from "./span.ts";
import type { Span } from "./span.ts";

/** The days of a period; a rolling one reaches back before the request's `from`. */
export interface Period extends Span {
  readonly label: string;
  /** Cut by a bound that was given: what is counted is the part within, and there is no rate. */
  readonly partial: boolean;
  /** The first days of the buckets it is counted from (see `bucketOf`). */
  readonly buckets: readonly string[];
}

/** What counts are grouped by when they are read: a rolling period is made of months, all others are their own bucket. */
export type Bucket = "year" | "quarter" | "month" | "day";
const buckets: Readonly<Record<RatePeriod, Bucket>> = {
  year: "year",
  quarter: "quarter",
  month: "month",
  day: "day",
  ytd: "year",
  rolling12m: "month",
};

/** Returns the unit in which the counts of a period are read: years for `ytd`, months for `rolling12m`, else the unit of the period itself. */
export function bucketOf(period: RatePeriod): Bucket {
  return buckets[period];
}

/** The whole bucket that holds the date. */
export function bucketAround(date: string, bucket: Bucket): Span {
  return bucket === "day" ? { from: date, to: date } : spanAround(date, bucket);
}

/** The days that the label of a row names; of several periods from the first to the last. */
export function spanOfLabel(label: string): Span {
  const [first = "", last = first] = label.split("/");
  return { from: wholeOf(first).from, to: wholeOf(last).to };
}

function wholeOf(label: string): Span {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(label);
  if (quarter !== null) return bucketAround(firstOfMonth(Number(quarter[1]), 3 * Number(quarter[2])), "quarter");
  if (label.length === "2026-02-03".length) return { from: label, to: label };
  return bucketAround(`${label}-01-01`.slice(0, 10), label.length === "2026-02".length ? "month" : "year");
}

/** `02-03` of 2026-02-03. */
export function monthAndDay(date: string): string {
  return date.slice(5);
}

/** The same day of another year; of 29 February the 28th where that year has no 29th. */
export function dayOfYear(year: number, monthDay: string): string {
  const date = `${String(year).padStart(4, "0")}-${monthDay}`;
  return isCalendarDate(date) ? date : `${date.slice(0, 5)}02-28`;
}

/** The first day that is counted where a request begins at `from`: `ytd` and `rolling12m` reach back before it. */
export function countedFrom(period: RatePeriod, from: string): string {
  if (period === "ytd") return `${from.slice(0, 4)}-01-01`;
  if (period === "rolling12m") return firstOfMonth(yearOf(from), monthOf(from) - 11);
  return from;
}

/**
 * Every period that touches `from`..`to`, in order. `given` says which of the two the request named: only those cut. `monthDay`
 * ends the years of `ytd`.
 */
export function periodsTouching(...requested: Parameters<typeof eachPeriodTouching>): Period[] {
  return [...eachPeriodTouching(...requested)];
}

/** The same one by one: of days there may be thousands. */
export function* eachPeriodTouching(
  period: RatePeriod,
  range: Span,
  given: { readonly from: boolean; readonly to: boolean },
  monthDay: string,
): Generator<Period, void> {
  const bucket = bucketOf(period);
  for (let date = range.from; date <= range.to;) {
    const whole = bucketAround(date, bucket);
    const cut = { from: given.from && whole.from < range.from, to: given.to && whole.to > range.to };
    yield periodFrom(period, whole, cut, monthDay);
    date = dayAfter(whole.to);
  }
}

/** How many periods touch `range`, without making them. */
export function countPeriods(period: RatePeriod, { from, to }: Span): number {
  if (from > to) return 0;
  const bucket = bucketOf(period);
  if (bucket === "day") return daysIn({ from, to });
  const months = 12 * (yearOf(to) - yearOf(from)) + monthOf(to) - monthOf(from);
  if (bucket === "month") return months + 1;
  if (bucket === "year") return yearOf(to) - yearOf(from) + 1;
  const quarterOf = (date: string) => 4 * yearOf(date) + Math.ceil(monthOf(date) / 3);
  return quarterOf(to) - quarterOf(from) + 1;
}

/** The whole period that the date is in; of years to date the one that ends there. */
export function periodHolding(period: RatePeriod, date: string): Period {
  const [held] = periodsTouching(period, { from: date, to: date }, { from: false, to: false }, monthAndDay(date));
  return held!;
}

const noBounds = { from: false, to: false };

/** The period of the same kind before it, without a day in common: before the year to date the year before to the same day. */
export function previousPeriod(period: RatePeriod, { from }: Span, monthDay: string): Period {
  const last = dayBefore(from);
  const [previous] = periodsTouching(period, { from: last, to: last }, noBounds, monthDay);
  return previous!;
}

/** The same quarter, month, day or stretch so many years earlier. */
function yearsBefore(period: RatePeriod, { from, to }: Span, monthDay: string, years: number): Period {
  const held = period === "rolling12m" ? firstOfMonth(yearOf(to), monthOf(to)) : from;
  const day = dayOfYear(yearOf(held) - years, monthAndDay(held));
  const [earlier] = periodsTouching(period, { from: day, to: day }, noBounds, monthDay);
  return earlier!;
}

const yearsOfMean = 5;

/** What a period is compared with, the earliest first. `monthDay` ends the years of `ytd`. */
export function comparedPeriods(period: RatePeriod, compare: ComparisonKind, own: Span, monthDay: string): Period[] {
  if (compare === "previous") return [previousPeriod(period, own, monthDay)];
  if (compare !== "five_years") return [yearsBefore(period, own, monthDay, 1)];
  return Array.from({ length: yearsOfMean }, (_, place) => yearsBefore(period, own, monthDay, yearsOfMean - place));
}

/** The factor from a rate of the period to one of a year: twelve over its months where they are whole, else the year's days over its own. */
export function periodsInYear({ from, to }: Span): number {
  if (from.endsWith("-01") && isLastOfMonth(to)) return 12 / (12 * (yearOf(to) - yearOf(from)) + monthOf(to) - monthOf(from) + 1);
  const year = from.slice(0, 4);
  return daysIn({ from: `${year}-01-01`, to: `${year}-12-31` }) / daysIn({ from, to });
}

const dayMs = 86_400_000;

/** How many days the span has, both ends among them. */
export function daysIn({ from, to }: Span): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

function periodFrom(period: RatePeriod, whole: Span, cut: { from: boolean; to: boolean }, monthDay: string): Period {
  if (period === "ytd") return yearToDate(whole, monthDay);
  if (period === "rolling12m") return twelveMonths(whole, cut.to);
  return { ...whole, label: labelOf(whole, bucketOf(period)), partial: cut.from || cut.to, buckets: [whole.from] };
}

function yearToDate(year: Span, monthDay: string): Period {
  const to = dayOfYear(yearOf(year.from), monthDay);
  return { from: year.from, to, label: `${year.from}/${to}`, partial: false, buckets: [year.from] };
}

function twelveMonths(month: Span, cut: boolean): Period {
  const year = yearOf(month.from);
  const last = monthOf(month.from);
  const months = Array.from({ length: 12 }, (_, index) => firstOfMonth(year, last - 11 + index));
  const from = months[0]!;
  return { from, to: lastOfMonth(year, last), label: `${from.slice(0, 7)}/${month.from.slice(0, 7)}`, partial: cut, buckets: months };
}

function labelOf({ from }: Span, bucket: Bucket): string {
  if (bucket === "year") return from.slice(0, 4);
  if (bucket === "quarter") return `${from.slice(0, 4)}-Q${Math.ceil(monthOf(from) / 3)}`;
  return bucket === "month" ? from.slice(0, 7) : from;
}
