/** The response of `GET /v1/signals` from a query and the accidents of one cut (METHODS, section 3): pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { fatalityLevels, lagWeeks, signalWeeks } from "@qorgau/schemas/responses/surveillance/signals-response";
import type {
  GroupFatality,
  SignalMeasure,
  SignalRow,
  SignalSeries,
  SignalsQuery,
  SignalsResponse,
} from "@qorgau/schemas/responses/surveillance/signals-response";
import { mappedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { exposureCells } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { earliestDate, latestDate } from "../../http/domain/shared-parameters.ts";
import { numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { chosenOf } from "../../rates/domain/parameters/rate-choices.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import type { ResponseCut } from "../../rates/domain/snapshot.ts";
import { dayOfStamp, yearOf } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";
import { declaredSeries, isShown, runLengthOf } from "./declared-series.ts";
import type { Series } from "./declared-series.ts";
import { beginningOf, planOf } from "./detector-plan.ts";
import type { DetectorPlan, Watch, WatchedSeries } from "./detector-plan.ts";
import { groupFatality } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { judgedByGaps } from "./judged-gaps.ts";
import { judgedByCusum, judgedByFarrington, judgedWeek } from "./judged-weeks.ts";
import type { Alarm, Judged } from "./judged-weeks.ts";
import { accidentHistory } from "./known-accidents.ts";
import type { FilledHistory, KnownAccidents } from "./known-accidents.ts";
import { seriesKey, shownSignals } from "./recorded-signals.ts";
import type { RaisedSignal } from "./recorded-signals.ts";

/** Accidents of a region or a section, "" is unknown. */
export interface AccidentsOf extends KnownAccidents {
  readonly code: string;
  readonly isFatal: boolean;
}

export interface SignalsSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  readonly exposures: ExposureBook;
  /** All accidents of the country, once by region and once by section. */
  readonly byRegion: readonly AccidentsOf[];
  readonly bySector: readonly AccidentsOf[];
  /** Of whatever days, the latest first. */
  readonly groupFatalities: readonly KnownGroupFatality[];
  /** As the log holds them up to the cut, in the order of raising. */
  readonly raised: readonly RaisedSignal[];
}

/** An accident that several died of; "" is unknown. */
export interface KnownGroupFatality {
  readonly occurred: string;
  readonly region: string;
  readonly sector: string;
  readonly dead: number;
  readonly victims: number;
  /** Opaque ids of the accident and of its fatal cases, twenty of them at most. */
  readonly accident: string;
  readonly cases: readonly string[];
}

/** Days between rare accidents are of ten years. */
const yearsRead = 10;

/** The Mondays of judgement in the response, as numbers of weeks, and the first day of occurrence that they need. */
export function weeksShown({ from, to }: Pick<SignalsQuery, "from" | "to">, day: string) {
  const ofCut = numberOf("week", day);
  const last = to === null ? ofCut : Math.min(ofCut, numberOf("week", to));
  const requested = from === null ? last - signalWeeks.unlessGiven + 1 : mondayFrom(from);
  const first = Math.max(Math.min(requested, latestWeek), last - signalWeeks.most + 1, earliestWeek);
  // Of days to come there are no signals; how the series are judged is told all the same.
  return { first, last, firstYear: yearOf(spanOf("week", judgedWeek(Math.min(first, last))).from) };
}

const [earliestWeek, latestWeek] = [numberOf("week", earliestDate), numberOf("week", latestDate)];

/** The number of the week whose Monday is that day or the next one. */
function mondayFrom(day: string): number {
  const week = numberOf("week", day);
  return spanOf("week", week).from === day ? week : week + 1;
}

/** Within the store's dates. */
export function firstDayRead(firstYear: number): string {
  const first = `${String(firstYear - yearsRead)}-01-01`;
  return first < earliestDate ? earliestDate : first;
}

/**
 * What became known in that week or before it is known alike to all that is judged from that year on: the plan of the year asks what was known before the
 * week of 1 January, and gaps what became known in the week before a Monday of the year.
 */
export const weekKnownAlike = (firstYear: number) => Math.max(numberOf("week", `${String(firstYear)}-01-01`) - 2, earliestWeek);

/** The days that choose the basis: those of the cut alone, so that what is shown changes no signal. */
const yearsUpTo = (day: string): Span => ({ from: `${String(yearOf(day) - 1)}-01-01`, to: day });

