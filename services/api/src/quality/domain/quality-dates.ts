/** Calendar dates as the tables of quality need them. */
import type { QualityPeriod } from "@qorgau/schemas/responses/quality-response";
import { monthOf } from "../../time/calendar.ts";

const dayMs = 86_400_000;

/** So many days after a date; before it where negative. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** 2026, 2026-Q1 or 2026-02, from the first day of the period. */
export function periodLabel(firstDay: string, period: QualityPeriod): string {
  if (period === "year") return firstDay.slice(0, 4);
  return period === "month" ? firstDay.slice(0, 7) : `${firstDay.slice(0, 4)}-Q${Math.ceil(monthOf(firstDay) / 3)}`;
}
