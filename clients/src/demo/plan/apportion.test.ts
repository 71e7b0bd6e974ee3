import * as fc from "fast-check";
import { expect, test } from "vitest";
import { apportion, spread } from "./apportion.ts";

test("the parts add up, and each is within one of its exact share", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), weights, (total, given) => {
      const parts = apportion(total, given);
      const sum = given.reduce((left, right) => left + right, 0);
      expect(parts.reduce((left, right) => left + right, 0)).toBe(total);
      parts.forEach((part, index) => expect(Math.abs(part - (total * (given[index] as number)) / sum)).toBeLessThan(1));
    }),
  );
});

test("running totals known at some ends are divided over the steps between, and unknown after the last", () => {
  expect(spread([undefined, 30, 90, undefined], [1, 2, 5, 9])).toEqual([10, 20, 60, null]);
  expect(spread([undefined, undefined], [1, 1])).toEqual([null, null]);
});
