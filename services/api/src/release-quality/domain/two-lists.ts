/** How many there are in all, by two lists that each hold a part (Chapman 1951; variance of Seber 1970). */

export interface ListCounts {
  readonly first: number;
  readonly second: number;
  /** In both. */
  readonly both: number;
}

export interface TwoListEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/** Fewer in both lists tell too little. */
export const bothMin = 7;

const standardErrors = 1.96;

/**
 * Returns the sum of the estimates of strata, of which each has its own lists: N = (n1 + 1)(n2 + 1) / (m + 1) − 1, limits N ± 1.96 s.e., the lower one not
 * under n1 + n2 − m. Null where a stratum has fewer than seven in both lists.
 */
export function twoListEstimate(strata: readonly ListCounts[]): TwoListEstimate | null {
  if (strata.some(({ both }) => both < bothMin)) return null;
  const sumOf = (figure: (one: ListCounts) => number) => strata.reduce((sum, one) => sum + figure(one), 0);
  const estimate = sumOf(({ first, second, both }) => ((first + 1) * (second + 1)) / (both + 1) - 1);
  const variance = sumOf(
    ({ first, second, both }) => ((first + 1) * (second + 1) * (first - both) * (second - both)) / ((both + 1) ** 2 * (both + 2)),
  );
  const standardError = Math.sqrt(variance);
  const known = sumOf(({ first, second, both }) => first + second - both);
  return {
    estimate,
    standardError,
    lower: Math.max(known, estimate - standardErrors * standardError),
    upper: estimate + standardErrors * standardError,
  };
}
