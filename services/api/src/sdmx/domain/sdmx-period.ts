/** Periods as SDMX writes them (SDMX 2.1, section 6, "Time and Time Format"). A reporting year begins on 1 January. */
import { isCalendarDate } from "../../time/calendar.ts";
import { spanOfPeriod } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

const dayMs = 86_400_000;
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const firstMs = (year: number, month: number) => Date.UTC(year, month - 1, 1);

/** `length` months, the `place`th of the year. */
function ofMonths(year: number, length: number, place: number): Span {
  const first = (place - 1) * length + 1;
  return { from: dateOf(firstMs(year, first)), to: dateOf(firstMs(year, first + length) - dayMs) };
}

/** A week of ISO 8601, from Monday on: the first one has 4 January. Null where the year has no such week. */
function ofWeek(year: number, week: number): Span | null {
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs + (week - 1) * 7 * dayMs;
  // The year of a week is that of its Thursday.
  const isOfYear = new Date(monday + 3 * dayMs).getUTCFullYear() === year;
  return isOfYear ? { from: dateOf(monday), to: dateOf(monday + 6 * dayMs) } : null;
}

function ofDay(year: number, day: number): Span | null {
  const date = dateOf(Date.UTC(year, 0, day));
  return Number(date.slice(0, 4)) === year ? { from: date, to: date } : null;
}

/** Reporting periods: years, semesters, trimesters, quarters, months, weeks and days, each with its number within the year. */
const reporting: readonly (readonly [form: RegExp, days: (year: number, place: number) => Span | null])[] = [
  [/^(\d{4})-A(1)$/, (year, place) => ofMonths(year, 12, place)],
  [/^(\d{4})-S([12])$/, (year, place) => ofMonths(year, 6, place)],
  [/^(\d{4})-T([1-3])$/, (year, place) => ofMonths(year, 4, place)],
  [/^(\d{4})-Q([1-4])$/, (year, place) => ofMonths(year, 3, place)],
  [/^(\d{4})-M(0[1-9]|1[0-2])$/, (year, place) => ofMonths(year, 1, place)],
  [/^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/, ofWeek],
  [/^(\d{4})-D((?!000)[0-3]\d\d)$/, ofDay],
];

/**
 * The days of a calendar period (`2026`, `2026-01`, `2026-01-31`), of a reporting period (`2026-A1`, `-S1`, `-T1`, `-Q1`, `-M01`, `-W01`, `-D001`), and the day of
 * an instant as it is written (`2026-01-31T10:00:00`). Null where the text is none of these, or of a year before 1000.
 */
export function daysOfPeriod(text: string): Span | null {
  const day = /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?)?$/.exec(text)?.[1];
  if (day !== undefined) return isCalendarDate(day) ? { from: day, to: day } : null;
  if (/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/.test(text)) return spanOfPeriod(text);
  for (const [form, daysOf] of reporting) {
    const [, year, place] = form.exec(text) ?? [];
    if (year !== undefined && Number(year) >= 1000) return daysOf(Number(year), Number(place));
  }
  return null;
}
