/**
 * The chain ladder of amounts with its standard errors (Mack 1993): a row is a period, the oldest first; its figures are cumulated by delay, from 0 to the
 * longest that is known of it. No law of the amounts is taken.
 */
import { developmentFactors } from "./chain-ladder.ts";
import type { CumulatedRow } from "./chain-ladder.ts";

export interface MackFit {
  /** f by delay, from each to the next; infinite before the first delay at which anything is known. */
  readonly factors: readonly number[];
  /** σ² of each; null where two delays before it would be needed. */
  readonly variances: readonly (number | null)[];
  /** What each factor is learnt from: the sum at the delay. */
  readonly learntFrom: readonly number[];
}

/**
 * Null where nothing is known at a delay behind the first at which anything is, or all of it was taken back. Factors are of the last `window` rows that have
 * both delays.
 */
export function mackFit(rows: readonly CumulatedRow[], maxDelay: number, window: number): MackFit | null {
  const factors = developmentFactors(rows, maxDelay, window);
  if (factors === null || factors.includes(0)) return null;
  const variances: (number | null)[] = [];
  const learntFrom: number[] = [];
  for (const [delay, factor] of factors.entries()) {
    const known = rows.filter((row) => row.length > delay + 1).slice(-window);
    learntFrom.push(known.reduce((sum, row) => sum + row[delay]!, 0));
    // A row with nothing at the delay tells nothing of how much more becomes of something.
    const some = known.filter((row) => row[delay]! > 0);
    const spread = some.reduce((sum, row) => sum + (row[delay + 1]! - factor * row[delay]!) ** 2 / row[delay]!, 0);
    variances.push(some.length > 1 ? spread / (some.length - 1) : lastVariance(variances));
  }
  return { factors, variances, learntFrom };
}

/** Of a single row: min(σ⁴(j-1)/σ²(j-2), σ²(j-2), σ²(j-1)). */
function lastVariance(before: readonly (number | null)[]): number | null {
  const [last, earlier] = [before.at(-1), before.at(-2)];
  if (last === undefined || last === null || earlier === undefined || earlier === null) return null;
  return earlier === 0 ? 0 : Math.min(last ** 2 / earlier, earlier, last);
}

export interface Reserve {
  /** What is expected in the end. */
  readonly ultimate: number;
  /** That less what is known. */
  readonly reserve: number;
  readonly standardError: number | null;
}

/** Of one row, of which something is known, at a delay at which factors apply. */
export function reserveOf({ factors, variances, learntFrom }: MackFit, row: CumulatedRow): Reserve {
  const [known, delay] = [row.at(-1)!, row.length - 1];
  let expected = known;
  let relative: number | null = 0;
  for (let next = delay; next < factors.length; next += 1) {
    const variance = variances[next]!;
    const share = variance === null ? null : (variance / factors[next]! ** 2) * (1 / expected + 1 / learntFrom[next]!);
    relative = relative === null || share === null ? null : relative + share;
    expected *= factors[next]!;
  }
  return { ultimate: expected, reserve: expected - known, standardError: relative === null ? null : expected * Math.sqrt(relative) };
}

/** Of several rows together, which the same factors are used for; of each something is known. */
export function totalReserve(fit: MackFit, rows: readonly CumulatedRow[]): Omit<Reserve, "ultimate"> {
  const reserves = rows.map((row) => ({ delay: row.length - 1, ...reserveOf(fit, row) }));
  let square: number | null = 0;
  for (const [place, { delay, ultimate, standardError }] of reserves.entries()) {
    const later = reserves.slice(place + 1).reduce((sum, one) => sum + one.ultimate, 0);
    const common = commonError(fit, delay);
    square = square === null || standardError === null || common === null ? null : square + standardError ** 2 + ultimate * later * common;
  }
  return {
    reserve: reserves.reduce((sum, one) => sum + one.reserve, 0),
    standardError: square === null ? null : Math.sqrt(square),
  };
}

/** What the errors of the factors from this delay on have in common for all rows that use them. */
function commonError({ factors, variances, learntFrom }: MackFit, delay: number): number | null {
  let sum = 0;
  for (let next = delay; next < factors.length; next += 1) {
    const variance = variances[next];
    if (variance === null || variance === undefined) return null;
    sum += (2 * variance) / factors[next]! ** 2 / learntFrom[next]!;
  }
  return sum;
}
