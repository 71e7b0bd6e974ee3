/** The exact 95 % interval of a share (Clopper and Pearson 1934), by the odds of the conditional law of two counts. */
import type { Interval } from "./garwood.ts";
import { rateRatio } from "./rate-ratio.ts";

/** `count` of `of`, whole numbers, `of` at least 1. */
export function clopperPearson(count: number, of: number): Interval {
  const { lower, upper } = rateRatio({ count, exposure: 1 }, { count: of - count, exposure: 1 });
  const shareOf = (odds: number) => odds / (1 + odds);
  return { lower: shareOf(lower ?? 0), upper: upper === null ? 1 : shareOf(upper) };
}