/** In steps. */
export function* signalsSteps(query: SignalsQuery, snapshot: SignalsSnapshot): Steps<SignalsResponse> {
  const { rates, falseAlarms } = query;
  const runLength = runLengthOf(falseAlarms);
  const day = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
  const weeks = day === null ? null : weeksShown(query, day);
  const exposureOf = exposuresOf(query, snapshot.exposures);
  const pairs =
    day === null ? [] : declaredSeries.map((series) => ({ exposureOf: exposureOf(series), span: yearsUpTo(day), counts: true }));
  const choices = yield* withOneBasisSteps(rates.per, rates.choices, snapshot.exposures, pairs);
  const basis = choices.exposureBasis?.[0];
  const workersOf = (series: Series): WatchedSeries["workersOf"] => {
    const of = exposureOf(series);
    return (span) => {
      const found = basis === undefined ? null : of(basis, span);
      return found === null || found.state === "missing" ? null : found.value;
    };
  };
  const watchedOf = yield* historiesOf(snapshot, workersOf);
  const rows: SignalRow[] = [];
  const told: SignalSeries[] = [];
  if (weeks !== null) {
    const country = (measure: SignalMeasure) => watchedOf({ measure, scope: "country", code: null });
    const watch: Watch = {
      begun: yield* begunOn(snapshot.byRegion),
      country: { accidents: country("accidents"), fatal_accidents: country("fatal_accidents") },
      runLength,
    };
    for (const series of declaredSeries.filter((one) => isShown(one, query))) {
      const watched = watchedOf(series);
      const found = yield* judgedSeries(watched, watch, weeks);
      rows.push(...found.alarms.map((alarm) => rowOf(watched, alarm, alarm.plan)));
      told.push(seriesOf(series, found));
    }
  }
  const from = weeks === null ? null : spanOf("week", weeks.first).from;
  const to = weeks === null ? null : spanOf("week", weeks.last).from;
  const shown = weeks === null ? [] : shownSignals(snapshot.raised, { ...query, from: recordedFrom(query, weeks.first) });
  const recorded: RecordedSignal[] = [];
  for (const one of shown) {
    yield;
    recorded.push(yield* recordedNow(one, snapshot, { rows, falseAlarms, from }, watchedOf));
  }
  return {
    ...snapshot.cut,
    rules: mergingRules,
    methods: 1,
    falseAlarms,
    declared: declaredSeries.length,
    runLength: rounded(runLength),
    lagWeeks,
    ...chosenOf(choices),
    from,
    to,
    rows: rows.toSorted((a, b) => (a.raised < b.raised ? 1 : a.raised > b.raised ? -1 : 0)),
    groupFatalities: from === null ? [] : groupFatalitiesOf(query, snapshot, from),
    recorded,
    series: told,
  };
}

/**
 * Accidents are raised on any day: of a week that is begun by `from` those behind it are shown, although no Monday is judged there. Who asks for a state without
 * days is shown all that are in it, however old.
 */
function recordedFrom({ from, state }: SignalsQuery, first: number): string | null {
  if (from === null && state !== null) return null;
  const isWithinWeek = from !== null && from > spanOf("week", first - 1).from;
  return isWithinWeek ? from : spanOf("week", first).from;
}

/** Filters hold both the region and the section of an accident. */
function groupFatalitiesOf(query: SignalsQuery, { groupFatalities }: SignalsSnapshot, from: string): GroupFatality[] {
  const passes = (codes: readonly string[] | null, code: string) => codes === null || codes.includes(code);
  return groupFatalities.flatMap(({ occurred, region, sector, dead, victims }) => {
    if (occurred < from || (query.to !== null && occurred > query.to)) return [];
    if (!passes(query.regions, region) || !passes(query.sectors, sector)) return [];
    return [
      { occurred, region: region === "" ? null : region, sector: sector === "" ? null : sector, dead, victims, level: levelOf(dead) },
    ];
  });
}

/** Of an accident that at least two died of. */
export const levelOf = (dead: number): GroupFatality["level"] => fatalityLevels.findLast((least) => dead >= least)!;

/** A signal of the log beside what is known now of the same accident, or of the same days of the series. In steps. */
function* recordedNow(
  { members, ...recorded }: RaisedSignal,
  { groupFatalities }: SignalsSnapshot,
  { rows, falseAlarms, from: first }: { readonly rows: readonly SignalRow[]; readonly falseAlarms: number; readonly from: string | null },
  watchedOf: (series: Series) => WatchedSeries,
): Steps<RecordedSignal> {
  const { measure, scope, region, sector, detector, from, to } = recorded;
  if (detector === groupFatality || scope === "accident") {
    const now = groupFatalities.find(({ accident, cases }) => [accident, ...cases].some((id) => members.has(id)));
    const state =
      now === undefined
        ? { observed: 0, victims: 0, dead: null, level: null }
        : { observed: 1, victims: now.victims, dead: now.dead, level: levelOf(now.dead) };
    return { ...recorded, now: { ...state, signals: now !== undefined } };
  }
  const { accidents, victims } = yield* watchedOf({ measure, scope, code: region ?? sector }).history.within({ from, to }, Infinity);
  const isJudged = recorded.parameters?.falseAlarms === falseAlarms && first !== null && (recorded.monday ?? "") >= first;
  const signals = isJudged ? rows.some((row) => seriesKey(row) === seriesKey(recorded)) : null;
  return { ...recorded, now: { observed: accidents, victims, dead: null, level: null, signals } };
}

function exposuresOf({ rates }: SignalsQuery, book: ExposureBook): (series: Series) => ExposureOf {
  const finder = exposureFinder(book);
  return ({ scope, code }) => finder(exposureCells({ ...rates, by: [] }, code === null ? {} : { [scope]: code }));
}

