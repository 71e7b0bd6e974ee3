/** Days between rare accidents, held against what their rate lets expect (METHODS, section 3). Without a lag: a late report only shortens a gap. */
import type { Steps } from "@qorgau/schemas/steps";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { expectedInGap, judgeGaps } from "../../statistics/surveillance/days-between.ts";
import { dayAfter } from "../../time/calendar.ts";
import { daysIn } from "../../time/periods.ts";
import type { DetectorPlan, WatchedSeries } from "./detector-plan.ts";
import type { Alarm, Judged } from "./judged-weeks.ts";
import { lookedAtOnce } from "./known-accidents.ts";
import type { KnownAccidents } from "./known-accidents.ts";

/** A report that comes late moves the gaps of the accidents behind it, of which so many are judged together. */
const gapsTogether = 3;

/**
 * The alarms at the beginnings of the weeks of the year up to `last`: at each, of the accidents that became known in the week before and those whose
 * gaps they moved. An accident raises one alarm at most: `alarmed` holds those that did. In steps.
 */
export function* judgedByGaps({ history }: WatchedSeries, plan: DetectorPlan, last: number, alarmed: Set<string>): Steps<Judged> {
  const { alpha, expectedWeekly, relative, year } = plan;
  const daily = expectedWeekly! / 7;
  const alarms: Alarm[] = [];
  const first = numberOf("week", `${String(year)}-01-07`);
  const end = Math.min(last, numberOf("week", `${String(year)}-12-31`));
  for (let raised = first; raised <= end; raised += 1) {
    yield;
    const known = yield* history.days(raised);
    const changed = yield* placesChanged(known, raised - 1);
    for (const place of [...changed].toSorted((a, b) => a - b)) {
      if (place === 0 || place >= known.length) continue;
      const days = known.slice(Math.max(0, place - gapsTogether), place + 1).map(({ occurred }) => occurred);
      const key = `${days.at(-1)!}|${String(place - firstOfDay(known, place))}`;
      const expected = days.slice(1).map((day, gap) => expectedBetween(days[gap]!, day));
      const verdict = judgeGaps(expected, daily, alpha!);
      if (verdict.alarm === null || alarmed.has(key)) continue;
      alarmed.add(key);
      const [from, to] = [days.at(-1 - verdict.alarm)!, days.at(-1)!];
      const p = verdict.alarm === 1 ? verdict.p1 : verdict.p3!;
      const sum = expected.slice(-verdict.alarm).reduce((all, one) => all + one, 0);
      const { victims } = yield* history.within({ from, to }, raised);
      alarms.push({ raised, from, to, accidents: verdict.alarm + 1, victims, expected: sum, statistic: p, limit: verdict.limit, p });
    }
  }
  return { alarms, statistic: null, lastAccident: (yield* history.days(last)).at(-1)?.occurred ?? null };

  function expectedBetween(before: string, day: string): number {
    if (before === day) return expectedInGap(0, daily * relative({ from: day, to: day }));
    const span = { from: dayAfter(before), to: day };
    return expectedInGap(daysIn(span), daily * relative(span));
  }
}

/** Of the accidents that became known in the week, and of those whose gaps they moved. */
function* placesChanged(days: readonly Pick<KnownAccidents, "known">[], week: number): Steps<Set<number>> {
  const changed = new Set<number>();
  for (const [place, { known }] of days.entries()) {
    if (place % lookedAtOnce === 0) yield;
    if (known === week) for (let more = 0; more < gapsTogether; more += 1) changed.add(place + more);
  }
  return changed;
}

/** The place of the first accident of the same day: they are in the order of their days. */
function firstOfDay(days: readonly Pick<KnownAccidents, "occurred">[], place: number): number {
  let first = place;
  while (first > 0 && days[first - 1]!.occurred === days[place]!.occurred) first -= 1;
  return first;
}
