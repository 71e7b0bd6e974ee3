import { expect, test } from "vitest";
import { fewNonFatal, scoreParameters, statisticalScore, stratumShape } from "./statistical-score.ts";

/** Rate 2 per 1,000 person-years, shape 2, three years. */
const expectedOf = (workers: number) => (workers * 3 * 2) / 1000;
const scored = (workers: number, observed: number) => statisticalScore({ observed, expected: expectedOf(workers) }, 2);

test("the worked numbers of METHODS 6: the larger enterprise comes first", () => {
  const [large, small] = [scored(300, 5), scored(10, 1)];
  expect(2 * large.factor).toBeCloseTo(3.684211, 6);
  expect(large.probability).toBeCloseTo(0.364621, 6);
  expect(2 * small.factor).toBeCloseTo(2.912621, 6);
  expect(small.probability).toBeCloseTo(0.221042, 6);
  expect(large.probability).toBeGreaterThan(small.probability);
});

test("an enterprise is silent by the spread of its stratum, not by the plain Poisson law", () => {
  const [large, larger] = [scored(600, 0), scored(1200, 0)];
  expect(large.silencePlain).toBeCloseTo(0.027324, 6);
  expect([large.silence, larger.silence]).toEqual([expect.closeTo(0.127551, 6), expect.closeTo(0.047259, 6)]);
  expect([large.silent, larger.silent, scored(1200, 1).silent]).toEqual([false, true, false]);
});

test("few non-fatal accidents beside fatal ones", () => {
  expect(fewNonFatal({ fatal: 6, nonFatal: 12 }, { fatal: 200, nonFatal: 1200 })).toBeCloseTo(0.033882, 6);
  expect(fewNonFatal({ fatal: 0, nonFatal: 3 }, { fatal: 200, nonFatal: 1200 })).toBe(1);
  expect(fewNonFatal({ fatal: 3, nonFatal: 0 }, { fatal: 200, nonFatal: 1200 })).toBeCloseTo((1 / 7) ** 3, 12);
  expect(fewNonFatal({ fatal: 0, nonFatal: 0 }, { fatal: 200, nonFatal: 1200 })).toBeNull();
});

test("the shape of a stratum: by default where few, estimated where they spread, none where they do not", () => {
  const units = (observed: readonly number[]) => observed.map((one) => ({ observed: one, expected: 2 }));
  expect(stratumShape(units([2, 2]))).toEqual({ shape: 2, from: "default", enterprises: 2 });
  const even = stratumShape(units(Array.from({ length: 40 }, () => 2)));
  expect(even).toEqual({ shape: scoreParameters.shapeWithoutSpread, from: "no_spread", enterprises: 40 });
  // Mean 2 and variance 6: by moments the size is 4 / (6 - 2) = 1.
  const spread = stratumShape(units(Array.from({ length: 60 }, (_, place) => [0, 0, 1, 1, 3, 7][place % 6]!)));
  expect(spread.from).toBe("estimated");
  expect(spread.shape).toBeGreaterThan(0.5);
  expect(spread.shape).toBeLessThan(2);
});
