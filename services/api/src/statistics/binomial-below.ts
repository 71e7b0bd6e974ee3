/** The lower tail of the binomial law. */
import { binomialTerm } from "./poisson-term.ts";

/** P(X <= x) of X ~ Binomial(n, p). `x` and `n` are whole numbers, 0 <= x <= n; `p` lies between 0 and 1, both excluded. */
export function binomialAtMost(x: number, n: number, p: number): number {
  const q = 1 - p;
  if (x >= n) return 1;
  let term = x === 0 ? q ** n : binomialTerm(x, n - x, p, q);
  let sum = term;
  for (let k = x; k > 0 && term > 1e-18 * sum; k -= 1) {
    term *= (k / (n - k + 1)) * (q / p);
    sum += term;
  }
  return Math.min(1, sum);
}
