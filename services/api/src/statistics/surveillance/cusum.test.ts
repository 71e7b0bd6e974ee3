/** The worked numbers of METHODS, section 3, of the two detectors for rare events. */
import { expect, test } from "vitest";
import { averageRunLength, cusumDesign, cusumOf, referenceValue } from "./cusum.ts";
import { expectedInGap, gapAlpha, judgeGaps } from "./days-between.ts";

test.each([
  [4, 3, 2, 84.862735],
  [6, 1.5, 1, 602.267537],
  [5, 0.7, 0.5, 301.49034],
  [5, 0.7, 1, 15.792405],
])("the run length with limit %d, reference %d and mean %d", (limit, reference, mean, length) => {
  expect(averageRunLength(limit, reference, mean)).toBeCloseTo(length, 5);
});

test.each([
  [0.5, 0.7, 4.9, 280.808, 15.456],
  [1, 1.4, 5.5, 293.31, 9.609],
  [2, 2.9, 5.4, 263.545, 5.637],
])("a mean of %d a week, one false alarm in 260.893 weeks", (mean, reference, limit, runLength, doubled) => {
  const design = cusumDesign(mean, 260.893);
  expect(design).toMatchObject({ reference, limit });
  expect(design.runLength).toBeCloseTo(runLength, 3);
  expect(design.runLengthDoubled).toBeCloseTo(doubled, 3);
});

test("four weeks of unequal exposure", () => {
  const weeks = [
    { count: 1, exposure: 1 },
    { count: 0, exposure: 1.2 },
    { count: 2, exposure: 0.8 },
    { count: 2, exposure: 1 },
  ];
  const reference = referenceValue(0.5, 1);
  expect(reference).toBeCloseTo(0.721348, 6);
  const sums = (used: number) => cusumOf(weeks, { reference: used, limit: 4.9 }).map((sum) => Number(sum.toFixed(6)));
  expect(sums(reference)).toEqual([0.278652, 0, 1.422922, 2.701574]);
  expect(sums(0.7)).toEqual([0.3, 0, 1.44, 2.74]);
});

test("gaps between deaths", () => {
  const alpha = gapAlpha(260.893, 0.28);
  expect(alpha).toBeCloseTo(0.0136893, 6);
  const judge = (gaps: readonly number[]) =>
    judgeGaps(
      gaps.map((days) => expectedInGap(days, 0.04)),
      0.04,
      alpha,
    );
  expect(judge([2]).p1).toBeCloseTo(0.095163, 6);
  expect(judge([0]).p1).toBeCloseTo(0.019801, 6);
  const judged = [
    [3, 1, 0],
    [7, 2, 1],
    [7, 3, 1],
  ].map(judge);
  expect(judged.map(({ alarm }) => alarm)).toEqual([3, 3, null]);
  expect(judged.map(({ p3 }) => Number(p3!.toPrecision(6)))).toEqual([0.00150611, 0.0115361, 0.0143877]);
});
