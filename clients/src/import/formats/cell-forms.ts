/**
 * Cells as spreadsheets and data frames write them again: `212112.0` for a whole number, `2016-07-04 00:00:00` for a day. What means the same
 * is read as the same; what has lost something (`2.0014E+11`, `########`) is for the caller to refuse.
 */
import { isCalendarDate } from "@qorgau/schemas/calendar-date";
import { plainCell } from "@qorgau/schemas/tables/table-of";

/** `12,000` is not among them: it may be twelve or twelve thousand. */
const wholeNumber = /^(\d+)(?:[.,](?!000$)0+|(?<=\d{4})[.,]000)?$/;
const time = "(?:[ T]0{1,2}:00(?::00(?:\\.0+)?)?(?: ?AM)?|[ T]12:00(?::00)? ?AM)?";
const [americanDate, isoDate, dottedDate] = [
  String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`,
  String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`,
  String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})`,
].map((form) => new RegExp(`^${form}${time}$`, "i")) as [RegExp, RegExp, RegExp];

/** The digits of a whole number, be it written `212112`, `212112.0` or `212112,00`; null where the cell is none, or may be two. */
export function digitsOf(text: string | undefined): string | null {
  return wholeNumber.exec(plainCell(text))?.[1] ?? null;
}

/**
 * A day as `YYYY-MM-DD`, of `7/4/2016` (month first), `2016-07-04` or `04.07.2016` (day first), with or without a midnight behind it; null
 * where it is no such text or there is no such day. Numbers of days and years of two digits are none: they mean different days in different programs.
 */
export function dayOf(text: string | undefined): string | null {
  const cell = plainCell(text);
  const [, americanMonth, americanDay, americanYear] = americanDate.exec(cell) ?? [];
  if (americanYear !== undefined) return day(americanYear, americanMonth, americanDay);
  const [, isoYear, isoMonth, isoDay] = isoDate.exec(cell) ?? [];
  if (isoYear !== undefined) return day(isoYear, isoMonth, isoDay);
  const [, dottedDay, dottedMonth, dottedYear] = dottedDate.exec(cell) ?? [];
  return dottedYear === undefined ? null : day(dottedYear, dottedMonth, dottedDay);
}

function day(year: string, month = "", dayOfMonth = ""): string | null {
  if (!isCalendarDate(Number(year), Number(month), Number(dayOfMonth))) return null;
  return `${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
}
