/**
 * The noise of published counts (METHODS, section 9.3; Giessing 2016): of all distributions on the allowed deviations with mean 0 and a given
 * variance the one of maximum entropy, p ∝ exp(λ1·v + λ2·v²).
 */
export interface NoiseParameters {
  /** No published count deviates by more. */
  readonly D: number;
  /** The variance of the deviation. */
  readonly V: number;
  /** No count of 1 to `js` is published. */
  readonly js: number;
}

export const defaultNoise: NoiseParameters = { D: 5, V: 2, js: 2 };

export interface Deviation {
  readonly v: number;
  readonly p: number;
}

/** The deviations of a count, in ascending order, with their probabilities, which add up to 1. A count of 0 has none but 0. */
export function noiseOf(n: number, { D, V, js }: NoiseParameters): readonly Deviation[] {
  if (n === 0) return [{ v: 0, p: 1 }];
  const allowed = Array.from({ length: 2 * D + 1 }, (_, place) => place - D).filter((v) => n + v === 0 || n + v > Math.max(js, 0));
  return mostEntropy(allowed, V);
}

/** From this count on all counts have one distribution: nothing of it falls on what is never published. */
export const commonFrom = ({ D, js }: NoiseParameters): number => D + js + 1;

function mostEntropy(allowed: readonly number[], V: number): readonly Deviation[] {
  const below = allowed.filter((v) => v < 0);
  const above = allowed.filter((v) => v > 0);
  const [lowest, highest] = [below[0], above.at(-1)];
  if (lowest === undefined || highest === undefined) throw new RangeError("no deviations on both sides have a mean of 0");
  if (V >= -lowest * highest) return twoSided(allowed, lowest, highest);
  const [under, over] = [below.at(-1)!, above[0]!];
  // Without 0 there is a least variance, that of the two next to it.
  if (!allowed.includes(0) && V <= -under * over) return twoSided(allowed, under, over);
  return solved(allowed, V);
}

/** All on two deviations, with mean 0. */
function twoSided(allowed: readonly number[], under: number, over: number): readonly Deviation[] {
  const share = over / (over - under);
  return allowed.flatMap((v) => (v === under ? [{ v, p: share }] : v === over ? [{ v, p: 1 - share }] : []));
}

const iterationsMax = 200;
const tolerance = 1e-13;

interface Moments {
  readonly deviations: readonly Deviation[];
  /** What the dual function is at these λ: it is convex, and least where both moments are met. */
  readonly dual: number;
  readonly mean: number;
  readonly square: number;
  readonly cube: number;
  readonly fourth: number;
}

/** Newton's method on the dual, with steps halved until it falls. */
function solved(allowed: readonly number[], V: number): readonly Deviation[] {
  let [first, second] = [0, 0];
  let at = momentsAt(allowed, V, first, second);
  for (let iteration = 0; iteration < iterationsMax; iteration += 1) {
    const [g1, g2] = [at.mean, at.square - V];
    if (missedBy(at, V) < tolerance) break;
    const [h11, h12, h22] = [at.square - at.mean ** 2, at.cube - at.mean * at.square, at.fourth - at.square ** 2];
    const determinant = h11 * h22 - h12 ** 2;
    const [d1, d2] = [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant];
    let step = 1;
    let next = momentsAt(allowed, V, first - d1, second - d2);
    // At its bottom the dual is flat to the last digit, and the moments alone tell what is nearer.
    while (!(next.dual <= at.dual || missedBy(next, V) < missedBy(at, V)) && step > 1e-9) {
      step /= 2;
      next = momentsAt(allowed, V, first - step * d1, second - step * d2);
    }
    [first, second, at] = [first - step * d1, second - step * d2, next];
  }
  return at.deviations;
}

const missedBy = ({ mean, square }: Moments, V: number): number => Math.abs(mean) + Math.abs(square - V);

function momentsAt(allowed: readonly number[], V: number, first: number, second: number): Moments {
  const exponents = allowed.map((v) => first * v + second * v ** 2);
  const most = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - most));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const deviations = allowed.map((v, place) => ({ v, p: weights[place]! / sum }));
  const moment = (power: number) => deviations.reduce((all, { v, p }) => all + p * v ** power, 0);
  return {
    deviations,
    dual: most + Math.log(sum) - second * V,
    mean: moment(1),
    square: moment(2),
    cube: moment(3),
    fourth: moment(4),
  };
}
