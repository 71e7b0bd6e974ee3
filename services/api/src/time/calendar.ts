/** Calendar dates as text, YYYY-MM-DD: they compare as texts, and no time zone can move them. */
import { daysInMonth, isCalendarDate as isDateOfCalendar } from "@qorgau/schemas/calendar-date";

const dateForm = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;

/** Whether the text has the form YYYY-MM-DD and is a day of the Gregorian calendar. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = dateForm.exec(text) ?? [];
  if (year === undefined) return false;
  return isDateOfCalendar(Number(year), Number(month), Number(day));
}

/** Takes YYYY-MM-DD; the text is not checked. */
export function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** Takes YYYY-MM-DD and returns 1 for January to 12; the text is not checked. */
export function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

/** The first day of a month; months beyond 12 or below 1 run into the years beside. */
export function firstOfMonth(year: number, month: number): string {
  const carried = year + Math.floor((month - 1) / 12);
  const within = ((((month - 1) % 12) + 12) % 12) + 1;
  return `${String(carried).padStart(4, "0")}-${String(within).padStart(2, "0")}-01`;
}

/** The last day of a month, YYYY-MM-DD; months beyond 12 or below 1 run into the years beside. */
export function lastOfMonth(year: number, month: number): string {
  const first = firstOfMonth(year, month);
  return `${first.slice(0, 8)}${daysInMonth(yearOf(first), monthOf(first))}`;
}

/** Takes and returns YYYY-MM-DD. Throws a `RangeError` where the text is no date. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
}

/** Takes and returns YYYY-MM-DD. Throws a `RangeError` where the text is no date. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);
}

/** Takes YYYY-MM-DD; 29 February is the last day in leap years, 28 February in others. */
export function isLastOfMonth(date: string): boolean {
  return Number(date.slice(8)) === daysInMonth(yearOf(date), monthOf(date));
}

const kazakhstanMs = 5 * 3_600_000;

/** The date at +05:00 of an instant in milliseconds since the epoch: the day of a cut is that of its last effective stamp (NUMBERS, section 2.3). */
export function dayOfStamp(ms: number): string {
  return new Date(ms + kazakhstanMs).toISOString().slice(0, 10);
}
