/** How a series is watched in one year: fixed on 1 January by what was known then (METHODS, section 3). */
import { familyOf } from "@qorgau/schemas/codes/regions";
import type { Detector, SignalReason, SignalSeries } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Steps } from "@qorgau/schemas/steps";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { cusumDesign } from "../../statistics/surveillance/cusum.ts";
import type { CusumDesign } from "../../statistics/surveillance/cusum.ts";
import { gapAlpha } from "../../statistics/surveillance/days-between.ts";
import { daysIn } from "../../time/periods.ts";
import type { Span } from "../../time/span.ts";
import type { Series } from "./declared-series.ts";
import type { AccidentHistory } from "./known-accidents.ts";

/** Workers within a span; null where nothing is stated of them: a stated 0 is a number (NUMBERS, section 1.4). */
export type WorkersOf = (span: Span) => number | null;

export interface WatchedSeries {
  readonly series: Series;
  readonly history: AccidentHistory;
  readonly workersOf: WorkersOf;
}

export interface DetectorPlan {
  readonly year: number;
  readonly expectedWeekly: number | null;
  readonly detector: Detector | null;
  readonly reason: SignalReason | null;
  readonly rateFrom: SignalSeries["rateFrom"];
  /** Exposure within a span over the mean of the years that the expected number is of; 1 where it is not known, or those years had none. */
  readonly relative: (span: Span) => number;
  readonly isAdjusted: boolean;
  readonly cusum: CusumDesign | null;
  readonly alpha: number | null;
}

/** What the plans of all series share. */
export interface Watch {
  /** The first day of the country's history. */
  readonly begun: string;
  /** Of accidents and of fatal ones in the whole country, for the rate of rare ones. */
  readonly country: Readonly<Record<Series["measure"], WatchedSeries>>;
  /** ARL0, in weeks. */
  readonly runLength: number;
}

const [yearsMin, yearsOfRare] = [3, 10];
const [farringtonFrom, cusumFrom] = [5, 0.5];
const eventsMin = 5;

const firstOf = (year: number) => `${String(year)}-01-01`;

/** The plan of that year. In steps. */
export function* planOf(watched: WatchedSeries, year: number, watch: Watch): Steps<DetectorPlan> {
  const to = `${String(year - 1)}-12-31`;
  const began = beginningOf(watched.series, watch.begun);
  const span = { from: firstOf(year - yearsMin), to };
  if (began > span.from) return unwatched(year, "history_too_short");
  const before = numberOf("week", firstOf(year));
  const weekly = ((yield* watched.history.within(span, before)).accidents / daysIn(span)) * 7;
  if (weekly < cusumFrom) return yield* planOfGaps(watched, { year, to, began, before, watch });
  const common = { year, reason: null, expectedWeekly: weekly, rateFrom: null, ...relativeTo(watched.workersOf, span) };
  if (weekly >= farringtonFrom) return { ...common, detector: "farrington_flexible", cusum: null, alpha: 1 / (2 * watch.runLength) };
  return { ...common, detector: "poisson_cusum", cusum: cusumDesign(weekly, watch.runLength), alpha: null };
}

/** A series begins at the last break of its area (NUMBERS, section 1.8). */
export function beginningOf({ scope, code }: Series, begun: string): string {
  const since = scope === "region" && code !== null ? familyOf(code)?.on : undefined;
  return since !== undefined && since > begun ? since : begun;
}

interface RareYears {
  readonly year: number;
  readonly to: string;
  readonly began: string;
  readonly before: number;
  readonly watch: Watch;
}

function* planOfGaps(watched: WatchedSeries, { year, to, began, before, watch }: RareYears): Steps<DetectorPlan> {
  const { history, workersOf, series } = watched;
  const earliest = firstOf(year - yearsOfRare);
  const span = { from: began > earliest ? began : earliest, to };
  const own = (yield* history.within(span, before)).accidents;
  const lent = own < eventsMin ? yield* rateOfCountry(watch.country[series.measure], workersOf, span, before) : null;
  const weekly = own < eventsMin ? lent : (own / daysIn(span)) * 7;
  if (weekly === null || weekly === 0) return unwatched(year, "too_few");
  return {
    year,
    reason: null,
    expectedWeekly: weekly,
    detector: "days_between",
    rateFrom: own < eventsMin ? "country" : "series",
    ...relativeTo(workersOf, span),
    cusum: null,
    alpha: gapAlpha(watch.runLength, weekly),
  };
}

/** The country's accidents a week over its exposure, times the exposure of the series. */
function* rateOfCountry(country: WatchedSeries, workersOf: WorkersOf, span: Span, before: number): Steps<number | null> {
  const [all, own] = [country.workersOf(span), workersOf(span)];
  if (all === null || all === 0 || own === null) return null;
  return (((yield* country.history.within(span, before)).accidents / daysIn(span)) * 7 * own) / all;
}

function relativeTo(workersOf: WorkersOf, years: Span): Pick<DetectorPlan, "relative" | "isAdjusted"> {
  const mean = workersOf(years);
  if (mean === null || mean === 0) return { relative: () => 1, isAdjusted: false };
  return { relative: (span) => (workersOf(span) ?? mean) / mean, isAdjusted: true };
}

function unwatched(year: number, reason: SignalReason): DetectorPlan {
  return {
    year,
    reason,
    expectedWeekly: null,
    detector: null,
    rateFrom: null,
    relative: () => 1,
    isAdjusted: false,
    cusum: null,
    alpha: null,
  };
}
