/** Spells without a fatality, from the days on which a cell has one. */
import type { FatalityFreeRow } from "@qorgau/schemas/responses/fatality-free-response";
import type { RateDimension, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { finished, sortedInSteps } from "@qorgau/schemas/steps";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { gapCharts } from "../../statistics/surveillance/gap-charts.ts";
import type { GapCharts } from "../../statistics/surveillance/gap-charts.ts";
import { dayAfter } from "../../time/calendar.ts";
import { daysAfter } from "../../quality/domain/quality-dates.ts";

export interface Observation {
  /** The first day observed; null: each cell from its first fatality on. */
  readonly from: string | null;
  /** The last. */
  readonly until: string;
}

/** The days that were asked of, as far as the cut goes: nobody has seen a day after that of the cut. */
export function observationOf({ from, to }: Pick<RatesQuery, "from" | "to">, dayOfCut: string): Observation {
  return { from, until: to === null || to > dayOfCut ? dayOfCut : to };
}

const dayMs = 86_400_000;

/** All steps at once. */
export function fatalityFreeRows(...requested: Parameters<typeof fatalityFreeSteps>): FatalityFreeRow[] {
  return finished(fatalityFreeSteps(...requested));
}

/**
 * In steps. Takes rows of days with `measure=fatal` by the dimensions of `by`, and those of fatal accidents (`measure=accidents&severity=fatal`), which
 * the gaps are between (METHODS, section 3); a day with a death and none of these is of one accident that is counted in another cell. Returns one row
 * for each cell, ordered by the JSON of its codes. Spells are in whole days, and end on the last day of which anything was stated (NUMBERS, section 3.2).
 */
export function* fatalityFreeSteps(
  days: readonly RatesRow[],
  by: readonly RateDimension[],
  observed: Observation,
  lastStatedOf: (row: RatesRow) => string | null,
  accidents: readonly RatesRow[],
): Generator<void, FatalityFreeRow[]> {
  const keyOf = (row: RatesRow) => JSON.stringify(by.map((dimension) => row[dimension]));
  const counted = new Map<string, number>();
  for (const row of accidents) {
    if ((row.count ?? 0) > 0) counted.set(`${row.period} ${keyOf(row)}`, row.count ?? 0);
    yield;
  }
  const accidentsOf = (row: RatesRow) => Math.max(1, counted.get(`${row.period} ${keyOf(row)}`) ?? 0);
  const cells = new Map<string, RatesRow[]>();
  for (const row of days) {
    const key = keyOf(row);
    const known = cells.get(key);
    if (known === undefined) cells.set(key, [row]);
    else known.push(row);
    yield;
  }
  const spells: FatalityFreeRow[] = [];
  for (const [, rows] of yield* sortedInSteps([...cells], ([left], [right]) => (left < right ? -1 : 1))) {
    yield;
    // Nothing is known of the days after the last that anything was stated of.
    const stated = lastStatedOf(rows[0]!);
    const silentSince = stated !== null && stated < observed.until ? stated : null;
    spells.push({
      ...Object.fromEntries(by.map((dimension) => [dimension, rows[0]![dimension]])),
      ...spellsOf(rows, { ...observed, until: silentSince ?? observed.until }, accidentsOf),
      silentSince,
    });
  }
  return spells;
}

function spellsOf(rows: readonly RatesRow[], observed: Observation, accidentsOf: (row: RatesRow) => number) {
  const fatal = rows.filter(({ count, period }) => count > 0 && period <= observed.until);
  const dates = fatal.map(({ period }) => period).toSorted();
  const ofAccidents = fatal.flatMap((row) => Array.from({ length: accidentsOf(row) }, () => row.period)).toSorted();
  const last = dates.at(-1) ?? null;
  const longest = longestSpell(dates, observed);
  return {
    fatalities: fatal.reduce((sum, { count }) => sum + count, 0),
    fatalDays: dates.length,
    lastFatalOn: last,
    daysSince: last === null ? null : daysFrom(dayAfter(last), observed.until),
    longestDays: longest === null ? null : daysFrom(longest.from, longest.to),
    longestFrom: longest?.from ?? null,
    longestTo: longest?.to ?? null,
    ...gapLimits(ofAccidents),
  };
}

/** `dates` of accidents in their order: two of one day are no day apart. */
function gapLimits(dates: readonly string[]) {
  const gaps = dates.slice(1).map((date, place) => Math.round((Date.parse(date) - Date.parse(dates[place]!)) / dayMs));
  const charts = gapCharts(gaps);
  const shown = (figure: keyof GapCharts) => (charts === null ? null : rounded(charts[figure]));
  return {
    gaps: gaps.length,
    gapMean: shown("mean"),
    gapLower: shown("lower"),
    gapMedian: shown("median"),
    gapUpper: shown("upper"),
    gChartLower: shown("gLower"),
    gChartUpper: shown("gUpper"),
    tChartCentre: shown("tCentre"),
    tChartLower: shown("tLower"),
    tChartUpper: shown("tUpper"),
  };
}

interface Spell {
  readonly from: string;
  readonly to: string;
}

/** The earliest of the longest. Before the first fatality nothing is known, unless the request has `from`. */
function longestSpell(dates: readonly string[], { from, until }: Observation): Spell | null {
  const starts = [...(from === null ? [] : [from]), ...dates.map(dayAfter)];
  const ends = [...(from === null ? dates.slice(1) : dates).map((date) => daysAfter(date, -1)), until];
  const spells = starts.map((start, place) => ({ from: start, to: ends[place]! })).filter((spell) => spell.to >= spell.from);
  if (spells.length === 0) return null;
  return spells.reduce((best, spell) => (daysFrom(spell.from, spell.to) > daysFrom(best.from, best.to) ? spell : best));
}

/** Both days included; none where the second is before the first. */
function daysFrom(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1);
}
