/**
 * Laws of counts as lists of probabilities, so that sums of unlike ones have their exact law, and quantiles are those of whole numbers. A law that
 * spreads over more counts than can be listed is known by its cumulants, and stands for a shifted gamma law with the same three (Pearson's type III),
 * which the negative binomial comes to as its probability falls.
 */
import { gammaAbove, gammaLower, gammaUpper } from "./gamma-quantile.ts";
import { binomialTerm, poissonTerm } from "./poisson-term.ts";

/** The probabilities of the counts `from`, `from + 1`, …; what is left out on either side is below 1e-11. */
export interface CountLaw {
  readonly from: number;
  /** Null of a law that is known by its cumulants alone. */
  readonly masses: readonly number[] | null;
  readonly cumulants: Cumulants;
}

/** Mean, variance and third central moment: of independent counts they add up. */
type Cumulants = readonly [mean: number, variance: number, third: number];

/** So many standard deviations, and counts, on either side: the tails of these laws fall by an exponential. */
const deviations = 14;
const countsBeside = 40;
/** Counts that are listed, and products that a sum is made of: some milliseconds each. */
const listedMax = 20_000;
const productsMax = 1_000_000;
const certainly: CountLaw = { from: 0, masses: [1], cumulants: [0, 0, 0] };

/**
 * How many are still unreported where `size` (at least 1) are reported, each with this probability (above 0, at most 1): negative binomial with
 * mean size·(1 − probability)/probability. After Lawless (1994), "Adjustments for reporting delays and the prediction of occurred but not reported
 * events".
 */
export function negativeBinomialLaw(size: number, probability: number): CountLaw {
  const missing = 1 - probability;
  if (missing <= 0) return certainly;
  const mean = (size * missing) / probability;
  const variance = mean / probability;
  const massOf = (count: number) =>
    count === 0 ? probability ** size : (size / (size + count)) * binomialTerm(size, count, probability, missing);
  // The tail falls by `missing` a count at the least: where that is near 1, the standard deviation tells it.
  return lawAround([mean, variance, (variance * (1 + missing)) / probability], massOf);
}

/** Poisson, of a mean of 0 or more. */
export function poissonLaw(mean: number): CountLaw {
  if (mean === 0) return certainly;
  return lawAround([mean, mean, mean], (count) => (count === 0 ? Math.exp(-mean) : poissonTerm(count, mean)));
}

function lawAround(cumulants: Cumulants, massOf: (count: number) => number): CountLaw {
  const [mean, variance] = cumulants;
  const deviation = Math.sqrt(variance);
  const from = Math.max(0, Math.floor(mean - deviations * deviation));
  const length = Math.ceil(mean + 2 * deviations * deviation) + countsBeside - from + 1;
  if (length > listedMax) return { from: 0, masses: null, cumulants };
  return { from, masses: Array.from({ length }, (_, place) => massOf(from + place)), cumulants };
}

/** The law of the sum of two counts that do not depend on each other. */
export function sumOfLaws(one: CountLaw, other: CountLaw): CountLaw {
  const cumulants = one.cumulants.map((value, place) => value + other.cumulants[place]!) as unknown as Cumulants;
  if (one.masses === null || other.masses === null || one.masses.length * other.masses.length > productsMax) {
    return { from: 0, masses: null, cumulants };
  }
  const masses = Array.from({ length: one.masses.length + other.masses.length - 1 }, () => 0);
  for (const [place, mass] of one.masses.entries()) {
    for (const [beside, another] of other.masses.entries()) masses[place + beside]! += mass * another;
  }
  return withoutTails(one.from + other.from, masses, cumulants);
}

const negligible = 1e-18;

function withoutTails(from: number, masses: readonly number[], cumulants: Cumulants): CountLaw {
  const first = masses.findIndex((mass) => mass > negligible);
  const last = masses.findLastIndex((mass) => mass > negligible);
  return { from: from + first, masses: masses.slice(first, last + 1), cumulants };
}

/** The smallest count of which so many or fewer have at least this probability. */
export function quantileOf({ from, masses, cumulants }: CountLaw, probability: number): number {
  if (masses === null) {
    const { shape, scale, shift } = shiftedGamma(cumulants);
    const quantile = probability < 0.5 ? gammaLower(probability, shape) : gammaUpper(1 - probability, shape);
    return Math.max(0, Math.round(shift + scale * quantile));
  }
  let mass = 0;
  for (const [place, one] of masses.entries()) {
    mass += one;
    if (mass >= probability) return from + place;
  }
  return from + masses.length - 1;
}

/** The probability of so many or more. */
export function probabilityOfAtLeast({ from, masses, cumulants }: CountLaw, count: number): number {
  if (masses !== null) return masses.reduceRight((sum, mass, place) => (from + place >= count ? sum + mass : sum), 0);
  const { shape, scale, shift } = shiftedGamma(cumulants);
  return gammaAbove(shape, Math.max(0, (count - 0.5 - shift) / scale));
}

/** Nothing is seen of a skewness below this one; with it the shape stays within what its quantiles are exact for. */
const skewnessMin = 1e-3;

function shiftedGamma([mean, variance, third]: Cumulants) {
  const deviation = Math.sqrt(variance);
  const skewness = Math.min(2, Math.max(skewnessMin, third / (variance * deviation)));
  return { shape: 4 / skewness ** 2, scale: (deviation * skewness) / 2, shift: mean - (2 * deviation) / skewness };
}
