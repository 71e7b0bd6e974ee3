/** Limits against SciPy's, over a grid with 0, 1, very large counts and very small exposures; how it was made: `test/numerics`. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { accidentRatio } from "./accident-ratio.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { fayFeuer, tiwari } from "./fay-feuer.ts";
import { garwood } from "./garwood.ts";
import { comparedWith, wordsOf } from "../rates/domain/comparison/compare-rates.ts";
import { conditionalP, rateRatio } from "./rate-ratio.ts";
import type { CountOverExposure } from "./rate-ratio.ts";

const limits = z.tuple([z.number().nullable(), z.number().nullable()]);
const pair = z.tuple([z.number(), z.number()]);
const numbers = z.array(z.number());
const vectors = z
  .object({
    ratioP: z.array(z.object({ counts: pair, exposures: pair, p: z.number() })),
    accidents: z.array(
      z.object({ singles: pair, groups: z.tuple([numbers, numbers]), exposures: pair, values: z.array(z.number().nullable()) }),
    ),
    tiwari: z.array(z.object({ weights: numbers, counts: numbers, exposures: numbers, values: numbers })),
    benjaminiHochberg: z.array(z.object({ ps: numbers, rejected: numbers })),
    garwood: z.array(z.object({ count: z.number(), limits })),
    fayFeuer: z.array(z.object({ weights: z.array(z.number()), counts: z.array(z.number()), limits })),
    rateRatio: z.array(z.object({ counts: z.tuple([z.number(), z.number()]), exposures: z.tuple([z.number(), z.number()]), limits })),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../../test/numerics/interval-vectors.json", import.meta.url), "utf8")));

type Limits = readonly (number | null)[];

/** The largest relative difference; infinite where one is null or 0 and the other is not. */
function difference(own: Limits, theirs: Limits): number {
  return Math.max(...own.map((limit, place) => (limit === theirs[place] ? 0 : Math.abs((limit ?? 0) / (theirs[place] ?? 0) - 1))));
}

/** What was found is 2e-15, of ratios 5e-11, where SciPy is the one that is off (by a computation to 30 digits). */
const differenceMax = 1e-10;

test("Garwood's limits are SciPy's", () => {
  for (const { count, limits: theirs } of vectors.garwood) {
    const { lower, upper } = garwood(count);
    expect(difference([lower, upper], theirs), `of ${count}`).toBeLessThan(differenceMax);
  }
});

test("Fay and Feuer's limits are SciPy's", () => {
  for (const { weights, counts, limits: theirs } of vectors.fayFeuer) {
    const sums = (power: number) => weights.reduce((sum, weight, place) => sum + weight ** power * counts[place]!, 0);
    const { lower, upper } = fayFeuer({ sum: sums(1), variance: sums(2), weightMax: Math.max(...weights) });
    expect(difference([lower, upper], theirs), `${counts.join()} weighing ${weights.join()}`).toBeLessThan(differenceMax);
  }
});

test("p of a rate ratio is SciPy's, and below 0.05 exactly where the limits leave out 1", () => {
  for (const { counts, exposures, p: theirs } of vectors.ratioP) {
    const [one, other] = [
      { count: counts[0], exposure: exposures[0] },
      { count: counts[1], exposure: exposures[1] },
    ];
    const p = conditionalP(one, other);
    // Tails below the smallest normal number are 0 in one of the two.
    if (theirs > 1e-290 || p > 1e-290)
      expect(difference([p], [theirs]), `${counts.join(" against ")} over ${exposures.join()}`).toBeLessThan(1e-7);
    const { lower, upper } = rateRatio(one, other);
    expect(p < 0.05).toBe((lower !== null && lower > 1) || (upper !== null && upper < 1));
  }
});

test("the ratio by accidents, its limits and its p are SciPy's", () => {
  for (const { singles, groups, exposures, values: theirs } of vectors.accidents) {
    const side = (place: 0 | 1) => ({
      count: groups[place].reduce((sum, one) => sum + one, singles[place]),
      groups: groups[place],
      exposure: exposures[place],
    });
    const { ratio, lower, upper, p } = accidentRatio(side(0), side(1));
    expect(difference([ratio, lower, upper, p], theirs), JSON.stringify({ singles, groups, exposures })).toBeLessThan(1e-9);
  }
});

