/**
 * Gamma intervals of a weighted sum of Poisson counts, 95 %. With y the sum, v its variance, and y′ and v′ both with what one count more would
 * add: v/(2y) · χ²(0.025; 2y²/v) to v′/(2y′) · χ²(0.975; 2y′²/v′). With one weight for all either is Garwood's.
 */
import { gammaLower, gammaUpper } from "./gamma-quantile.ts";
import { tail } from "./garwood.ts";
import type { Interval } from "./garwood.ts";

/** A sum of Poisson counts, each times its weight. The variance is the sum of the counts, each times its squared weight. */
export interface WeightedSum {
  readonly sum: number;
  readonly variance: number;
}

/** The limits of Fay and Feuer (1997): for the upper one, one count more is of the largest weight. */
export function fayFeuer(weighted: WeightedSum & { readonly weightMax: number }): Interval {
  const { weightMax } = weighted;
  return gammaLimits(weighted, { sum: weightMax, variance: weightMax * weightMax });
}

/**
 * The limits of Tiwari, Clegg and Zou (2006; NUMBERS, section 2.6): one count more is of the mean weight of the strata. `weights` are those
 * of all strata, at least one.
 */
export function tiwari(weighted: WeightedSum & { readonly weights: readonly number[] }): Interval {
  const { weights } = weighted;
  const mean = (figures: readonly number[]) => figures.reduce((sum, one) => sum + one, 0) / figures.length;
  return gammaLimits(weighted, { sum: mean(weights), variance: mean(weights.map((weight) => weight * weight)) });
}

function gammaLimits({ sum, variance }: WeightedSum, more: WeightedSum): Interval {
  const next = { sum: sum + more.sum, variance: variance + more.variance };
  return {
    lower: sum === 0 ? 0 : (variance / sum) * gammaLower(tail, (sum * sum) / variance),
    upper: (next.variance / next.sum) * gammaUpper(tail, (next.sum * next.sum) / next.variance),
  };
}
