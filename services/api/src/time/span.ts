/** Stretches of whole calendar periods. Exposure is stated for years, quarters and months alone. */
import { dayAfter, firstOfMonth, isLastOfMonth, lastOfMonth, monthOf, yearOf } from "./calendar.ts";

/** First and last day, inclusive. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export const lengths = ["year", "quarter", "month"] as const;
export type Length = (typeof lengths)[number];
const monthsOf: Readonly<Record<Length, number>> = { year: 12, quarter: 3, month: 1 };

/** The period of that length that holds the date. */
export function spanAround(date: string, length: Length): Span {
  const months = monthsOf[length];
  const first = Math.floor((monthOf(date) - 1) / months) * months + 1;
  return { from: firstOfMonth(yearOf(date), first), to: lastOfMonth(yearOf(date), first + months - 1) };
}

/** The periods of that length which make up the span exactly; none where they do not, or where it is one of them itself. */
export function subPeriods(span: Span, length: Length): readonly Span[] {
  if (!span.from.endsWith("-01") || !isLastOfMonth(span.to)) return [];
  const parts: Span[] = [];
  for (let from = span.from; from <= span.to; from = dayAfter(parts.at(-1)!.to)) {
    const part = spanAround(from, length);
    if (part.from !== from || part.to > span.to) return [];
    parts.push(part);
  }
  return parts.length > 1 ? parts : [];
}

/** The days of a period as exposure states it: `2026`, `2026-Q1` or `2026-01`. */
export function spanOfPeriod(period: string): Span {
  const [year = "", part = ""] = period.split("-");
  if (part === "") return spanAround(`${year}-01-01`, "year");
  if (part.startsWith("Q")) return spanAround(firstOfMonth(Number(year), 3 * Number(part.slice(1))), "quarter");
  return spanAround(`${period}-01`, "month");
}

/** Returns a text that is equal for equal spans and for no others: `2026-01-01/2026-12-31`. */
export function spanKey({ from, to }: Span): string {
  return `${from}/${to}`;
}
