/** Laws of counts as lists of probabilities, so that sums of unlike ones have their exact law, and quantiles are those of whole numbers. */
import { binomialTerm, poissonTerm } from "./poisson-term.ts";

/** The probabilities of the counts `from`, `from + 1`, …; what is left out on either side is below 1e-11. */
export interface CountLaw {
  readonly from: number;
  readonly masses: readonly number[];
}

/** So many standard deviations, and counts, on either side: the tails of these laws fall by an exponential. */
const deviations = 14;
const countsBeside = 40;

/**
 * How many are still unreported where `size` (at least 1) are reported, each with this probability (above 0, at most 1): negative binomial with
 * mean size·(1 − probability)/probability. After Lawless (1994), "Adjustments for reporting delays and the prediction of occurred but not reported
 * events".
 */
export function negativeBinomialLaw(size: number, probability: number): CountLaw {
  const missing = 1 - probability;
  if (missing <= 0) return { from: 0, masses: [1] };
  const mean = (size * missing) / probability;
  const massOf = (count: number) =>
    count === 0 ? probability ** size : (size / (size + count)) * binomialTerm(size, count, probability, missing);
  // The tail falls by `missing` a count at the least: where that is near 1, the standard deviation tells it.
  return lawAround(mean, Math.sqrt(mean / probability), massOf);
}

/** Poisson, of a mean of 0 or more. */
export function poissonLaw(mean: number): CountLaw {
  if (mean === 0) return { from: 0, masses: [1] };
  return lawAround(mean, Math.sqrt(mean), (count) => (count === 0 ? Math.exp(-mean) : poissonTerm(count, mean)));
}

function lawAround(mean: number, deviation: number, massOf: (count: number) => number): CountLaw {
  const from = Math.max(0, Math.floor(mean - deviations * deviation));
  const to = Math.ceil(mean + 2 * deviations * deviation) + countsBeside;
  return { from, masses: Array.from({ length: to - from + 1 }, (_, place) => massOf(from + place)) };
}

/** The law of the sum of two counts that do not depend on each other. */
export function sumOfLaws(one: CountLaw, other: CountLaw): CountLaw {
  const masses = Array.from({ length: one.masses.length + other.masses.length - 1 }, () => 0);
  for (const [place, mass] of one.masses.entries()) {
    for (const [beside, another] of other.masses.entries()) masses[place + beside]! += mass * another;
  }
  return withoutTails({ from: one.from + other.from, masses });
}

const negligible = 1e-18;

function withoutTails({ from, masses }: CountLaw): CountLaw {
  const first = masses.findIndex((mass) => mass > negligible);
  const last = masses.findLastIndex((mass) => mass > negligible);
  return { from: from + first, masses: masses.slice(first, last + 1) };
}

/** The smallest count of which so many or fewer have at least this probability. */
export function quantileOf({ from, masses }: CountLaw, probability: number): number {
  let mass = 0;
  for (const [place, one] of masses.entries()) {
    mass += one;
    if (mass >= probability) return from + place;
  }
  return from + masses.length - 1;
}
