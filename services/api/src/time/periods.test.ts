import { expect, test } from "vitest";
import { periodsTouching } from "./periods.ts";
import type { Period } from "./periods.ts";

const both = { from: true, to: true };
const range = (from: string, to: string) => ({ from, to });
const labels = (periods: readonly Period[]) => periods.map(({ label }) => label);
const partial = (periods: readonly Period[]) => periods.map((one) => one.partial);

test.each([
  ["year", "2025-12-31", "2026-01-01", ["2025", "2026"]],
  ["quarter", "2025-12-31", "2026-04-01", ["2025-Q4", "2026-Q1", "2026-Q2"]],
  ["month", "2025-12-31", "2026-02-01", ["2025-12", "2026-01", "2026-02"]],
  ["day", "2024-02-28", "2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]],
  ["ytd", "2025-06-01", "2026-02-03", ["2025-01-01/2025-02-03", "2026-01-01/2026-02-03"]],
  ["rolling12m", "2026-01-31", "2026-02-01", ["2025-02/2026-01", "2025-03/2026-02"]],
] as const)("the labels of %s", (period, from, to, expected) => {
  expect(labels(periodsTouching(period, range(from, to), both, to.slice(5)))).toEqual(expected);
});

test("only a bound that was given cuts, and only within a period", () => {
  const days = range("2025-02-01", "2026-11-30");
  expect(partial(periodsTouching("year", days, both, ""))).toEqual([true, true]);
  expect(partial(periodsTouching("year", days, { from: false, to: true }, ""))).toEqual([false, true]);
  expect(partial(periodsTouching("month", days, both, "")).includes(true)).toBe(false);
  expect(partial(periodsTouching("rolling12m", range("2026-01-20", "2026-02-27"), both, ""))).toEqual([false, true]);
});

test("a rolling year is made of twelve months and ends with a whole one", () => {
  const [period] = periodsTouching("rolling12m", range("2024-02-10", "2024-02-29"), both, "");
  expect(period).toMatchObject({ from: "2023-03-01", to: "2024-02-29", partial: false });
  expect(period?.buckets).toHaveLength(12);
  expect([period?.buckets[0], period?.buckets[11]]).toEqual(["2023-03-01", "2024-02-01"]);
});
