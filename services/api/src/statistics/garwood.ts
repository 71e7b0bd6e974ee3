/** The exact 95 % interval of a Poisson count (Garwood 1936): χ²(0.025; 2x) / 2 to χ²(0.975; 2x + 2) / 2, from 0 for a count of 0. */
import { gammaLower, gammaUpper } from "./gamma-quantile.ts";

/** The 95 % limits of a figure, in the unit of the figure. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** What a 95 % interval leaves out at each side. */
export const tail = 0.025;

/** Returns the limits of the expected count. `count` is a whole number of at least 0. */
export function garwood(count: number): Interval {
  return { lower: count === 0 ? 0 : gammaLower(tail, count), upper: gammaUpper(tail, count + 1) };
}
