/** Weekly counts held against what the years before let expect, each as it was known four weeks after its end (METHODS, section 3). */
import { lagWeeks } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Steps } from "@qorgau/schemas/steps";
import { numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { farrington, farringtonWeeks } from "../../statistics/surveillance/farrington.ts";
import { yearOf } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";
import type { DetectorPlan, WatchedSeries } from "./detector-plan.ts";
import type { Counted } from "./known-accidents.ts";

/** What a detector found in a series, at the beginning of the week `raised`. */
export interface Alarm extends Counted, Span {
  readonly raised: number;
  readonly expected: number;
  readonly statistic: number;
  readonly limit: number;
  readonly p: number | null;
}

/** The alarms of a year, and where the statistic stands at its end. */
export interface Judged {
  readonly alarms: readonly Alarm[];
  readonly statistic: number | null;
  /** Of gaps: the day of the last accident. */
  readonly lastAccident: string | null;
}

/** A week is judged at the beginning of a later one. */
export const judgedAt = (week: number) => week + 1 + lagWeeks;
export const judgedWeek = (raised: number) => raised - 1 - lagWeeks;

/** The weeks whose Mondays are of the year, up to the one that is judged at the beginning of the week `last`. */
function weeksOf(year: number, last: number): number[] {
  const first = numberOf("week", `${String(year)}-01-07`);
  const weeks: number[] = [];
  for (let week = first; judgedAt(week) <= last && yearOf(spanOf("week", week).from) === year; week += 1) weeks.push(week);
  return weeks;
}

/** The sum begins at 0 with the year, and anew after an alarm. In steps. */
export function* judgedByCusum({ history }: WatchedSeries, plan: DetectorPlan, last: number): Steps<Judged> {
  const { reference, limit } = plan.cusum!;
  const alarms: Alarm[] = [];
  let sum = 0;
  let rising: number | null = null;
  for (const week of weeksOf(plan.year, last)) {
    yield;
    const raised = judgedAt(week);
    sum = Math.max(0, sum + history.inWeek(week, raised).accidents - reference * plan.relative(spanOf("week", week)));
    if (sum === 0) {
      rising = null;
      continue;
    }
    rising ??= week;
    if (sum < limit) continue;
    alarms.push({ raised, ...runOf(rising, week), statistic: sum, limit, p: null });
    [sum, rising] = [0, null];
  }
  return { alarms, statistic: sum, lastAccident: null };

  function runOf(first: number, week: number): Counted & Span & Pick<Alarm, "expected"> {
    let [accidents, victims, expected] = [0, 0, 0];
    for (let one = first; one <= week; one += 1) {
      const counted = history.inWeek(one, judgedAt(one));
      accidents += counted.accidents;
      victims += counted.victims;
      expected += plan.expectedWeekly! * plan.relative(spanOf("week", one));
    }
    return { accidents, victims, expected, from: spanOf("week", first).from, to: spanOf("week", week).to };
  }
}

/** No alarm of fewer accidents in four weeks: so few are looked at one by one. */
const [recentWeeks, recentMin] = [4, 5];

/** Each week by the three years before it, all as they were known when it was judged; weeks without those years are left out. In steps. */
export function* judgedByFarrington(
  { history }: WatchedSeries,
  plan: DetectorPlan,
  { first, last }: { readonly first: number; readonly last: number },
  begun: string,
): Steps<Judged> {
  const alarms: Alarm[] = [];
  let statistic: number | null = null;
  const begunWeek = numberOf("week", begun);
  const exposures = new Map<number, number>();
  const exposureIn = (week: number) => {
    const known = exposures.get(week) ?? plan.relative(spanOf("week", week));
    exposures.set(week, known);
    return known;
  };
  for (const week of weeksOf(plan.year, last)) {
    yield;
    const raised = judgedAt(week);
    if (raised < first || week - farringtonWeeks < begunWeek) continue;
    const counts = Array.from({ length: farringtonWeeks + 1 }, (_, place) => {
      const one = week - farringtonWeeks + place;
      return { count: history.inWeek(one, raised).accidents, exposure: exposureIn(one) };
    });
    const verdict = farrington(counts, plan.alpha!);
    statistic = verdict?.score ?? null;
    const recent = counts.slice(-recentWeeks).reduce((sum, { count }) => sum + count, 0);
    if (verdict === null || counts.at(-1)!.count <= verdict.limit || recent < recentMin) continue;
    const { expected, limit, p, score } = verdict;
    alarms.push({ raised, ...history.inWeek(week, raised), ...spanOf("week", week), expected, statistic: score, limit, p });
  }
  return { alarms, statistic, lastAccident: null };
}
