/**
 * Farrington Flexible (Noufaily et al. 2013, "An improved algorithm for outbreak detection in multiple surveillance systems") on weekly counts with exposure
 * (METHODS, section 3): a quasi-Poisson fit of three years with trend and season, past outbreaks weighted down, and the limit of a new count.
 */
import { negativeBinomialLaw, poissonLaw, probabilityOfAtLeast, quantileOf } from "../count-law.ts";
import type { ExposedCount } from "./cusum.ts";

const weeksOfYear = 52;
/** Years of history, weeks on either side of the same week in each, and the weeks before the judged one that are left out. */
const [years, halfWindow, weeksLeftOut] = [3, 3, 26];
/** How many weeks before the judged one have to be known. */
export const farringtonWeeks = years * weeksOfYear + halfWindow;

const levels = 10;
/** The weeks between two windows, cut into nine blocks. */
const blockWeeks = (weeksOfYear - 2 * halfWindow - 1) / (levels - 1);

/** The block of a week, from 0 on; the last is the window around the judged week and the same weeks of the years before. */
function levelOf(weeksBack: number): number {
  const within = weeksBack % weeksOfYear;
  if (within <= halfWindow || within >= weeksOfYear - halfWindow) return levels - 1;
  return Math.floor((weeksOfYear - halfWindow - 1 - within) / blockWeeks);
}

/** By how many weeks back: the same for every series and every judged week. */
const levelAt = Uint8Array.from({ length: farringtonWeeks + 1 }, (_, back) => levelOf(back));
const yearsAt = Float64Array.from({ length: farringtonWeeks + 1 }, (_, back) => -back / weeksOfYear);

export interface FarringtonVerdict {
  /** μ of the judged week. */
  readonly expected: number;
  /** φ, at least 1. */
  readonly dispersion: number;
  /** Counts above it are beyond what chance allows. */
  readonly limit: number;
  /** P of so many or more. */
  readonly p: number;
  /** (y − μ) / (limit − μ); y − μ where the limit allows nothing above μ. */
  readonly score: number;
}

/**
 * The last week judged by `farringtonWeeks` before it; null where the fit does not converge. `alpha`: the probability above the limit. A week without
 * exposure lets none be expected, and teaches nothing.
 */
export function farrington(weeks: readonly ExposedCount[], alpha: number): FarringtonVerdict | null {
  const judged = weeks.at(-1)!;
  const before = weeks.slice(-1 - farringtonWeeks, -1 - weeksLeftOut).map((week, place) => ({ ...week, back: farringtonWeeks - place }));
  const used = before.filter(({ exposure }) => exposure > 0);
  const found = fittedTwice(used, true);
  if (found === null) return null;
  const most = used.reduce((all, { count }) => Math.max(all, count), 0);
  const hasTrend = found.atJudged * judged.exposure <= most;
  const chosen = hasTrend ? found : fittedTwice(used, false);
  if (chosen === null) return null;
  const expected = chosen.atJudged * judged.exposure;
  const { dispersion } = chosen;
  const law = dispersion > 1 && expected > 0 ? negativeBinomialLaw(expected / (dispersion - 1), 1 / dispersion) : poissonLaw(expected);
  const limit = quantileOf(law, 1 - alpha);
  const excess = judged.count - expected;
  const p = probabilityOfAtLeast(law, judged.count);
  return { expected, dispersion, limit, p, score: limit > expected ? excess / (limit - expected) : excess };
}

interface UsedWeek extends ExposedCount {
  /** How many weeks before the judged one. */
  readonly back: number;
}

interface Fit {
  readonly means: Float64Array;
  readonly dispersion: number;
  readonly hat: Float64Array;
  /** The mean of the judged week at an exposure of 1. */
  readonly atJudged: number;
}

const outlying = 2.58;

/** Fitted, then with weeks that lie far above weighted down. */
function fittedTwice(used: readonly UsedWeek[], hasTrend: boolean): Fit | null {
  const first = fitted(used, new Float64Array(used.length).fill(1), hasTrend);
  if (first === null) return null;
  const weights = Float64Array.from(used, ({ count }, place) => {
    const residual = anscombe(count, first.means[place]!) / Math.sqrt(first.dispersion * (1 - first.hat[place]!));
    return residual > outlying ? residual ** -2 : 1;
  });
  const sum = weights.reduce((all, one) => all + one, 0);
  return fitted(
    used,
    weights.map((weight) => (weight * used.length) / sum),
    hasTrend,
  );
}

