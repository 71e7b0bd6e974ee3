/** Worked numbers of METHODS, section 11. */
import { expect, test } from "vitest";
import { twoListEstimate } from "./two-lists.ts";

const lists = (first: number, second: number, both: number) => ({ first, second, both });

test("Chapman's estimate and its limits", () => {
  const { estimate, standardError, lower, upper } = twoListEstimate([lists(120, 60, 45)])!;
  expect(estimate).toBeCloseTo(159.456522, 6);
  expect(standardError).toBeCloseTo(9.137494, 6);
  expect([lower, upper].map((limit) => limit.toFixed(3))).toEqual(["141.547", "177.366"]);
});

test("strata are estimated each by itself and summed", () => {
  const strata = [lists(40, 30, 24), lists(80, 30, 21)];
  const alone = strata.map((one) => twoListEstimate([one])!);
  expect(alone[0]!.estimate).toBeCloseTo(49.84, 9);
  expect(alone[0]!.standardError).toBeCloseTo(2.740197, 6);
  expect(alone[1]!.estimate).toBeCloseTo(113.136364, 6);
  expect(alone[1]!.standardError).toBeCloseTo(10.9442, 6);
  const sum = twoListEstimate(strata)!;
  expect(sum.estimate).toBeCloseTo(162.976364, 6);
  expect(sum.standardError).toBeCloseTo(11.282, 3);
});

test("of fewer than seven in both there is none, of the sum neither; the lower limit is never under what is known", () => {
  expect(twoListEstimate([lists(20, 20, 6)])).toBeNull();
  expect(twoListEstimate([lists(120, 60, 45), lists(20, 20, 6)])).toBeNull();
  const all = twoListEstimate([lists(50, 50, 50)])!;
  expect([all.estimate, all.standardError, all.lower]).toEqual([50, 0, 50]);
  expect(twoListEstimate([lists(100, 8, 7)])!.lower).toBe(101);
});
