/** The 95 % limits of a published count: Garwood's, wider by what the noise adds (METHODS, section 9.5). */
import { garwood } from "../../statistics/garwood.ts";
import type { Interval } from "../../statistics/garwood.ts";

/** Returns x ± (Garwood's distance)·√(1 + V/max(x, 1)), not below 0. `x` is a whole number of at least 0. */
export function openInterval(V: number): (x: number) => Interval {
  return (x) => {
    const { lower, upper } = garwood(x);
    const widening = Math.sqrt(1 + V / Math.max(x, 1));
    return { lower: Math.max(0, x - (x - lower) * widening), upper: x + (upper - x) * widening };
  };
}
