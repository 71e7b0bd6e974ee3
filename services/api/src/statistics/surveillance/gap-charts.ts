/** Charts of the days between rare events (METHODS, section 3): what gaps are usual, by three rules. */

/** All in days. */
export interface GapCharts {
  readonly gaps: number;
  readonly mean: number;
  /** Probability limits: quantiles .00135, .5 and .99865 of the geometric law with the same mean. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** The g-chart's limits, the mean ± three standard deviations (Kaminsky 1992): only beside the probability limits. */
  readonly gLower: number;
  readonly gUpper: number;
  /** The t-chart, of gaps to the power 1/3.6 (Nelson 1994), back in days. */
  readonly tCentre: number;
  readonly tLower: number;
  readonly tUpper: number;
}

/** Of fewer gaps limits say nothing. */
export const chartGapsMin = 5;

const power = 3.6;
/** 3 over the constant d2 = 1.128 of moving ranges of two. */
const movingRangeFactor = 2.66;

/** `gaps` in days, from 0, in their order; null of fewer than five. */
export function gapCharts(gaps: readonly number[]): GapCharts | null {
  if (gaps.length < chartGapsMin) return null;
  const mean = meanOf(gaps);
  const threeDeviations = 3 * Math.sqrt(mean * (mean + 1));
  const transformed = gaps.map((gap) => gap ** (1 / power));
  const centre = meanOf(transformed);
  const range = meanOf(transformed.slice(1).map((one, place) => Math.abs(one - transformed[place]!)));
  const inDays = (value: number) => Math.max(0, value) ** power;
  return {
    gaps: gaps.length,
    mean,
    lower: geometricQuantile(mean, 0.00135),
    median: geometricQuantile(mean, 0.5),
    upper: geometricQuantile(mean, 0.99865),
    gLower: Math.max(0, mean - threeDeviations),
    gUpper: mean + threeDeviations,
    tCentre: inDays(centre),
    tLower: inDays(centre - movingRangeFactor * range),
    tUpper: inDays(centre + movingRangeFactor * range),
  };
}

const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** The smallest whole number, from 0, at or below which so much of the geometric law with this mean lies. */
function geometricQuantile(mean: number, probability: number): number {
  if (mean === 0) return 0;
  return Math.max(0, Math.ceil(Math.log1p(-probability) / Math.log1p(-1 / (1 + mean))) - 1);
}
