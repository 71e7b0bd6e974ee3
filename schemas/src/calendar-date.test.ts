import { expect, test } from "vitest";
import { daysInMonth, isCalendarDate, wholeYearsBetween } from "./calendar-date.ts";

test("leap years follow the Gregorian rule", () => {
  expect([1900, 2000, 2023, 2024].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 28, 29]);
});

test.each([
  [2026, 0, 1],
  [2026, 13, 1],
  [2026, 4, 31],
  [2026, 1, 0],
  [2026, 2, 29],
])("%i-%i-%i is no date", (year, month, day) => {
  expect(isCalendarDate(year, month, day)).toBe(false);
});

test.each([
  ["1985-08-08", "2026-08-07", 40],
  ["1985-08-08", "2026-08-08", 41],
  ["2004-02-29", "2022-02-28", 17],
  ["2004-02-29", "2022-03-01", 18],
  ["2026-02-03", "2026-02-02", -1],
])("from %s to %s are %i whole years", (from, to, years) => {
  expect(wholeYearsBetween(from, to)).toBe(years);
});
