/** How much figures were revised, from their first to their last publication (SIMS 2.0, S.17). */

export interface RevisionSize {
  /** MR. */
  readonly mean: number;
  /** MAR. */
  readonly meanAbsolute: number;
  /** RMAR, a share; null where the last figures are 0 together. */
  readonly relative: number | null;
}

/** Of pairs of a first and a last figure; null of none. */
export function revisionSize(pairs: readonly (readonly [first: number, last: number])[]): RevisionSize | null {
  if (pairs.length === 0) return null;
  const sumOf = (figure: (first: number, last: number) => number) => pairs.reduce((sum, [first, last]) => sum + figure(first, last), 0);
  const absolute = sumOf((first, last) => Math.abs(last - first));
  const lasts = sumOf((_, last) => last);
  return {
    mean: sumOf((first, last) => last - first) / pairs.length,
    meanAbsolute: absolute / pairs.length,
    relative: lasts === 0 ? null : absolute / lasts,
  };
}
