/**
 * The ratio of two rates where accidents, not their victims, are the random events (NUMBERS, section 2.4): the log ratio of the victims,
 * whose standard error weighs every accident by its victims, and the exact conditional test of the numbers of accidents.
 */
import { gammaAbove } from "./gamma-quantile.ts";
import { conditionalP } from "./rate-ratio.ts";

/** 97.5 % of the standard normal law. */
const normalQuantile = 1.959963984540054;

export interface AccidentsOverExposure {
  /** Victims counted. */
  readonly count: number;
  /** Of each accident with several victims, how many of them are counted; the rest of the count are accidents of one. */
  readonly groups: readonly number[];
  /** Above 0. */
  readonly exposure: number;
}

export interface AccidentRatio {
  /** Null where nobody is counted on the other side. */
  readonly ratio: number | null;
  /** Of the log ratio, 95 %; null where either side counts nobody, so that it has no standard error. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The larger of the two tests; of the exact one alone where either side counts nobody. */
  readonly p: number;
}

/**
 * Returns the rate of `one` over the rate of `other`. The limits are null where either count is 0, and `p` is then of the exact conditional
 * test of the numbers of accidents alone (NUMBERS, section 2.4).
 */
export function accidentRatio(one: AccidentsOverExposure, other: AccidentsOverExposure): AccidentRatio {
  const p = conditionalP(numberOfAccidents(one), numberOfAccidents(other));
  const ratio = other.count === 0 ? null : (one.count / other.count) * (other.exposure / one.exposure);
  if (ratio === null || ratio === 0) return { ratio, lower: null, upper: null, p };
  const error = Math.sqrt(relativeVariance(one) + relativeVariance(other));
  const factor = Math.exp(normalQuantile * error);
  return { ratio, lower: ratio / factor, upper: ratio * factor, p: Math.max(p, normalP(Math.log(ratio) / error)) };
}

/** Whether one accident of at least two counted victims holds more than a fifth of the count (NUMBERS, section 2.4). */
export function hasDisaster({ count, groups }: Pick<AccidentsOverExposure, "count" | "groups">): boolean {
  return groups.some((victims) => victims >= 2 && victims * 5 > count);
}

function numberOfAccidents({ count, groups, exposure }: AccidentsOverExposure): { count: number; exposure: number } {
  return { count: count - sum(groups) + groups.length, exposure };
}

/** Σm² / (Σm)², m being the victims of an accident. */
function relativeVariance({ count, groups }: AccidentsOverExposure): number {
  return (count - sum(groups) + sum(groups.map((victims) => victims * victims))) / (count * count);
}

/** Two-sided, of a standard normal variable. */
export function normalP(z: number): number {
  return gammaAbove(0.5, (z * z) / 2);
}

function sum(figures: readonly number[]): number {
  return figures.reduce((all, one) => all + one, 0);
}
