import { expect, test } from "vitest";
import { levelOf, levelsMax, limitsOf } from "./levels.ts";

test("limits are round numbers between the values, and every value has a step", () => {
  const values = [0.03, 0.12, 0.2, 0.31, 0.85];
  const limits = limitsOf(values);
  expect(limits).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(values.map((value) => levelOf(value, limits))).toEqual([1, 1, 2, 2, 5]);
  expect(limits.length).toBeLessThan(levelsMax);
});

test("one value, or none, has no limits", () => {
  expect([limitsOf([]), limitsOf([3, 3])]).toEqual([[], []]);
});
