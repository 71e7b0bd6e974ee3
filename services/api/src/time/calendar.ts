/** Calendar dates as text, YYYY-MM-DD: they compare as they stand, and no time zone can move them. */
import { daysInMonth, isCalendarDate as isDateOfCalendar } from "@qorgau/schemas/calendar-date";

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;

export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = dateForm.exec(text) ?? [];
  if (year === undefined) return false;
  return isDateOfCalendar(Number(year), Number(month), Number(day));
}

export function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

export function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

/** The first day of a month; months beyond 12 or below 1 run into the years beside. */
export function firstOfMonth(year: number, month: number): string {
  const carried = year + Math.floor((month - 1) / 12);
  const within = ((((month - 1) % 12) + 12) % 12) + 1;
  return `${String(carried).padStart(4, "0")}-${String(within).padStart(2, "0")}-01`;
}

export function lastOfMonth(year: number, month: number): string {
  const first = firstOfMonth(year, month);
  return `${first.slice(0, 8)}${daysInMonth(yearOf(first), monthOf(first))}`;
}

export function dayAfter(date: string): string {
  return new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
}

export function dayBefore(date: string): string {
  return new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);
}

export function isLastOfMonth(date: string): boolean {
  return Number(date.slice(8)) === daysInMonth(yearOf(date), monthOf(date));
}

const kazakhstanMs = 5 * 3_600_000;

/** The date at +05:00 of an instant: the day of a cut is that of its last effective stamp (NUMBERS, section 2.3). */
export function dayOfStamp(ms: number): string {
  return new Date(ms + kazakhstanMs).toISOString().slice(0, 10);
}