test("Tiwari's limits are SciPy's", () => {
  for (const { weights, counts, exposures, values: theirs } of vectors.tiwari) {
    const total = weights.reduce((sum, one) => sum + one, 0);
    const per = weights.map((weight, place) => weight / total / exposures[place]!);
    const sums = (power: number) => per.reduce((sum, weight, place) => sum + weight ** power * counts[place]!, 0);
    const { lower, upper } = tiwari({ sum: sums(1), variance: sums(2), weights: per });
    expect(difference([sums(1), lower, upper], theirs), counts.join()).toBeLessThan(differenceMax);
  }
});

test("Benjamini and Hochberg's verdicts are those of statsmodels", () => {
  for (const { ps, rejected } of vectors.benjaminiHochberg) {
    expect(benjaminiHochberg(ps, 0.05).map(Number)).toEqual(rejected);
  }
});

test("Benjamini and Hochberg's procedure is the naive one, step by step", () => {
  const p = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 20 }).map((n) => n / 400),
  );
  fc.assert(
    fc.property(fc.array(p, { maxLength: 40 }), (ps) => {
      const verdicts = benjaminiHochberg(ps, 0.05);
      // The largest k for which at least k of all are at most k/m of the level; those at most that bound are taken for real.
      let bound = -1;
      for (let k = 1; k <= ps.length; k += 1)
        if (ps.filter((one) => one <= (0.05 * k) / ps.length).length >= k) bound = (0.05 * k) / ps.length;
      expect(verdicts).toEqual(ps.map((one) => one <= bound));
    }),
  );
});

test("the limits of a rate ratio are SciPy's", () => {
  for (const { counts, exposures, limits: theirs } of vectors.rateRatio) {
    const { lower, upper } = rateRatio({ count: counts[0], exposure: exposures[0] }, { count: counts[1], exposure: exposures[1] });
    expect(difference([lower, upper], theirs), `${counts.join(" against ")} over ${exposures.join()}`).toBeLessThan(differenceMax);
  }
});

test("with one weight for all, Fay and Feuer's interval is Garwood's", () => {
  for (const count of [0, 1, 2, 46, 1430, 100_000]) {
    const { lower, upper } = garwood(count);
    const weighted = fayFeuer({ sum: 3 * count, variance: 9 * count, weightMax: 3 });
    expect(difference([weighted.lower, weighted.upper], [3 * lower, 3 * upper])).toBeLessThan(1e-12);
  }
});

function wordOf(one: CountOverExposure, other: CountOverExposure) {
  const side = ({ count, exposure }: CountOverExposure) => ({ count, divisor: exposure, groups: [] });
  const { ratio, p } = comparedWith(side(other), side(one), "injured", "poisson");
  return wordsOf([{ count: one.count, ratio, p, reason: null }], false)[0];
}

test("a ratio and its inverse have inverse limits, and the word says which way", () => {
  const year2024 = { count: 202, exposure: 7.04e6 };
  const year2022 = { count: 203, exposure: 6.66e6 };
  const [ratio, inverse] = [rateRatio(year2024, year2022), rateRatio(year2022, year2024)];
  expect(ratio.lower! * inverse.upper!).toBeCloseTo(1, 12);
  // FACTS, section 4: no significant change.
  expect(wordOf(year2024, year2022)).toBe("not_distinguishable");
  expect(wordOf({ count: 202, exposure: 1 }, { count: 100, exposure: 1 })).toBe("higher");
  expect(wordOf({ count: 100, exposure: 1 }, { count: 202, exposure: 1 })).toBe("lower");
  expect(rateRatio({ count: 3, exposure: 1 }, { count: 0, exposure: 1 })).toMatchObject({ ratio: null, upper: null });
  expect(wordOf({ count: 5, exposure: 1 }, { count: 0, exposure: 1 })).toBe("not_distinguishable");
  expect(wordOf({ count: 6, exposure: 1 }, { count: 0, exposure: 1 })).toBe("higher");
  expect(rateRatio({ count: 0, exposure: 1 }, { count: 0, exposure: 1 })).toEqual({ ratio: null, lower: null, upper: null });
});
