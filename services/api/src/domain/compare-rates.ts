/** A rate against the one of the period before (DESIGN, section 4, `compare`). */
import type { Measure, RatesRow } from "@qorgau/schemas/rates";
import { rounded } from "./rate-of-count.ts";
import { rateRatio, wordOf } from "./rate-ratio.ts";

interface Divided {
  readonly count: number;
  /** What the count is divided by; null where there is no rate. */
  readonly divisor: number | null;
}

type Compared = Pick<NonNullable<RatesRow["previous"]>, "ratio" | "lower" | "upper" | "word">;

/** With `per=none` the counts are compared as they are. Days are not events: their ratio has no limits and no word. */
export function comparedWith(before: Divided, now: Divided, measure: Measure): Compared {
  if (before.divisor === null || now.divisor === null) return { ratio: null, lower: null, upper: null, word: null };
  const ratio = rateRatio({ count: now.count, exposure: now.divisor }, { count: before.count, exposure: before.divisor });
  if (measure === "days_lost") return { ratio: roundedOrNull(ratio.ratio), lower: null, upper: null, word: null };
  const isEmpty = before.count + now.count === 0;
  return {
    ratio: roundedOrNull(ratio.ratio),
    lower: roundedOrNull(ratio.lower),
    upper: roundedOrNull(ratio.upper),
    word: isEmpty ? "not_distinguishable" : wordOf(ratio),
  };
}

function roundedOrNull(figure: number | null): number | null {
  return figure === null ? null : rounded(figure);
}
