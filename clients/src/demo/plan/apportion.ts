/** Divides a whole number into whole parts in proportion to weights, by largest remainder: the parts always add up to the total. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  if (sum <= 0) throw new RangeError("there is nothing to divide by: all weights are zero");
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((one, other) => one + other, 0);
  const byRemainder = exact.map((value, index) => [value - Math.floor(value), index] as const).toSorted(([a, i], [b, j]) => b - a || i - j);
  for (const [, index] of byRemainder.slice(0, left)) parts[index] = (parts[index] as number) + 1;
  return parts;
}

/**
 * Divides what is known at the ends of some steps over all steps. `cumulative` holds the running total at the end of each step, undefined
 * where it is not known; between two known ends the increase is divided by weight. Null after the last known end.
 */
export function spread(cumulative: ReadonlyArray<number | undefined>, weights: readonly number[]): Array<number | null> {
  const parts: Array<number | null> = cumulative.map(() => null);
  let start = 0;
  let reported = 0;
  cumulative.forEach((total, end) => {
    if (total === undefined) return;
    apportion(total - reported, weights.slice(start, end + 1)).forEach((part, index) => (parts[start + index] = part));
    start = end + 1;
    reported = total;
  });
  return parts;
}
