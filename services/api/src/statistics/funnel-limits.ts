/**
 * What a count may be by chance beside a target (METHODS, section 4): quantiles of the Poisson law without its steps, and how much more the
 * counts of several areas spread than it allows. After Spiegelhalter (2005), "Funnel plots for comparing institutional performance".
 */
import { gammaAbove } from "./gamma-quantile.ts";
import { poissonTerm } from "./poisson-term.ts";

/** The four limits of a funnel, by the probability of a count below each. */
export const funnelProbabilities = { lower998: 0.001, lower95: 0.025, upper95: 0.975, upper998: 0.999 } as const;
export type FunnelLimit = keyof typeof funnelProbabilities;

/** Quantiles of the standard normal law at these probabilities: where the search for those of the Poisson law begins. */
const normalQuantiles: Readonly<Record<FunnelLimit, number>> = { lower998: -3.0902, lower95: -1.96, upper95: 1.96, upper998: 3.0902 };

/** A limit of a count whose expectation is `mean` (0 or more): at least 0, and no whole number but by chance. */
export function funnelLimit(limit: FunnelLimit, mean: number): number {
  if (mean === 0) return 0;
  const probability = funnelProbabilities[limit];
  const { count, mass, term } = quantile(probability, mean, normalQuantiles[limit]);
  return Math.max(0, count - (mass - probability) / term);
}

interface Quantile {
  readonly count: number;
  /** The probability of so many or fewer, and of just so many. */
  readonly mass: number;
  readonly term: number;
}

/** The smallest count of which so many or fewer have at least that probability. */
function quantile(probability: number, mean: number, normal: number): Quantile {
  let count = Math.max(0, Math.round(mean + normal * Math.sqrt(mean) + (normal * normal - 1) / 6));
  let term = probabilityOf(count, mean);
  let mass = gammaAbove(count + 1, mean);
  while (mass < probability) {
    count += 1;
    term = probabilityOf(count, mean);
    mass += term;
  }
  while (count > 0 && mass - term >= probability) {
    mass -= term;
    count -= 1;
    term = probabilityOf(count, mean);
  }
  return { count, mass, term };
}

function probabilityOf(count: number, mean: number): number {
  return count === 0 ? Math.exp(-mean) : poissonTerm(count, mean);
}

/** A count beside what was expected of it. */
export interface CountOverExpected {
  readonly count: number;
  readonly expected: number;
}

export interface Overdispersion {
  /** The mean square of the winsorised scores: about 1 where nothing but chance makes the areas differ. */
  readonly phi: number;
  /** Above it the spread is more than chance: 1 and two standard errors. */
  readonly phiLimit: number;
}

/** Below so many areas their spread is not known well enough to widen anything by. */
export const overdispersionAreasMin = 8;

/** What share of the areas is winsorised at either end: a few that really differ are not to widen the limits for all. */
export const winsorisedShare = 0.1;

/** By the scores 2(√O − √μ), the tenth at each end set to the next one. Null of fewer than eight areas. */
export function overdispersion(areas: readonly CountOverExpected[]): Overdispersion | null {
  const n = areas.length;
  if (n < overdispersionAreasMin) return null;
  const scores = areas.map(({ count, expected }) => 2 * (Math.sqrt(count) - Math.sqrt(expected))).toSorted((a, b) => a - b);
  const apart = Math.floor(n * winsorisedShare);
  const [least = 0, most = 0] = [scores[apart], scores[n - 1 - apart]];
  const winsorised = scores.map((score) => Math.min(most, Math.max(least, score)));
  const phi = winsorised.reduce((sum, score) => sum + score * score, 0) / n;
  return { phi, phiLimit: 1 + 2 * Math.sqrt(2 / n) };
}

/** A limit moved away from its target by the square root of φ; at least 0. Both are in one unit, whichever it is. */
export function inflatedLimit(limit: number, target: number, phi: number): number {
  return Math.max(0, target + Math.sqrt(phi) * (limit - target));
}
