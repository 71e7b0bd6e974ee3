/**
 * How much of a period is reported by now, from how the periods before it came in (METHODS, section 1): the chain ladder. A row is a period, the oldest
 * first; its figures are cumulated by delay, from 0 to the longest that is known of it, at most `maxDelay`.
 */

export type CumulatedRow = readonly number[];

/**
 * The factors from each delay to the next, over the last `window` rows of which both are known: Σ C(i, j + 1) / Σ C(i, j). Null where nothing is known at a
 * delay: the history is too short.
 */
export function developmentFactors(rows: readonly CumulatedRow[], maxDelay: number, window: number): readonly number[] | null {
  const factors: number[] = [];
  for (let delay = 0; delay < maxDelay; delay += 1) {
    const known = rows.filter((row) => row.length > delay + 1).slice(-window);
    const before = known.reduce((sum, row) => sum + row[delay]!, 0);
    if (before === 0) return null;
    factors.push(known.reduce((sum, row) => sum + row[delay + 1]!, 0) / before);
  }
  return factors;
}

/** The share of a period that is reported by each delay, 0 to `maxDelay`: one over the product of the factors to come, the last 1. */
export function reportedShares(factors: readonly number[]): readonly number[] {
  const shares = [1];
  for (const factor of factors.toReversed()) shares.unshift(shares[0]! / factor);
  return shares;
}

/** What is expected of a row in the end. */
export function ultimateOf(row: CumulatedRow, shares: readonly number[]): number {
  return row.length === 0 ? 0 : row.at(-1)! / shares[row.length - 1]!;
}
