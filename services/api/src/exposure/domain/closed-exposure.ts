/** When the statements of one area close a period, or a month of it: the middle of the denominator rule (NUMBERS, 1.2 and 1.8). */
import { firstOfMonth, lastOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import { isValidOn } from "./exposure-area.ts";
import type { DatedCell, ExposureArea } from "./exposure-area.ts";
import type { StatedExposure, StatedPeriods } from "./exposure-book.ts";
import { lengths, spanAround, spanKey, subPeriods } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/** What statements add up to. */
export interface Figure {
  readonly value: number;
  /** Whether every part of it is. */
  readonly final: boolean;
  /** Whether a part of it has another value by an equal statement. */
  readonly conflict: boolean;
}

/** An area with what is stated of its cells, of one basis. */
export interface StatedArea extends Pick<ExposureArea, "breaks" | "changes"> {
  readonly members: readonly (Pick<DatedCell, "from" | "until"> & { readonly periods: StatedPeriods })[];
}

/** One way to make up a cell: by itself, or by the parts of a sum. */
export type Way = readonly StatedArea[];

/** A calendar month, with the stated periods that may give its value. */
export interface Month extends Span {
  /** Months since year 0, so that they can be told apart by subtraction. */
  readonly index: number;
  /** The month, the quarter and the year that hold it. */
  readonly around: readonly (Span & { readonly key: string })[];
}

const months = new Map<number, Month>();

/** Takes the months since year 0; each month is made once and shared. */
export function monthAt(index: number): Month {
  const known = months.get(index);
  if (known !== undefined) return known;
  const year = Math.floor(index / 12);
  const from = firstOfMonth(year, (index % 12) + 1);
  const around = lengths.toReversed().map((length) => ({ ...spanAround(from, length), key: spanKey(spanAround(from, length)) }));
  const month: Month = { from, to: lastOfMonth(year, (index % 12) + 1), index, around };
  months.set(index, month);
  return month;
}

/** Takes YYYY-MM-DD and returns the months since year 0. */
export function monthIndexOf(date: string): number {
  return 12 * yearOf(date) + monthOf(date) - 1;
}

/** The calendar months that the span touches. */
export function monthsIn({ from, to }: Span): Month[] {
  const last = monthIndexOf(to);
  const touched: Month[] = [];
  for (let index = monthIndexOf(from); index <= last; index += 1) touched.push(monthAt(index));
  return touched;
}

/** The sum of the figures of all items: final if all are, in conflict if any is. Null as soon as one item has none. */
export function sumOf<Item>(items: readonly Item[], close: (item: Item) => Figure | null): Figure | null {
  let value = 0;
  let final = true;
  let conflict = false;
  for (const item of items) {
    const figure = close(item);
    if (figure === null) return null;
    value += figure.value;
    final &&= figure.final;
    conflict ||= figure.conflict;
  }
  return { value, final, conflict };
}

/** The sum of the statements for just that period (`spanKey`), of the codes that are valid on its last day. Null where one of them states nothing. */
export function exactly({ members }: StatedArea, key: string, lastDay: string): Figure | null {
  const valid = members.filter((member) => isValidOn(member, lastDay));
  return valid.length === 0 ? null : sumOf(valid, ({ periods }) => periods.get(key) ?? null);
}

/** A flow: a statement for just that period, else a complete set of sub-periods of one length, the longest length first. */
export function flowIn(area: StatedArea, span: Span, partitions: readonly (readonly Span[])[]): Figure | null {
  const exact = exactly(area, spanKey(span), span.to);
  if (exact !== null) return exact;
  for (const parts of partitions) {
    const sum = sumOf(parts, (part) => exactly(area, spanKey(part), part.to));
    if (sum !== null) return sum;
  }
  return null;
}

/** Returns the ways to divide the span into whole years, quarters or months, the longest first; none where a length does not divide it exactly. */
export function partitionsOf(span: Span): readonly (readonly Span[])[] {
  return lengths.map((length) => subPeriods(span, length)).filter((parts) => parts.length > 0);
}

/**
 * What is stated of a stock for the month: by the month, else the quarter, else the year that holds it. A statement whose period
 * holds a change of the area's codes is of the area after it: for the months before, it serves the whole family only.
 */
export function statedIn(area: StatedArea, month: Month): Figure | "series_break" | null {
  const { members, changes, breaks } = area;
  const ahead = changes.filter((day) => day > month.to);
  const own = members.filter((member) => isValidOn(member, month.to));
  const plain = own.length === 0 ? null : sumOf(own, ({ periods }) => around(periods, month, ({ to }) => !ahead.some((day) => day <= to)));
  if (plain !== null) return plain;
  for (const day of ahead) {
    const later = members.filter((member) => isValidOn(member, day));
    const figure = later.length === 0 ? null : sumOf(later, ({ periods }) => around(periods, month, ({ to }) => day <= to));
    if (figure !== null) return breaks.includes(day) ? "series_break" : figure;
  }
  return null;
}

function around(periods: StatedPeriods, month: Month, serves: (period: Span) => boolean): StatedExposure | null {
  for (const period of month.around) {
    const stated = serves(period) ? periods.get(period.key) : undefined;
    if (stated !== undefined) return stated;
  }
  return null;
}

/** A period that all parts of a way state, with their sum. */
export interface Carrier extends StatedExposure {
  readonly lastMonth: number;
}

/** The periods that may be carried from: the latest-ending first, of two that end together the shorter. */
export function carriersOf(way: Way): Carrier[] {
  const stated = new Map<string, StatedExposure>();
  for (const { periods } of way[0]?.members ?? []) for (const [key, one] of periods) stated.set(key, one);
  return [...stated]
    .flatMap(([key, { from, to, period }]) => {
      const figure = sumOf(way, (area) => exactly(area, key, to));
      return figure === null ? [] : [{ from, to, period, ...figure, lastMonth: monthIndexOf(to) }];
    })
    .toSorted((a, b) => compare(b.to, a.to) || compare(b.from, a.from));
}

/** A stock serves for two years after the period it was stated for, and never another area. */
export const carriedMonthsMax = 24;

/**
 * Returns the period that the month's value is carried from, out of `carriersOf(way)`: the latest-ending one, at most 24 months before the
 * month's end. Null where there is none, or a series break lies between (NUMBERS, section 1.2).
 */
export function carriedTo(way: Way, carriers: readonly Carrier[], month: Month): Carrier | null {
  const isBroken = ({ to }: Span) => way.some(({ breaks }) => breaks.some((day) => to < day && day <= month.to));
  const found = carriers.find(({ to }) => to <= month.to);
  if (found === undefined || month.index - found.lastMonth > carriedMonthsMax) return null;
  return isBroken(found) ? null : found;
}

/** Orders texts by their UTF-16 code units, so that dates YYYY-MM-DD are in the order of days. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
