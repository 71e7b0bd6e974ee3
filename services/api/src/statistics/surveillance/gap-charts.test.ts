import { expect, test } from "vitest";
import { gapCharts } from "./gap-charts.ts";

test("the worked numbers of METHODS, section 3", () => {
  const charts = gapCharts([12, 5, 33, 8, 21, 2, 17, 40, 9, 14, 6, 28, 3, 11, 25]);
  expect(charts).toMatchObject({ gaps: 15, lower: 0, median: 11, upper: 106, gLower: 0 });
  expect(charts?.mean).toBeCloseTo(15.6, 12);
  expect(charts?.gUpper).toBeCloseTo(63.876702, 6);
  expect(charts?.tCentre).toBeCloseTo(12.636039, 6);
  expect(charts?.tLower).toBeCloseTo(2.78117e-5, 9);
  expect(charts?.tUpper).toBeCloseTo(145.9516, 4);
});

test("few gaps have no limits, and gaps of no day at all are no failure", () => {
  expect(gapCharts([1, 2, 3, 4])).toBeNull();
  expect(gapCharts([0, 0, 0, 0, 0])).toMatchObject({ mean: 0, lower: 0, median: 0, upper: 0, gUpper: 0, tUpper: 0 });
});
