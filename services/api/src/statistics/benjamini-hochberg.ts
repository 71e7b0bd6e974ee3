/**
 * The step-up procedure of Benjamini and Hochberg (1995): of m tests the k smallest p are taken for real, k being the largest for which
 * the k-th is at most k/m of the level. Of all that are taken for real, so many are expected to be false.
 */

/** Whether each test is significant, in the order of `ps`. `level` is the accepted share of false ones, such as 0.05. Equal p have one verdict. */
export function benjaminiHochberg(ps: readonly number[], level: number): boolean[] {
  const ascending = ps.toSorted((a, b) => a - b);
  const last = ascending.findLastIndex((p, place) => p <= (level * (place + 1)) / ps.length);
  const threshold = ascending[last] ?? -1;
  return ps.map((p) => p <= threshold);
}
