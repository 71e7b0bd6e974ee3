/**
 * Which enterprises had more accidents than those of their section and size (METHODS, section 6): an empirical Bayes estimate, so that one accident
 * in ten workers does not outrank five in three hundred. A reason to look, and no decision.
 */
import { binomialAtMost } from "../../statistics/binomial-below.ts";
import { dispersionSize } from "../../statistics/dispersion-size.ts";
import type { ObservedUnit } from "../../statistics/dispersion-size.ts";
import { gammaAbove } from "../../statistics/gamma-quantile.ts";

export const scoreParameters = {
  /** The factor that is asked about: P(θ > 2). */
  factor: 2,
  /** Of fewer enterprises in a stratum the shape is not estimated. */
  enterprisesMin: 30,
  shapeByDefault: 2,
  /** Where enterprises of a stratum differ no more than by chance. */
  shapeWithoutSpread: 1000,
  /** An enterprise with less has a score where its workers are known for this many months. */
  personYearsMin: 100,
  monthsMin: 36,
  silentBelow: 0.05,
  fewLightBelow: 0.05,
} as const;

/** How the shape of the spread within a stratum was found. */
export const shapeSources = ["estimated", "default", "no_spread"] as const;
export type ShapeSource = (typeof shapeSources)[number];

export interface StratumShape {
  readonly shape: number;
  readonly from: ShapeSource;
  readonly enterprises: number;
}

/** The shape of the gamma law of the enterprises of one section and size. */
export function stratumShape(units: readonly ObservedUnit[]): StratumShape {
  const enterprises = units.length;
  const { enterprisesMin, shapeByDefault, shapeWithoutSpread } = scoreParameters;
  if (enterprises < enterprisesMin) return { shape: shapeByDefault, from: "default", enterprises };
  const shape = dispersionSize(units);
  return shape === null ? { shape: shapeWithoutSpread, from: "no_spread", enterprises } : { shape, from: "estimated", enterprises };
}

export interface StatisticalScore {
  /** θ after what was seen: how many times as many accidents as in its stratum. */
  readonly factor: number;
  /** P(θ > 2). */
  readonly probability: number;
  /** P(no accident) by the spread of the stratum; and plainly exp(-e). */
  readonly silence: number;
  readonly silencePlain: number;
  /** Whether not one accident was reported where that would happen to less than one in twenty. */
  readonly silent: boolean;
}

/** `observed` accidents where `expected`, above 0, were to be expected at the rate of the stratum. */
export function statisticalScore({ observed, expected }: ObservedUnit, shape: number): StatisticalScore {
  const silence = (shape / (shape + expected)) ** shape;
  return {
    factor: (observed + shape) / (expected + shape),
    probability: gammaAbove(observed + shape, scoreParameters.factor * (expected + shape)),
    silence,
    silencePlain: Math.exp(-expected),
    silent: observed === 0 && silence < scoreParameters.silentBelow,
  };
}

export interface SeverityCounts {
  readonly fatal: number;
  readonly nonFatal: number;
}

/**
 * P(X <= non-fatal; total, the country's share of non-fatal): how seldom so few accidents without a death stand beside the fatal ones. Null where
 * either has too little to tell.
 */
export function fewNonFatal(own: SeverityCounts, country: SeverityCounts): number | null {
  const [total, ofCountry] = [own.fatal + own.nonFatal, country.fatal + country.nonFatal];
  if (total === 0 || country.fatal === 0 || country.nonFatal === 0) return null;
  return binomialAtMost(own.nonFatal, total, country.nonFatal / ofCountry);
}
