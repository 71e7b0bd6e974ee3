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
  const withTrend = found.at(designOf(0, true)) * judged.exposure;
  const chosen = withTrend > most ? fittedTwice(used, false) : found;
  if (chosen === null) return null;
  const expected = chosen.at(designOf(0, withTrend <= most)) * judged.exposure;
  const { dispersion } = chosen;
  const law = dispersion > 1 && expected > 0 ? negativeBinomialLaw(expected / (dispersion - 1), 1 / dispersion) : poissonLaw(expected);
  const limit = quantileOf(law, 1 - alpha);
  const excess = judged.count - expected;
  const p = probabilityOfAtLeast(law, judged.count);
  return { expected, dispersion, limit, p, score: limit > expected ? excess / (limit - expected) : excess };
}

/** One, the years before the judged week, and the level of the season, of which the window of the judged week is the one without a column. */
function designOf(weeksBack: number, hasTrend: boolean): number[] {
  const level = levelOf(weeksBack);
  const blocks = Array.from({ length: levels - 1 }, (_, place) => (place === level ? 1 : 0));
  return [1, ...(hasTrend ? [-weeksBack / weeksOfYear] : []), ...blocks];
}

/** The block of a week, from 0 on; the last is the window around the judged week and the same weeks of the years before. */
function levelOf(weeksBack: number): number {
  const within = weeksBack % weeksOfYear;
  if (within <= halfWindow || within >= weeksOfYear - halfWindow) return levels - 1;
  return Math.floor((weeksOfYear - halfWindow - 1 - within) / blockWeeks);
}

interface Fit {
  readonly means: readonly number[];
  readonly dispersion: number;
  readonly hat: readonly number[];
  /** The mean at an exposure of 1. */
  readonly at: (design: readonly number[]) => number;
}

const outlying = 2.58;

/** Fitted, then with weeks that lie far above weighted down. */
function fittedTwice(used: readonly (ExposedCount & { readonly back: number })[], hasTrend: boolean): Fit | null {
  const designs = used.map(({ back }) => designOf(back, hasTrend));
  const first = fitted(
    used,
    designs,
    used.map(() => 1),
  );
  if (first === null) return null;
  const raw = used.map(({ count }, place) => {
    const residual = anscombe(count, first.means[place]!) / Math.sqrt(first.dispersion * (1 - first.hat[place]!));
    return residual > outlying ? residual ** -2 : 1;
  });
  const sum = raw.reduce((all, one) => all + one, 0);
  return fitted(
    used,
    designs,
    raw.map((weight) => (weight * used.length) / sum),
  );
}

function anscombe(count: number, mean: number): number {
  return 1.5 * (count ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean));
}

const roundsMax = 50;
const enough = 1e-10;

/** The quasi-Poisson fit by iterated weighted least squares, with log exposure as offset; null where it does not converge. */
function fitted(used: readonly ExposedCount[], designs: readonly (readonly number[])[], weights: readonly number[]): Fit | null {
  const size = designs[0]!.length;
  let means = used.map(({ count }) => count + 0.1);
  let before = Infinity;
  for (let round = 0; round < roundsMax; round += 1) {
    const factor = cholesky(crossed(designs, (place) => weights[place]! * means[place]!));
    if (factor === null) return null;
    const right = Array.from({ length: size }, () => 0);
    for (const [place, { count, exposure }] of used.entries()) {
      const mean = means[place]!;
      const working = weights[place]! * mean * (Math.log(mean / exposure) + (count - mean) / mean);
      for (const [column, value] of designs[place]!.entries()) right[column]! += value * working;
    }
    const coefficients = solvedBy(factor, right);
    const at = (design: readonly number[]) => Math.exp(design.reduce((sum, value, column) => sum + value * coefficients[column]!, 0));
    means = used.map(({ exposure }, place) => at(designs[place]!) * exposure);
    const deviance = means.reduce((sum, mean, place) => sum + weights[place]! * devianceOf(used[place]!.count, mean), 0);
    if (!Number.isFinite(deviance)) return null;
    if (Math.abs(deviance - before) < enough * (Math.abs(deviance) + 0.1)) {
      const pearson = used.reduce((sum, { count }, place) => sum + (weights[place]! * (count - means[place]!) ** 2) / means[place]!, 0);
      const last = cholesky(crossed(designs, (place) => weights[place]! * means[place]!));
      if (last === null) return null;
      const hat = designs.map((design, place) => {
        const solution = solvedBy(last, design);
        return weights[place]! * means[place]! * design.reduce((sum, value, column) => sum + value * solution[column]!, 0);
      });
      return { means, dispersion: Math.max(1, pearson / (used.length - size)), hat, at };
    }
    before = deviance;
  }
  return null;
}

function devianceOf(count: number, mean: number): number {
  return 2 * ((count === 0 ? 0 : count * Math.log(count / mean)) - (count - mean));
}

/** XᵀWX. */
function crossed(designs: readonly (readonly number[])[], weightOf: (place: number) => number): number[][] {
  const size = designs[0]!.length;
  const matrix = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  for (const [place, design] of designs.entries()) {
    const weight = weightOf(place);
    for (const [row, value] of design.entries()) {
      if (value === 0) continue;
      for (let column = 0; column <= row; column += 1) matrix[row]![column]! += weight * value * design[column]!;
    }
  }
  return matrix;
}

/** The lower factor of a symmetric matrix of which the lower half is given; null where it is not positive. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const factor: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const own: number[] = [];
    for (let column = 0; column < row; column += 1) {
      let rest = values[column]!;
      for (let k = 0; k < column; k += 1) rest -= own[k]! * factor[column]![k]!;
      own.push(rest / factor[column]![column]!);
    }
    const square = own.reduce((rest, value) => rest - value * value, values[row]!);
    if (!(square > 1e-12 * values[row]!)) return null;
    own.push(Math.sqrt(square));
    factor.push(own);
  }
  return factor;
}

function solvedBy(factor: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solution = [...right];
  for (const [row, values] of factor.entries()) {
    for (let column = 0; column < row; column += 1) solution[row]! -= values[column]! * solution[column]!;
    solution[row]! /= values[row]!;
  }
  for (let row = factor.length - 1; row >= 0; row -= 1) {
    for (let below = row + 1; below < factor.length; below += 1) solution[row]! -= factor[below]![row]! * solution[below]!;
    solution[row]! /= factor[row]![row]!;
  }
  return solution;
}
