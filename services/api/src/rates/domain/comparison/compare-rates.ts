/** A rate against another one (NUMBERS, section 2): the ratio, its limits, its p, and the word that may be said of it. */
import type { IntervalKind, Word, WordlessReason } from "@qorgau/schemas/responses/rate-choices";
import type { Measure, RatesRow } from "@qorgau/schemas/responses/rates";
import { accidentRatio, hasDisaster } from "../../../statistics/accident-ratio.ts";
import { benjaminiHochberg } from "../../../statistics/benjamini-hochberg.ts";
import { rounded } from "../rate-of-count.ts";
import { conditionalP, rateRatio } from "../../../statistics/rate-ratio.ts";

/** One side of a comparison. */
export interface Divided {
  readonly count: number;
  /** What the count is divided by; null where there is no rate. */
  readonly divisor: number | null;
  /** Of each accident with several victims, how many of them are counted. */
  readonly groups: readonly number[];
}

type Block = NonNullable<RatesRow["previous"]>;
type Compared = Pick<Block, "ratio" | "lower" | "upper" | "p" | "comparedBy">;
export const nothingCompared: Compared = { ratio: null, lower: null, upper: null, p: null, comparedBy: null };

/**
 * The ratio of the rate now to the one before, with 95 % limits and p (NUMBERS, section 2.4), to six significant digits. With `per=none` the
 * counts are compared as they are. Days are not events: their ratio has no limits and no p.
 */
export function comparedWith(before: Divided, now: Divided, measure: Measure, interval: IntervalKind): Compared {
  const [one, other] = [over(now), over(before)];
  if (one === null || other === null) return nothingCompared;
  if (measure === "days_lost") return { ...nothingCompared, ratio: finite(rateRatioOf(one, other)) };
  const byAccidents = interval === "accidents" || hasDisaster(now) || hasDisaster(before);
  const { ratio, lower, upper, p } = byAccidents
    ? accidentRatio({ ...one, groups: now.groups }, { ...other, groups: before.groups })
    : { ...rateRatio(one, other), p: conditionalP(one, other) };
  return {
    ratio: finite(ratio),
    lower: finite(lower),
    upper: finite(upper),
    p: finite(p),
    comparedBy: byAccidents ? "accidents" : "victims",
  };
}

interface Over {
  readonly count: number;
  readonly exposure: number;
}

function over({ count, divisor }: Divided): Over | null {
  return divisor === null ? null : { count, exposure: divisor };
}

function rateRatioOf(one: Over, other: Over): number | null {
  return other.count === 0 ? null : (one.count / other.count) * (other.exposure / one.exposure);
}

function finite(figure: number | null): number | null {
  return figure === null || !Number.isFinite(figure) ? null : rounded(figure);
}

/** What of a pair excludes a word; each may be of either side. */
export interface PairFacts {
  readonly historyTooShort: boolean;
  readonly running: boolean;
  readonly seriesBreak: boolean;
  readonly partial: boolean;
  readonly exposureMissing: boolean;
  readonly daysUnstated: boolean;
  readonly exposureConflict: boolean;
  readonly notACount: boolean;
  readonly reportersNew: boolean;
}

const reasonOf = {
  historyTooShort: "history_too_short",
  running: "running",
  seriesBreak: "series_break",
  partial: "partial_period",
  exposureMissing: "exposure_missing",
  daysUnstated: "days_unstated",
  exposureConflict: "exposure_conflict",
  notACount: "not_a_count",
  reportersNew: "reporters_new",
} as const satisfies Record<keyof PairFacts, WordlessReason>;

/** The first reason that applies, in the order of the contract (NUMBERS, section 2.2); null where a word may be said. */
export function wordlessReason(facts: PairFacts): WordlessReason | null {
  const found = (Object.keys(reasonOf) as (keyof PairFacts)[]).find((name) => facts[name]);
  return found === undefined ? null : reasonOf[found];
}

const level = 0.05;

export interface Judged extends Pick<Block, "ratio" | "p" | "reason"> {
  /** What is compared, which says the direction where the other side counts nothing. */
  readonly count: number;
}

/**
 * The words of pairs that are judged together, at 5 %: each by its own p, with `adjusted` by Benjamini and Hochberg over those that may have
 * a word (NUMBERS, section 2.5). Null where a pair has a reason or no p.
 */
export function wordsOf(pairs: readonly Judged[], adjusted: boolean): (Word | null)[] {
  const tested = pairs.filter(({ reason, p }) => reason === null && p !== null);
  const ps = tested.map(({ p }) => p ?? 1);
  const verdicts = adjusted ? benjaminiHochberg(ps, level) : ps.map((p) => p < level);
  const real = new Map(tested.map((pair, place) => [pair, verdicts[place] === true]));
  return pairs.map((pair) => {
    const isReal = real.get(pair);
    if (isReal === undefined) return null;
    return isReal ? directionOf(pair) : "not_distinguishable";
  });
}

function directionOf({ ratio, count }: Judged): Word {
  return ratio === null ? (count > 0 ? "higher" : "not_distinguishable") : ratio > 1 ? "higher" : "lower";
}
