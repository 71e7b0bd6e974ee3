/**
 * Terms of the Poisson and the binomial law with real parameters, to full accuracy also where counts are in the millions: as deviations
 * from the peak (Loader 2000, "Fast and accurate computation of binomial probabilities"), never as differences of large logarithms.
 */

/** x^shape · e^−x / Γ(shape + 1). */
export function poissonTerm(shape: number, x: number): number {
  return Math.exp(-stirlingRest(shape) - deviance(shape, x)) / Math.sqrt(2 * Math.PI * shape);
}

/** p^a · q^b · Γ(a + b + 1) / (Γ(a + 1) · Γ(b + 1)), `p` and `q` adding up to 1. */
export function binomialTerm(a: number, b: number, p: number, q: number): number {
  const n = a + b;
  const rest = stirlingRest(n) - stirlingRest(a) - stirlingRest(b);
  return Math.exp(rest - deviance(a, n * p) - deviance(b, n * q)) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** ln Γ(a + 1) less Stirling's formula for it. Small ones are reached from larger ones, where the series converges at once. */
function stirlingRest(a: number): number {
  let rest = 0;
  let shifted = a;
  for (; shifted < 16; shifted += 1) rest += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const squared = shifted * shifted;
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / squared) / squared) / squared) / squared;
  return rest + series / shifted;
}

/** a · ln(a / mean) + mean − a, without cancellation where they are near. */
function deviance(a: number, mean: number): number {
  const difference = a - mean;
  if (Math.abs(difference) >= 0.1 * (a + mean)) return a * Math.log(a / mean) - difference;
  const ratio = difference / (a + mean);
  let sum = difference * ratio;
  let power = 2 * a * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
