/** Shades for values: five steps of one colour, whose limits are round numbers and stand in the legend. */
import { ticks } from "d3-array";

export const levelsMax = 5;

/** Limits between the steps: at most four, ascending. None where there are fewer than two different values. */
export function limitsOf(values: readonly number[]): readonly number[] {
  const highest = Math.max(...values);
  if (values.length === 0 || new Set(values).size < 2) return [];
  const wanted = ticks(0, highest, levelsMax).filter((limit) => limit > 0 && limit < highest);
  return wanted.slice(0, levelsMax - 1);
}

/** The step of a value, from 1; it belongs to the higher one at a limit. */
export function levelOf(value: number, limits: readonly number[]): number {
  return 1 + limits.filter((limit) => value >= limit).length;
}
