/**
 * Small-area smoothing (METHODS, section 5). Each area's relative risk θ is drawn from one gamma law, its count from Poisson(Eθ), so that what
 * is known of the area and what is known of all of them are weighed by how much each says: Clayton and Kaldor (1987), "Empirical Bayes
 * estimates of age-standardized relative risks". Whether areas differ at all is asked first, by moments (Marshall 1991, "Mapping disease and
 * mortality rates using empirical Bayes estimators").
 */
import type { Steps } from "@qorgau/schemas/steps";
import type { CountOverExpected } from "./funnel-limits.ts";
import { tail } from "./garwood.ts";
import { gammaLower, gammaUpper } from "./gamma-quantile.ts";

/** Of fewer areas it is not known how much areas differ. */
export const smoothedAreasMin = 8;

/** The gamma law of the areas' relative risks, by its shape and its rate: its mean is a / b. */
export interface GammaLaw {
  readonly a: number;
  readonly b: number;
}

export interface SmoothedRatio {
  /** The mean of what the relative risk may be, the area's count known. */
  readonly ratio: number;
  /** Its quantiles .025 and .975. */
  readonly lower: number;
  readonly upper: number;
}

/** How much areas differ beyond chance, as the variance of their relative risks: 0 where chance accounts for all of it (Marshall's A). */
export function varianceBeyondChance(areas: readonly CountOverExpected[]): number {
  const counted = sumOf(areas, ({ count }) => count);
  const expected = sumOf(areas, (area) => area.expected);
  if (expected === 0) return 0;
  const mean = counted / expected;
  const variance = sumOf(areas, (area) => area.expected * (area.count / area.expected - mean) ** 2) / expected;
  return Math.max(0, variance - (mean * areas.length) / expected);
}

const roundsMax = 200;
const enough = 1e-11;
/** A law of so large a shape has no width: the areas do not differ. */
const shapeMax = 1e7;

/**
 * The gamma law by maximum likelihood: counts are negative binomial with size a and probability b / (b + E). In steps, a round each. Every area
 * is expected to have more than 0, one at least has a count. Null where the likelihood only grows with the shape: the areas do not differ.
 */
export function* fittedGamma(areas: readonly CountOverExpected[]): Steps<GammaLaw | null> {
  const counted = sumOf(areas, ({ count }) => count);
  const variance = varianceBeyondChance(areas);
  if (counted === 0 || variance === 0) return null;
  const above = countsAbove(areas);
  let mean = counted / sumOf(areas, ({ expected }) => expected);
  let shape = Math.min(shapeMax / 10, (mean * mean) / variance);
  for (let round = 0; round < roundsMax; round += 1) {
    yield;
    const before = { shape, mean };
    mean = meanOf(areas, shape, mean);
    shape *= Math.exp(stepOf(areas, above, { shape, mean }));
    if (shape > shapeMax) return null;
    if (Math.abs(shape / before.shape - 1) + Math.abs(mean / before.mean - 1) < enough) break;
  }
  return { a: shape, b: shape / mean };
}

/** The posterior of an area's relative risk: gamma of shape O + a and rate E + b. */
export function smoothedRatio({ count, expected }: CountOverExpected, { a, b }: GammaLaw): SmoothedRatio {
  const [shape, rate] = [count + a, expected + b];
  return { ratio: shape / rate, lower: gammaLower(tail, shape) / rate, upper: gammaUpper(tail, shape) / rate };
}

/** How many areas have more than so many cases, from 0 on. */
function countsAbove(areas: readonly CountOverExpected[]): readonly number[] {
  const most = areas.reduce((all, { count }) => Math.max(all, count), 0);
  const above = Array.from({ length: most }, () => 0);
  for (const { count } of areas) if (count > 0) above[count - 1]! += 1;
  for (let place = most - 2; place >= 0; place -= 1) above[place]! += above[place + 1]!;
  return above;
}

/** The mean a / b that is likeliest with this shape: Σ(O − mE) / (a + mE) = 0, by weights of the mean before. */
function meanOf(areas: readonly CountOverExpected[], shape: number, start: number): number {
  let mean = start;
  for (let round = 0; round < roundsMax; round += 1) {
    const before = mean;
    const weight = ({ expected }: CountOverExpected) => 1 / (shape + before * expected);
    mean = sumOf(areas, (area) => weight(area) * area.count) / sumOf(areas, (area) => weight(area) * area.expected);
    if (Math.abs(mean / before - 1) < enough) break;
  }
  return mean;
}

interface ShapeAndMean {
  readonly shape: number;
  readonly mean: number;
}

/** A step of Newton's method on the logarithm of the shape, at most 1 either way; uphill where the likelihood bends the other way. */
function stepOf(areas: readonly CountOverExpected[], above: readonly number[], { shape, mean }: ShapeAndMean): number {
  const overCounts = (power: number) => above.reduce((sum, some, place) => sum + some / (shape + place) ** power, 0);
  const slope =
    overCounts(1) +
    sumOf(areas, ({ count, expected }) => {
      const total = shape + mean * expected;
      return Math.log(shape / total) + (mean * expected - count) / total;
    });
  const bend =
    sumOf(areas, ({ count, expected }) => {
      const total = shape + mean * expected;
      return 1 / shape - 2 / total + (shape + count) / (total * total);
    }) - overCounts(2);
  const [first, second] = [shape * slope, shape * slope + shape * shape * bend];
  return second < 0 ? Math.max(-1, Math.min(1, -first / second)) : Math.sign(first);
}

function sumOf<Item>(items: readonly Item[], figureOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + figureOf(item), 0);
}
