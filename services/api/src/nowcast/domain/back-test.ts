/**
 * How often the nowcast was right (METHODS, section 1): made again at the ends of past periods, from what was registered by then, and set beside
 * what is known now. Both without the backlog: what a reporter brought with it when it joined was no late report of theirs that nobody foresaw.
 */
import type { NowcastCoverage, NowcastWindow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { Steps } from "@qorgau/schemas/steps";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { clopperPearson } from "../../statistics/clopper-pearson.ts";
import { delayTableAt } from "./delay-table.ts";
import { ladderAt, nowcastOf, widenedLimits } from "./ladder.ts";
import type { Ladder, LadderCounts, Nowcast } from "./ladder.ts";

export const cutsMax = 24;
const cutsMin = 12;
const delaysTried = 4;
const shareWanted = 0.95;
const widenings = Array.from({ length: 20 }, (_, place) => (11 + place) / 10);

export interface BackTest {
  readonly coverage: NowcastCoverage;
  /** By how much limits have to be moved away; 1 where not. Null where three times would not do. */
  readonly widening: number | null;
}

interface Tried extends Omit<Nowcast, "unreported" | "share"> {
  readonly delay: number;
  readonly truth: number;
}

/** In steps. At the ends of the 24 periods that ended at least `maxDelay` periods before `last`, whose counts are whole by then. */
export function* backTest(counts: LadderCounts, last: number, window: NowcastWindow): Steps<BackTest> {
  const { maxDelay } = window;
  const now = delayTableAt(counts.cell, last, window);
  const begun = counts.country.begun ?? last;
  const tried: Tried[] = [];
  let cuts = 0;
  for (let cut = last - maxDelay; cut > last - maxDelay - cutsMax && cut - maxDelay >= begun; cut -= 1) {
    yield;
    const ladder = ladderAt(counts, cut, window);
    if (ladder.reason !== null) continue;
    cuts += 1;
    for (let delay = 0; delay < delaysTried && delay <= maxDelay; delay += 1) {
      const nowcast = nowcastOf(withoutBacklog(ladder), cut - delay);
      if (nowcast === null) continue;
      const { reported, expected, lower, upper } = nowcast;
      tried.push({ reported, expected, lower, upper, delay, truth: now.ofDelays[cut - delay]!.at(-1)! });
    }
  }
  return { coverage: coverageOf(tried, cuts), widening: wideningOf(tried, cuts) };
}

const withoutBacklog = ({ table, ...ladder }: Ladder) => ({ ...ladder, table: { ...table, reported: table.ofDelays } });

const isHeld = ({ truth, lower, upper }: Pick<Tried, "truth" | "lower" | "upper">) => lower <= truth && truth <= upper;
const countHeld = (tried: readonly Tried[]) => tried.filter(isHeld).length;

function coverageOf(tried: readonly Tried[], cuts: number): NowcastCoverage {
  const covered = countHeld(tried);
  const truth = tried.reduce((sum, one) => sum + one.truth, 0);
  const expected = tried.reduce((sum, one) => sum + one.expected, 0);
  const isTooShort = cuts < cutsMin;
  const limits = isTooShort ? null : clopperPearson(covered, tried.length);
  return {
    cuts,
    covered,
    of: tried.length,
    share: isTooShort ? null : rounded(covered / tried.length),
    lower: limits === null ? null : rounded(limits.lower),
    upper: limits === null ? null : rounded(limits.upper),
    byDelay: [...Map.groupBy(tried, ({ delay }) => delay)]
      .map(([delay, some]) => ({ delay, covered: countHeld(some), of: some.length }))
      .toSorted((a, b) => a.delay - b.delay),
    bias: truth === 0 ? null : rounded(expected / truth - 1),
    reason: isTooShort ? "history_too_short" : null,
  };
}

function wideningOf(tried: readonly Tried[], cuts: number): number | null {
  if (cuts < cutsMin || clopperPearson(countHeld(tried), tried.length).upper >= shareWanted) return 1;
  const isEnough = (factor: number) =>
    tried.filter((one) => isHeld({ truth: one.truth, ...widenedLimits(one, factor) })).length >= shareWanted * tried.length;
  return widenings.find(isEnough) ?? null;
}
