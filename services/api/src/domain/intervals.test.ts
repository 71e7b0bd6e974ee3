/** Limits against SciPy's, over a grid with 0, 1, very large counts and very small exposures; how it was made: `test/numerics`. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { fayFeuer } from "./fay-feuer.ts";
import { garwood } from "./garwood.ts";
import { rateRatio, wordOf } from "./rate-ratio.ts";

const limits = z.tuple([z.number().nullable(), z.number().nullable()]);
const vectors = z
  .object({
    garwood: z.array(z.object({ count: z.number(), limits })),
    fayFeuer: z.array(z.object({ weights: z.array(z.number()), counts: z.array(z.number()), limits })),
    rateRatio: z.array(z.object({ counts: z.tuple([z.number(), z.number()]), exposures: z.tuple([z.number(), z.number()]), limits })),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../../test/numerics/interval-vectors.json", import.meta.url), "utf8")));

type Limits = z.infer<typeof limits>;

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

test("a ratio and its inverse have inverse limits, and the word says which way", () => {
  const year2024 = { count: 202, exposure: 7.04e6 };
  const year2022 = { count: 203, exposure: 6.66e6 };
  const [ratio, inverse] = [rateRatio(year2024, year2022), rateRatio(year2022, year2024)];
  expect(ratio.lower! * inverse.upper!).toBeCloseTo(1, 12);
  // FACTS, section 4: no significant change.
  expect(wordOf(ratio)).toBe("not_distinguishable");
  expect(wordOf(rateRatio({ count: 202, exposure: 1 }, { count: 100, exposure: 1 }))).toBe("higher");
  expect(wordOf(rateRatio({ count: 100, exposure: 1 }, { count: 202, exposure: 1 }))).toBe("lower");
  expect(rateRatio({ count: 3, exposure: 1 }, { count: 0, exposure: 1 })).toMatchObject({ ratio: null, upper: null });
  expect(wordOf(rateRatio({ count: 5, exposure: 1 }, { count: 0, exposure: 1 }))).toBe("not_distinguishable");
  expect(wordOf(rateRatio({ count: 6, exposure: 1 }, { count: 0, exposure: 1 }))).toBe("higher");
  expect(rateRatio({ count: 0, exposure: 1 }, { count: 0, exposure: 1 })).toEqual({ ratio: null, lower: null, upper: null });
});
