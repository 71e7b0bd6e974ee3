import { expect, test } from "vitest";
import { revisionSize } from "./revision-size.ts";

test("mean, mean absolute and relative revisions: worked numbers of METHODS, section 11", () => {
  const size = revisionSize([
    [1400, 1412],
    [1470, 1476],
    [1450, 1450],
    [1460, 1455],
  ])!;
  expect([size.mean, size.meanAbsolute]).toEqual([3.25, 5.75]);
  expect(100 * size.relative!).toBeCloseTo(0.397031, 6);
});

test("of no pair there is none, and of figures of 0 no relative one", () => {
  expect(revisionSize([])).toBeNull();
  expect(revisionSize([[2, 0]])).toEqual({ mean: -2, meanAbsolute: 2, relative: null });
});
