/** Percentiles by nearest rank: always a value that occurred. */

/** The smallest value that at least `percent` of the values do not exceed; null of none. */
export function nearestRank(ascending: readonly number[], percent: number): number | null {
  return ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? null;
}