function* historiesOf(
  { byRegion, bySector }: SignalsSnapshot,
  workersOf: (series: Series) => WatchedSeries["workersOf"],
): Steps<(series: Series) => WatchedSeries> {
  const histories = new Map<string, FilledHistory>();
  const historyOf = (key: string) => {
    const found = histories.get(key) ?? accidentHistory();
    histories.set(key, found);
    return found;
  };
  for (const [scope, all] of [
    ["region", byRegion],
    ["sector", bySector],
  ] as const) {
    for (const one of all) {
      yield;
      for (const measure of one.isFatal ? (["accidents", "fatal_accidents"] as const) : (["accidents"] as const)) {
        historyOf(keyOf({ measure, scope, code: one.code })).add(one);
        if (scope === "region") historyOf(keyOf({ measure, scope: "country", code: null })).add(one);
      }
    }
  }
  const known = new Map<string, WatchedSeries>();
  return (series) => {
    const key = keyOf(series);
    const found = known.get(key) ?? { series, history: historyOf(key), workersOf: workersOf(series) };
    known.set(key, found);
    return found;
  };
}

const keyOf = ({ measure, scope, code }: Series) => [measure, scope, code].join("|");

/** The month of the first accident behind the last calendar year without any: years before it were not reported. */
function* begunOn(all: readonly KnownAccidents[]): Steps<string> {
  const months = new Set(yield* mappedInSteps(all, ({ occurred }) => occurred.slice(0, 7)));
  const inOrder = [...months].toSorted();
  const years = inOrder.map(yearOf);
  const place = years.findLastIndex((year, at) => at === 0 || year > years[at - 1]! + 1);
  return place === -1 ? "9999-12-31" : `${inOrder[place]!}-01`;
}

interface SeriesJudged {
  readonly alarms: readonly (Alarm & { readonly plan: DetectorPlan })[];
  /** Of the last year. */
  readonly plan: DetectorPlan;
  readonly statistic: number | null;
  readonly lastAccident: string | null;
}

/** By the plan of each year in turn. */
function* judgedSeries(watched: WatchedSeries, watch: Watch, weeks: ReturnType<typeof weeksShown>): Steps<SeriesJudged> {
  const { first, last, firstYear } = weeks;
  const alarms: SeriesJudged["alarms"][number][] = [];
  const alarmed = new Set<string>();
  const lastYear = yearOf(spanOf("week", last).from);
  let found: SeriesJudged | null = null;
  for (let year = firstYear; year <= lastYear; year += 1) {
    yield;
    const plan = yield* planOf(watched, year, watch);
    const judged = yield* judgedBy(plan);
    alarms.push(...judged.alarms.filter(({ raised }) => first <= raised && raised <= last).map((alarm) => ({ ...alarm, plan })));
    found = { alarms, plan, statistic: judged.statistic, lastAccident: judged.lastAccident };
  }
  return found!;

  function* judgedBy(plan: DetectorPlan): Steps<Judged> {
    if (plan.detector === "poisson_cusum") return yield* judgedByCusum(watched, plan, last);
    if (plan.detector === "days_between") return yield* judgedByGaps(watched, plan, last, alarmed);
    if (plan.detector === null) return { alarms: [], statistic: null, lastAccident: null };
    return yield* judgedByFarrington(watched, plan, { first, last }, beginningOf(watched.series, watch.begun));
  }
}

const membersOf = ({ measure, scope, code }: Series): Pick<SignalRow, "measure" | "scope" | "region" | "sector"> => ({
  measure,
  scope,
  region: scope === "region" ? code : null,
  sector: scope === "sector" ? code : null,
});

const orNull = (figure: number | null | undefined) => (figure === null || figure === undefined ? null : rounded(figure));

function rowOf({ series, workersOf }: WatchedSeries, alarm: Alarm, { detector }: DetectorPlan): SignalRow {
  const { raised, from, to, accidents, victims, expected, statistic, limit, p } = alarm;
  return {
    raised: spanOf("week", raised).from,
    ...membersOf(series),
    detector: detector!,
    from,
    to,
    observed: accidents,
    victims,
    expected: rounded(expected),
    statistic: rounded(statistic),
    limit: rounded(limit),
    p: orNull(p),
    exposure: orNull(workersOf({ from, to })),
  };
}

function seriesOf(series: Series, { plan, statistic, lastAccident }: SeriesJudged): SignalSeries {
  const { year, expectedWeekly, detector, reason, rateFrom, isAdjusted, cusum, alpha } = plan;
  return {
    ...membersOf(series),
    year,
    expectedWeekly: orNull(expectedWeekly),
    detector,
    reason,
    rateFrom,
    isAdjusted,
    reference: orNull(cusum?.reference),
    limit: orNull(cusum?.limit),
    alpha: orNull(alpha),
    runLength: orNull(cusum?.runLength),
    runLengthDoubled: orNull(cusum?.runLengthDoubled),
    statistic: orNull(statistic),
    lastAccident,
  };
}
