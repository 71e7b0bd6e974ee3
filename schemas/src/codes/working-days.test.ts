import { describe, expect, it } from "vitest";
import { isDecreedYear, isWorkingDay, workingDaysBetween, workingDaySources } from "./working-days.ts";

/** Weekdays on which nobody works because a holiday fell on a weekend, as calendars of those years printed them. */
const movedByWeekends: Readonly<Record<number, readonly string[]>> = {
  2016: ["01-04", "05-02", "05-10", "12-19"],
  2018: ["12-03", "12-18"],
  2019: ["03-25", "07-08", "12-02"],
  2020: ["03-09", "03-24", "03-25", "08-31"],
  2021: ["01-04", "03-24", "05-03", "05-10"],
  2023: ["01-03", "05-08", "12-18"],
  2024: ["03-25", "07-08"],
  2025: ["03-10", "03-24", "03-25", "07-07", "09-01", "10-27"],
  2026: ["03-09", "03-24", "03-25", "05-11", "10-26"],
};

/** All weekdays of the year that are holidays or days off, and worked weekend days: counted by an independent calendar. */
const weekdaysOff: Readonly<Record<number, number>> = { 2018: 20, 2020: 18, 2021: 17, 2022: 17, 2023: 15, 2024: 14, 2025: 16, 2026: 14 };

function daysOf(year: number): string[] {
  const first = Date.UTC(year, 0, 1);
  const days = (Date.UTC(year + 1, 0, 1) - first) / 86_400_000;
  return Array.from({ length: days }, (_, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10));
}
const isWeekday = (date: string) => ![0, 6].includes(new Date(date).getUTCDay());

describe("working days of Kazakhstan", () => {
  it.each(Object.entries(movedByWeekends))("frees the next working day for a holiday on a weekend in %s", (year, days) => {
    for (const day of days) expect(isWorkingDay(`${year}-${day}`), day).toBe(false);
  });

  it.each(Object.entries(weekdaysOff))("keeps as many weekdays free in %s as the calendar of that year", (year, count) => {
    expect(daysOf(Number(year)).filter((date) => isWeekday(date) && !isWorkingDay(date)).length).toBe(count);
  });

  it("works the days that were transferred, and not those they were transferred to", () => {
    expect(["2018-03-03", "2020-01-05", "2024-05-04", "2025-01-05"].map(isWorkingDay)).toEqual([true, true, true, true]);
    expect(["2018-03-09", "2020-01-03", "2024-05-08", "2025-01-03"].map(isWorkingDay)).toEqual([false, false, false, false]);
  });

  it("moves no day for Orthodox Christmas or Kurban Ait on a weekend", () => {
    expect(isWorkingDay("2023-01-09")).toBe(true);
    expect(isWorkingDay("2024-06-17")).toBe(true);
  });

  it("counts a term from the day after", () => {
    // Wednesday to the Monday after: Thursday, Friday, Monday.
    expect(workingDaysBetween("2026-02-04", "2026-02-09")).toBe(3);
    expect(workingDaysBetween("2026-02-04", "2026-02-08")).toBe(2);
    expect(workingDaysBetween("2026-02-04", "2026-02-04")).toBe(0);
    // Nauryz of 2026: Saturday to Monday, so that Tuesday and Wednesday are free as well.
    expect(workingDaysBetween("2026-03-20", "2026-03-26")).toBe(1);
    expect(workingDaysBetween("2025-12-31", "2026-01-08")).toBe(3);
    expect(workingDaysBetween("2026-02-09", "2026-02-04")).toBe(-3);
  });

  it("says which years are decreed, each with its source", () => {
    expect(workingDaySources.map(({ year }) => year)).toEqual([2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025]);
    expect(isDecreedYear(2026)).toBe(false);
  });
});
