/** Gaps between rare events (METHODS, section 3): how short they may be by chance. */

/** The probability of so short a gap, and of three in a row that are together so short, by how many events were expected in them. */
export function gapProbability(expected: number): number {
  return -Math.expm1(-expected);
}
export function threeGapsProbability(expected: number): number {
  return 1 - Math.exp(-expected) * (1 + expected + (expected * expected) / 2);
}

/** How many events are expected in a gap of so many days: half a day is added, so that two events of one day are half a day apart. */
export function expectedInGap(days: number, dailyRate: number): number {
  return dailyRate * (days + 0.5);
}

/** The probability that an alarm is false, from how often the series may raise one; `expectedWeekly` is the count of a week. */
export function gapAlpha(runLengthWeeks: number, expectedWeekly: number): number {
  return Math.min(0.05, 1 / (runLengthWeeks * expectedWeekly));
}

export interface GapVerdict {
  /** How many of the last gaps are too short together; null: none. */
  readonly alarm: 1 | 3 | null;
  readonly p1: number;
  /** Null of fewer than three gaps. */
  readonly p3: number | null;
  /** What the probabilities are held against. */
  readonly limit: number;
}

/**
 * `expected`: events expected in each gap, the last one last. Where even two events of one day are no alarm (their gap is `dailyRate` half a day long),
 * the whole of alpha goes to three gaps together.
 */
export function judgeGaps(expected: readonly number[], dailyRate: number, alpha: number): GapVerdict {
  const last = expected.slice(-3);
  const p1 = gapProbability(last.at(-1)!);
  const p3 = last.length < 3 ? null : threeGapsProbability(last.reduce((sum, one) => sum + one, 0));
  const isOneEnough = gapProbability(expectedInGap(0, dailyRate)) <= alpha / 2;
  const limit = isOneEnough ? alpha / 2 : alpha;
  const alarm = isOneEnough && p1 <= limit ? 1 : p3 !== null && p3 <= limit ? 3 : null;
  return { alarm, p1, p3, limit };
}
