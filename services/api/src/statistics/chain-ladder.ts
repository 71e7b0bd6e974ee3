/**
 * How much of a period is reported by now, from how the periods before it came in (METHODS, section 1): the chain ladder. A row is a period, the oldest
 * first; its figures are cumulated by delay, from 0 to the longest that is known of it, at most `maxDelay`.
 */

export type CumulatedRow = readonly number[];

/**
 * The factors from each delay to the next, over the last `window` rows of which both are known: Σ C(i, j + 1) / Σ C(i, j). Infinite before the first delay
 * at which anything is known: nothing is ever reported so early. Null where nothing is known at a delay behind it, or at any: the history is too short.
 */
export function developmentFactors(rows: readonly CumulatedRow[], maxDelay: number, window: number): readonly number[] | null {
  const factors: number[] = [];
  let hasBegun = false;
  for (let delay = 0; delay < maxDelay; delay += 1) {
    const known = rows.filter((row) => row.length > delay + 1).slice(-window);
    const before = known.reduce((sum, row) => sum + row[delay]!, 0);
    const after = known.reduce((sum, row) => sum + row[delay + 1]!, 0);
    if (before === 0 && (hasBegun || known.length === 0)) return null;
    hasBegun ||= before !== 0 || after !== 0;
    factors.push(before === 0 ? Infinity : after / before);
  }
  return hasBegun ? factors : null;
}

/**
 * The share of a period that is reported by each delay, 0 to `maxDelay`: one over the product of the factors to come, the last 1. 0 before the first delay
 * at which anything is known.
 */
export function reportedShares(factors: readonly number[]): readonly number[] {
  const shares = [1];
  for (const factor of factors.toReversed()) shares.unshift(shares[0]! / factor);
  return shares;
}

/** What is expected of a row in the end. */
export function ultimateOf(row: CumulatedRow, shares: readonly number[]): number {
  return row.length === 0 ? 0 : row.at(-1)! / shares[row.length - 1]!;
}
