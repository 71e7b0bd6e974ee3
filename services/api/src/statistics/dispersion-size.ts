/**
 * How much the true rates of units differ: the size of the negative binomial law, by maximum likelihood (METHODS, sections 6 and 7). Counts are
 * Poisson about an expected count times a factor of gamma law with mean 1 and shape `size`, so that they are negative binomial of that size.
 */

export interface ObservedUnit {
  /** A whole number. */
  readonly observed: number;
  /** Above 0. */
  readonly expected: number;
}

/** Within these the size is sought; at the upper end the factors differ by 3 %, which nobody can tell from not at all. */
const sizeMin = 0.01;
const sizeMax = 1000;

/** The slope of the log-likelihood by the size. */
function slope(size: number, units: readonly ObservedUnit[]): number {
  let sum = 0;
  for (const { observed, expected } of units) {
    for (let step = 0; step < observed; step += 1) sum += 1 / (size + step);
    sum += Math.log(size / (size + expected)) + 1 - (size + observed) / (size + expected);
  }
  return sum;
}

/** Returns the size, or null where the units differ no more than chance makes them. */
export function dispersionSize(units: readonly ObservedUnit[]): number | null {
  if (slope(sizeMax, units) >= 0) return null;
  if (slope(sizeMin, units) <= 0) return sizeMin;
  let [low, high] = [Math.log(sizeMin), Math.log(sizeMax)];
  for (let step = 0; step < 200 && high - low > 1e-12; step += 1) {
    const middle = (low + high) / 2;
    if (slope(Math.exp(middle), units) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
