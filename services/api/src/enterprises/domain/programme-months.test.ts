import { expect, test } from "vitest";
import { programmeMonths } from "./programme-months.ts";

const monthsOf = (from: string | null, to: string | null, day: string | null = "2026-11-30") => {
  const found = programmeMonths({ from, to }, day);
  return "rule" in found ? found.rule : [found.months.at(0)?.from, found.months.at(-1)?.to, found.months.length];
};

test("running months and months to come are no person-time: they end with the last whole month before the day of the cut", () => {
  expect(monthsOf("2022-01-01", "2028-10-31")).toEqual(["2022-01-01", "2026-10-31", 58]);
  expect(monthsOf("2022-01-01", "2026-11-30")).toEqual(["2022-01-01", "2026-10-31", 58]);
  expect(monthsOf("2022-01-01", null, "2026-12-01")).toEqual(["2022-01-01", "2026-11-30", 59]);
  expect(monthsOf(null, "2028-10-31")).toEqual(["2021-11-01", "2026-10-31", 60]);
});

test("an earlier to stands, and without from the months go back five years from it", () => {
  expect(monthsOf("2022-01-01", "2022-12-31")).toEqual(["2022-01-01", "2022-12-31", 12]);
  expect(monthsOf(null, "2024-12-31")).toEqual(["2020-01-01", "2024-12-31", 60]);
});

test("where no month is left, or too many are, the request is refused", () => {
  expect(monthsOf("2026-11-01", "2028-10-31")).toBe("QG-0695");
  expect(monthsOf("2027-01-01", null)).toBe("QG-0695");
  expect(monthsOf("2022-01-01", "2022-12-31", null)).toBe("QG-0695");
  expect(monthsOf("2000-01-01", null)).toBe("QG-0692");
  expect(monthsOf(null, null, null)).toEqual(["1995-01-01", "1999-12-31", 60]);
});