function anscombe(count: number, mean: number): number {
  return 1.5 * (count ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean));
}

const roundsMax = 50;
const enough = 1e-10;

/** The quasi-Poisson fit by iterated weighted least squares, with log exposure as offset; null where it does not converge. */
function fitted(used: readonly UsedWeek[], weights: Float64Array, hasTrend: boolean): Fit | null {
  const means = Float64Array.from(used, ({ count }) => count + 0.1);
  let before = Infinity;
  for (let round = 0; round < roundsMax; round += 1) {
    const line = leastSquares(used, weights, means, hasTrend);
    if (line === null) return null;
    let deviance = 0;
    for (const [place, { count, exposure, back }] of used.entries()) {
      const mean = line.at(back) * exposure;
      means[place] = mean;
      deviance += weights[place]! * devianceOf(count, mean);
    }
    if (!Number.isFinite(deviance)) return null;
    if (Math.abs(deviance - before) < enough * (Math.abs(deviance) + 0.1)) {
      const pearson = used.reduce((sum, { count }, place) => sum + (weights[place]! * (count - means[place]!) ** 2) / means[place]!, 0);
      const last = leastSquares(used, weights, means, hasTrend);
      if (last === null) return null;
      const hat = Float64Array.from(used, ({ back }, place) => weights[place]! * means[place]! * last.leverageAt(back));
      const parameters = levels + (hasTrend ? 1 : 0);
      return { means, dispersion: Math.max(1, pearson / (used.length - parameters)), hat, atJudged: line.at(0) };
    }
    before = deviance;
  }
  return null;
}

function devianceOf(count: number, mean: number): number {
  return 2 * ((count === 0 ? 0 : count * Math.log(count / mean)) - (count - mean));
}

interface Line {
  /** The mean so many weeks back at an exposure of 1. */
  readonly at: (back: number) => number;
  /** xᵀ(XᵀWX)⁻¹x of that week. */
  readonly leverageAt: (back: number) => number;
}

/**
 * One round: log μ = level + βt by weighted least squares. Levels share nothing but β, so that XᵀWX is solved level by level: with the sums S of weights,
 * T of weighted times and Z of weighted values of a level, β = (Σwtz − ΣTZ/S) / (Σwt² − ΣT²/S), and the level is (Z − Tβ)/S. Null where that says nothing.
 */
function leastSquares(used: readonly UsedWeek[], weights: Float64Array, means: Float64Array, hasTrend: boolean): Line | null {
  const [sums, times, values] = [new Float64Array(levels), new Float64Array(levels), new Float64Array(levels)];
  let [squares, products] = [0, 0];
  for (const [place, { count, exposure, back }] of used.entries()) {
    const mean = means[place]!;
    const weight = weights[place]! * mean;
    const value = weight * (Math.log(mean / exposure) + (count - mean) / mean);
    const [level, time] = [levelAt[back]!, yearsAt[back]!];
    sums[level]! += weight;
    times[level]! += weight * time;
    values[level]! += value;
    squares += weight * time * time;
    products += value * time;
  }
  let [within, slope] = [squares, products];
  for (let level = 0; level < levels; level += 1) {
    if (!(sums[level]! > 0)) return null;
    within -= times[level]! ** 2 / sums[level]!;
    slope -= (times[level]! * values[level]!) / sums[level]!;
  }
  if (hasTrend && !(within > 1e-12 * squares)) return null;
  const beta = hasTrend ? slope / within : 0;
  return {
    at(back) {
      const level = levelAt[back]!;
      return Math.exp((values[level]! - times[level]! * beta) / sums[level]! + beta * yearsAt[back]!);
    },
    leverageAt(back) {
      const level = levelAt[back]!;
      const centred = yearsAt[back]! - times[level]! / sums[level]!;
      return 1 / sums[level]! + (hasTrend ? centred ** 2 / within : 0);
    },
  };
}
