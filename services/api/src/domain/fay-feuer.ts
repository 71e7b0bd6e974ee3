/**
 * The gamma interval of a weighted sum of Poisson counts (Fay and Feuer 1997), 95 %. With y the sum, v its variance and w the largest
 * weight: v/(2y) · χ²(0.025; 2y²/v) to (v + w²)/(2(y + w)) · χ²(0.975; 2(y + w)²/(v + w²)). With one weight for all it is Garwood's.
 */
import { gammaLower, gammaUpper } from "./gamma-quantile.ts";
import { tail } from "./garwood.ts";
import type { Interval } from "./garwood.ts";

export interface WeightedSum {
  readonly sum: number;
  readonly variance: number;
  readonly weightMax: number;
}

export function fayFeuer({ sum, variance, weightMax }: WeightedSum): Interval {
  const next = { sum: sum + weightMax, variance: variance + weightMax * weightMax };
  return {
    lower: sum === 0 ? 0 : (variance / sum) * gammaLower(tail, (sum * sum) / variance),
    upper: (next.variance / next.sum) * gammaUpper(tail, (next.sum * next.sum) / next.variance),
  };
}
