/** The periods of a nowcast, months or weeks from Monday, as whole numbers that follow each other. */
import type { NowcastPeriod } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { firstOfMonth, lastOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";

const dayMs = 86_400_000;
/** A Monday. */
const firstMonday = "1900-01-01";

const daysSince = (day: string) => Math.round((Date.parse(day) - Date.parse(firstMonday)) / dayMs);
const dayAt = (days: number) => new Date(Date.parse(firstMonday) + days * dayMs).toISOString().slice(0, 10);

/** The number of the period that holds the day. */
export function numberOf(period: NowcastPeriod, day: string): number {
  return period === "month" ? 12 * yearOf(day) + monthOf(day) - 1 : Math.floor(daysSince(day) / 7);
}

/** First and last day of the period of that number. */
export function spanOf(period: NowcastPeriod, number: number): Span {
  if (period === "week") return { from: dayAt(7 * number), to: dayAt(7 * number + 6) };
  const [year, month] = [Math.floor(number / 12), (number % 12) + 1];
  return { from: firstOfMonth(year, month), to: lastOfMonth(year, month) };
}

/** A month as 2026-02, a week as its Monday. */
export function labelOf(period: NowcastPeriod, number: number): string {
  const { from } = spanOf(period, number);
  return period === "month" ? from.slice(0, 7) : from;
}
