/** Limits of a funnel against SciPy and against sums of the Poisson law's terms; overdispersion of METHODS, section 4. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { funnelLimit, funnelProbabilities, inflatedLimit, overdispersion } from "./funnel-limits.ts";
import type { FunnelLimit } from "./funnel-limits.ts";

const limits = Object.keys(funnelProbabilities) as FunnelLimit[];

/** By SciPy 1.17: `poisson.ppf`, less the part of the last term that is too much. */
test.each([
  [0, 0, 0, 0, 0],
  [1e-6, 0, 0, 0, 0],
  [0.0253, 0, 0, 0, 0.9722189108],
  [0.5, 0, 0, 1.860025911, 3.475858981],
  [1, 0, 0, 2.901948696, 4.867625596],
  [7.65, 0.1438752404, 2.195733529, 12.99606432, 16.98785442],
  [29.756, 13.90684607, 19.05811805, 40.43400309, 47.51908344],
  [1234.5, 1126.857233, 1165.607212, 1303.339468, 1343.988345],
  [100_000, 99_023.70822, 99_380.17859, 100_619.7687, 100_978.1412],
  [10_000_000, 9_990_228.752, 9_993_802.023, 10_006_197.92, 10_009_773.1],
])("the limits of a count of which %d is expected", (mean, ...expected) => {
  const found = limits.map((limit) => Number(funnelLimit(limit, mean).toPrecision(10)));
  expect(found).toEqual(expected);
});

/** P(Y ≤ count) by its terms one after the other. */
function massUpTo(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let mass = 0;
  for (let k = 0; k <= count; k += 1) {
    mass += term;
    term *= mean / (k + 1);
  }
  return mass;
}

test("where the target is the truth, just the stated share lies below each limit, its last count in part", () => {
  fc.assert(
    fc.property(fc.constantFrom(...limits), fc.double({ min: 0.001, max: 300, noNaN: true }), (limit, mean) => {
      const probability = funnelProbabilities[limit];
      const found = funnelLimit(limit, mean);
      const count = Math.ceil(found);
      if (found === 0) {
        // No case at all is likelier than that already.
        expect(massUpTo(0, mean)).toBeGreaterThanOrEqual(probability * (1 - 1e-9));
        return;
      }
      const before = massUpTo(count - 1, mean);
      const share = found - (count - 1);
      expect(before + share * (massUpTo(count, mean) - before)).toBeCloseTo(probability, 9);
    }),
    { numRuns: 2000 },
  );
});

/** By SciPy; docs/methods.md tells them. */
test.each([
  [1, 0.0803, 0.0037],
  [2, 0.0527, 0.0011],
  [5, 0.0386, 0.002],
  [10, 0.0374, 0.0021],
  [20, 0.0557, 0.0023],
  [100, 0.0509, 0.0022],
])("how often chance alone puts a count of which %d is expected outside its limits", (mean, of95, of998) => {
  const outside = (lower: FunnelLimit, upper: FunnelLimit) =>
    massUpTo(Math.ceil(funnelLimit(lower, mean)) - 1, mean) + 1 - massUpTo(Math.floor(funnelLimit(upper, mean)), mean);
  expect([outside("lower95", "upper95").toFixed(4), outside("lower998", "upper998").toFixed(4)]).toEqual([
    of95.toFixed(4),
    of998.toFixed(4),
  ]);
});

/** METHODS, section 4: counts, and workers in thousands. */
const counts = [2, 0, 3, 7, 1, 4, 19, 8, 12, 24];
const workers = [12, 25, 40, 60, 85, 120, 180, 260, 400, 700];
const target = 80 / 1882;
const areas = counts.map((count, place) => ({ count, expected: target * workers[place]! }));

test("the spread of the areas: a tenth at each end is set to the next, and eight are the fewest", () => {
  const { phi, phiLimit } = overdispersion(areas)!;
  expect([phi.toFixed(6), phiLimit.toFixed(6)]).toEqual(["2.221057", "1.894427"]);
  // In any order, and whatever lies beyond the next one at either end.
  expect(overdispersion(areas.toReversed())!.phi).toBeCloseTo(phi, 12);
  const farther = areas.map((area, place) => (place === 6 ? { ...area, count: 1900 } : area));
  expect(overdispersion(farther)!.phi).toBeCloseTo(phi, 12);
  expect(overdispersion(areas.slice(0, 7))).toBeNull();
  // Of fewer than ten areas none is set to the next.
  expect(overdispersion(areas.slice(0, 8))!.phi).toBeCloseTo(
    areas.slice(0, 8).reduce((sum, { count, expected }) => sum + 4 * (Math.sqrt(count) - Math.sqrt(expected)) ** 2, 0) / 8,
    12,
  );
});

test("limits move away from the target by the square root of phi, and never below 0", () => {
  expect(inflatedLimit(7.2208, 4.2508, 2.221057).toFixed(4)).toBe("8.6771");
  expect(inflatedLimit(1.2203, 4.2508, 2.221057)).toBe(0);
  expect(inflatedLimit(2, 4, 1)).toBe(2);
});
