/**
 * The ratio of two Poisson rates with its exact conditional 95 % interval: given both counts together, the first is binomial, and the
 * limits of Clopper and Pearson (1934) for its odds are those of the ratio, but for the exposures.
 */
import { binomialTerm } from "./poisson-term.ts";
import { tail } from "./garwood.ts";

export interface CountOverExposure {
  readonly count: number;
  /** Above 0. */
  readonly exposure: number;
}

export interface RateRatio {
  /** Null where the second count is 0. */
  readonly ratio: number | null;
  /** Null where nothing was counted at all. */
  readonly lower: number | null;
  /** Null where it is not bounded, the second count being 0. */
  readonly upper: number | null;
}

/** Returns the rate of `one` over the rate of `other`, each a count over its exposure, with 95 % limits (METHODS, section 2). */
export function rateRatio(one: CountOverExposure, other: CountOverExposure): RateRatio {
  if (one.count + other.count === 0) return { ratio: null, lower: null, upper: null };
  const exposures = other.exposure / one.exposure;
  return {
    ratio: other.count === 0 ? null : (one.count / other.count) * exposures,
    lower: one.count === 0 ? 0 : lowerOdds(one.count, other.count + 1) * exposures,
    upper: other.count === 0 ? null : exposures / lowerOdds(other.count, one.count + 1),
  };
}

/**
 * Twice the smaller binomial tail of the first count given both together, at most 1, were the two rates equal: below 0.05 exactly where
 * the limits of `rateRatio` leave out 1.
 */
export function conditionalP(one: CountOverExposure, other: CountOverExposure): number {
  const odds = one.exposure / other.exposure;
  const atLeast = one.count === 0 ? 1 : betaMass(one.count, other.count + 1, odds);
  const atMost = other.count === 0 ? 1 : betaMass(other.count, one.count + 1, 1 / odds);
  return Math.min(1, 2 * Math.min(atLeast, atMost));
}

/** The mass of the beta law below these odds. The fraction is for odds below those of the mean, so above them the other end is computed. */
function betaMass(a: number, b: number, odds: number): number {
  return odds * b <= a ? betaBelow(a, b, odds).mass : 1 - betaBelow(b, a, 1 / odds).mass;
}

/** The odds p / (1 − p) at the quantile 0.025 of the beta law of `a` and `b`, by Newton's method on their logarithm. */
function lowerOdds(a: number, b: number): number {
  let odds = (a / b) * Math.exp(-1.96 * Math.sqrt(1 / a + 1 / b));
  for (let step = 0; step < 100; step += 1) {
    const { mass, slope } = betaBelow(a, b, odds);
    const change = (Math.log(tail / mass) * mass) / slope;
    odds *= Math.exp(Math.max(-2, Math.min(2, change)));
    if (Math.abs(change) <= 1e-14) break;
  }
  return odds;
}

/** The mass of the beta law below these odds, and its slope by their logarithm. */
function betaBelow(a: number, b: number, odds: number): { mass: number; slope: number } {
  const q = 1 / (1 + odds);
  const p = odds * q;
  const slope = (binomialTerm(a, b, p, q) * a * b) / (a + b);
  return { mass: slope / betaFraction(a, b, p, q), slope };
}

/**
 * The continued fraction of DiDonato and Morris (1992, "Algorithm 708"), by Lentz's method: quick for `p` below the mean, and without
 * cancellation where it is near 1.
 */
function betaFraction(a: number, b: number, p: number, q: number): number {
  const denominator = (m: number) => {
    const middle = ((a + m) * (a * q - b * p + 1 + m * (2 - p))) / (a + 2 * m + 1);
    return m === 0 ? middle : m + (m * (b - m) * p) / (a + 2 * m - 1) + middle;
  };
  let fraction = denominator(0);
  let c = fraction;
  let d = 0;
  for (let m = 1; m < 1e7; m += 1) {
    const numerator = ((a + m - 1) * (a + b + m - 1) * m * (b - m) * p * p) / (a + 2 * m - 1) ** 2;
    d = 1 / (denominator(m) + numerator * d);
    c = denominator(m) + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction;
}
