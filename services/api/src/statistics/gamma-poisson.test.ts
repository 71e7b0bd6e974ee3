/** The worked numbers of METHODS, section 5, and the laws that a smoothed figure keeps. */
import * as fc from "fast-check";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { gammaAbove } from "./gamma-quantile.ts";
import { fittedGamma, smoothedRatio, varianceBeyondChance } from "./gamma-poisson.ts";

const workers = [12, 25, 40, 60, 85, 120, 180, 260, 400, 700];
function areasOf(counts: readonly number[]) {
  const rate = counts.reduce((sum, one) => sum + one) / workers.reduce((sum, one) => sum + one);
  return counts.map((count, place) => ({ count, expected: rate * workers[place]! }));
}
const areas = areasOf([2, 0, 3, 7, 1, 4, 19, 8, 12, 24]);

test("ten areas: the moments, and Marshall's ratios by them", () => {
  const variance = varianceBeyondChance(areas);
  expect(variance).toBeCloseTo(0.331981, 6);
  const ratios = [0, 1, 6]
    .map((place) => areas[place]!)
    .map(({ count, expected }) => 1 + (variance / (variance + 1 / expected)) * (count / expected - 1));
  expect(ratios.map((ratio) => ratio.toFixed(4))).toEqual(["1.4230", "0.7392", "2.0642"]);
});

test("ten areas: the gamma law, and the figures of three of them", () => {
  const law = finished(fittedGamma(areas))!;
  expect(law.a).toBeCloseTo(3.741865, 5);
  expect(law.b).toBeCloseTo(3.125871, 5);
  const figures = [0, 1, 6].map((place) => smoothedRatio(areas[place]!, law));
  expect(figures.map(({ ratio, lower, upper }) => [ratio, lower, upper].map((figure) => figure.toFixed(4)))).toEqual([
    ["1.5792", "0.5635", "3.1089"],
    ["0.8934", "0.2295", "1.9999"],
    ["2.1102", "1.3338", "3.0617"],
  ]);
});

test("areas that differ no more than chance allows have no law", () => {
  const alike = areasOf([1, 1, 2, 3, 3, 5, 8, 11, 17, 30]);
  expect(varianceBeyondChance(alike)).toBe(0);
  expect(finished(fittedGamma(alike))).toBeNull();
  expect(finished(fittedGamma(areasOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])))).toBeNull();
});

const anyAreas = fc
  .array(fc.tuple(fc.nat(60), fc.double({ min: 0.05, max: 40, noNaN: true })), { minLength: 8, maxLength: 30 })
  .map((all) => all.map(([count, expected]) => ({ count, expected })));

test("a smoothed ratio lies between the area's own and that of all, its limits around it", () => {
  fc.assert(
    fc.property(anyAreas, (some) => {
      const law = finished(fittedGamma(some));
      if (law === null) return;
      for (const area of some) {
        const { ratio, lower, upper } = smoothedRatio(area, law);
        const [own, all] = [area.count / area.expected, law.a / law.b];
        expect(ratio).toBeGreaterThanOrEqual(Math.min(own, all) * (1 - 1e-9));
        expect(ratio).toBeLessThanOrEqual(Math.max(own, all) * (1 + 1e-9));
        const [shape, rate] = [area.count + law.a, area.expected + law.b];
        expect(gammaAbove(shape, lower * rate)).toBeCloseTo(0.975, 9);
        expect(gammaAbove(shape, upper * rate)).toBeCloseTo(0.025, 9);
      }
    }),
    { numRuns: 300 },
  );
});

/** The logarithm of the likelihood, but for what no law changes. */
function likelihoodOf(some: readonly { readonly count: number; readonly expected: number }[], a: number, b: number): number {
  return some.reduce((sum, { count, expected }) => {
    let rising = 0;
    for (let place = 0; place < count; place += 1) rising += Math.log(a + place);
    return sum + rising + a * Math.log(b / (b + expected)) - count * Math.log(b + expected);
  }, 0);
}

test("no law near the one that was found is likelier", () => {
  fc.assert(
    fc.property(anyAreas, (some) => {
      const law = finished(fittedGamma(some));
      if (law === null) return;
      const found = likelihoodOf(some, law.a, law.b);
      for (const [up, over] of [
        [1.01, 1],
        [0.99, 1],
        [1, 1.01],
        [1, 0.99],
        [1.01, 1.01],
        [0.99, 0.99],
      ] as const) {
        expect(likelihoodOf(some, law.a * up, law.b * over)).toBeLessThanOrEqual(found + 1e-9 * Math.abs(found));
      }
    }),
    { numRuns: 300 },
  );
});
