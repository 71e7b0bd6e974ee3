/** The worked numbers of METHODS, section 1, and the laws behind them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { developmentFactors, reportedShares, ultimateOf } from "./chain-ladder.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { negativeBinomialLaw, poissonLaw, probabilityOfAtLeast, quantileOf, sumOfLaws } from "./count-law.ts";
import type { CountLaw } from "./count-law.ts";
import { garwood } from "./garwood.ts";

const cumulated = (reports: readonly number[]) => reports.map((_, delay) => reports.slice(0, delay + 1).reduce((sum, one) => sum + one));
const rows = [[100, 40, 10, 5], [110, 44, 11], [95, 38], [120]].map(cumulated);
const factors = developmentFactors(rows, 3, 36)!;
const shares = reportedShares(factors);
const limitsOf = (reported: number, law: CountLaw) => [reported + quantileOf(law, 0.025), reported + quantileOf(law, 0.975)];

test("four periods: factors and shares", () => {
  expect(factors.map((factor) => factor.toFixed(7))).toEqual(["1.4000000", "1.0714286", "1.0333333"]);
  expect(shares.map((share) => share.toFixed(7))).toEqual(["0.6451613", "0.9032258", "0.9677419", "1.0000000"]);
});

test("four periods: what they will be, each and together", () => {
  const laws = rows.map((row) => negativeBinomialLaw(row.at(-1)!, shares[row.length - 1]!));
  const found = rows.map((row, place) => [ultimateOf(row, shares), ...limitsOf(row.at(-1)!, laws[place]!)]);
  expect(found.map(([ultimate, ...limits]) => [Number(ultimate!.toFixed(9)), ...limits])).toEqual([
    [155, 155, 155],
    [170.5, 166, 176],
    [147.25, 140, 156],
    [186, 167, 207],
  ]);
  const reported = rows.reduce((sum, row) => sum + row.at(-1)!, 0);
  expect(found.reduce((sum, [ultimate]) => sum + ultimate!, 0)).toBeCloseTo(658.75, 9);
  expect(limitsOf(reported, laws.reduce(sumOfLaws))).toEqual([638, 681]);
});

test("four periods: the rate of the last over 100,000 workers", () => {
  const { lower, upper } = garwood(120);
  expect([120, lower, upper].map((count) => Number((count / shares[0]!).toPrecision(6)))).toEqual([186, 154.212, 222.41]);
});

test("where nothing is reported yet: Poisson with what is missing of the usual", () => {
  const mean = 20 * (1 - shares[0]!);
  expect(mean).toBeCloseTo(7.096774, 6);
  expect(limitsOf(0, poissonLaw(mean))).toEqual([2, 13]);
});

test("a window keeps older delays out; of a delay nobody knows there are no factors", () => {
  const slower = [[10, 100], [100, 100], [100, 110], [50]].map(cumulated);
  expect(developmentFactors(slower, 1, 2)).toEqual([410 / 200]);
  expect(developmentFactors(slower, 1, 3)).toEqual([520 / 210]);
  expect(developmentFactors(slower, 2, 3)).toBeNull();
});

test("factors begin at the first delay at which anything is ever known; before it nothing is reported of a period", () => {
  const late = [[0, 0, 4, 6, 6], [0, 0, 6, 9], [0, 0, 5], [0, 0], [0]];
  expect(developmentFactors(late, 4, 36)).toEqual([Infinity, Infinity, 1.5, 1]);
  expect(reportedShares(developmentFactors(late, 4, 36)!)).toEqual([0, 0, 1 / 1.5, 1, 1]);
  expect(reportedShares(developmentFactors([[0, 5], [3]], 1, 3)!)).toEqual([0, 1]);
  // Of the second delay nothing is known where the first told of something: the log is too young.
  expect(developmentFactors([[0, 0, 0], [0, 0], [5, 6], [4]], 2, 36)).toBeNull();
  expect(developmentFactors([[0, 0], [0]], 1, 36)).toBeNull();
  expect(developmentFactors([[7]], 1, 36)).toBeNull();
});

test("the laws are whole, and have their mean", () => {
  const law = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0.15, max: 1, noNaN: true })).map(([size, probability]) => ({
      law: negativeBinomialLaw(size, probability),
      mean: (size * (1 - probability)) / probability,
    })),
    fc.double({ min: 0, max: 3000, noNaN: true }).map((mean) => ({ law: poissonLaw(mean), mean })),
  );
  fc.assert(
    fc.property(law, ({ law: { from, masses: listed, cumulants }, mean }) => {
      const masses = listed!;
      expect(cumulants[0]).toBeCloseTo(mean, 9);
      expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 11);
      const found = masses.reduce((sum, mass, place) => sum + mass * (from + place), 0);
      expect(Math.abs(found - mean)).toBeLessThan(1e-9 * Math.max(1, mean));
    }),
    { numRuns: 200 },
  );
});

test("the sum of two negative binomial counts with one probability is one of both sizes", () => {
  const sum = sumOfLaws(negativeBinomialLaw(20, 0.6), negativeBinomialLaw(35, 0.6));
  const direct = negativeBinomialLaw(55, 0.6);
  for (const probability of [0.001, 0.025, 0.5, 0.975, 0.999]) expect(quantileOf(sum, probability)).toBe(quantileOf(direct, probability));
});

test("a law that spreads too wide to be listed has the quantiles that its list would have", () => {
  // Just within the bound: the same law, listed and not.
  for (const [size, probability] of [
    [1, 0.0022],
    [3, 0.005],
    [40, 0.02],
    [900, 0.08],
    [2_000, 0.12],
  ] as const) {
    const listed = negativeBinomialLaw(size, probability);
    expect(listed.masses).not.toBeNull();
    const known = { ...listed, from: 0, masses: null };
    const deviation = Math.sqrt(listed.cumulants[1]);
    for (const share of [0.025, 0.5, 0.975, 0.999]) {
      expect(Math.abs(quantileOf(known, share) - quantileOf(listed, share))).toBeLessThan(1 + 0.01 * deviation);
    }
    const high = quantileOf(listed, 0.99);
    expect(probabilityOfAtLeast(known, high)).toBeCloseTo(probabilityOfAtLeast(listed, high), 3);
  }
});

test("a million reports of which few are told at once take no time and no room", () => {
  const laws = Array.from({ length: 12 }, () => negativeBinomialLaw(1_000_000, 5e-5));
  const sum = laws.reduce(sumOfLaws);
  expect([laws[0]!.masses, sum.masses]).toEqual([null, null]);
  const direct = negativeBinomialLaw(12_000_000, 5e-5);
  for (const share of [0.025, 0.975]) expect(quantileOf(sum, share) / quantileOf(direct, share)).toBeCloseTo(1, 9);
  expect(quantileOf(negativeBinomialLaw(1, 1e-12), 0.975) / 3.689e12).toBeCloseTo(1, 2);
});

/** By sums of the binomial law; 9 of 60 is METHODS, section 12. */
test.each([
  [9, 60, 0.0709562, 0.26574],
  [0, 24, 0, 0.142474],
  [24, 24, 0.857526, 1],
  [91, 96, 0.882629, 0.982875],
])("%d of %d", (count, of, lower, upper) => {
  const found = clopperPearson(count, of);
  expect([found.lower, found.upper].map((limit) => Number(limit.toPrecision(6)))).toEqual([lower, upper]);
});
