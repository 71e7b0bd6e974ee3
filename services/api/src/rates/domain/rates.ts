/** The response of `GET /v1/rates` from a query and the published figures of one cut: pure, and linear in the cells. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { truthDimensions } from "@qorgau/schemas/responses/rates";
import type { RateDimension, RatesResponse, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { areExposureDimensions, cellKey, exposureCells, valueIn } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder, noExposure } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import type { ExposurePair } from "../../exposure/domain/exposure-basis.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import { comparedPeriods } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import { finished, sortedInSteps } from "@qorgau/schemas/steps";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import { requestedPeriods, reachOf, withinReach, yearEnd } from "./requested-periods.ts";
import { ratedCount } from "./rate-of-count.ts";
import type { CountToRate, RatedCount } from "./rate-of-count.ts";
import { chosenOf } from "./parameters/rate-choices.ts";
import { comparedBlock } from "./comparison/compared-block.ts";
import type { LagOfRow, RatedSide } from "./comparison/compared-block.ts";
import { wordsOf } from "./comparison/compare-rates.ts";
import { nothingCounted, sumOfCounts } from "./counts.ts";
import type { Counts } from "./counts.ts";
import { smoothingOf } from "./smoothing.ts";
import type { RatedArea } from "./smoothing.ts";
import { standardFinder } from "./standard.ts";
import type { StratifiedExposureOf } from "./standard.ts";
import { breakWithin, regionsNamed } from "../../exposure/domain/series-breaks.ts";
import type { CountedReporters, RatesSnapshot } from "./snapshot.ts";
import { spanKey } from "../../time/span.ts";

type Reporters = Pick<CountedReporters, "sources" | "count">;

/** The codes of the dimensions of `by`, with the exposure they narrow to and the counts by bucket. */
interface Cell {
  readonly codes: readonly string[];
  /** The same by dimension. */
  readonly values: Values;
  /** The same as the row shows them. */
  readonly shown: Partial<RatesRow>;
  readonly exposureOf: ExposureOf;
  readonly stratifiedOf: StratifiedExposureOf | null;
  readonly buckets: Map<string, Counts>;
  readonly reporters: Map<string, Reporters[]>;
  /** Periods for which an exposure statement is, for this very cell. */
  readonly stated: Set<string>;
}

/** What was known a year before the cut, for the same query (METHODS, section 2). */
export interface SameLag {
  readonly snapshot: RatesSnapshot;
  /** The day of the log's first stamp. */
  readonly logBegan: string;
}

/** `lag` is null unless the query has `compare=same_lag`. Throws `TooManyRows` above 20,000 rows. */
export function ratesResponse(query: RatesQuery, snapshot: RatesSnapshot, lag: SameLag | null = null): RatesResponse {
  return finished(ratesResponseSteps(query, snapshot, lag));
}

/** The same in steps, a row each. Throws `TooManyRows` before the first is rated. */
export function* ratesResponseSteps(
  sent: RatesQuery,
  snapshot: RatesSnapshot,
  lag: SameLag | null,
  rowsMax = responseRowsMax,
): Generator<void, RatesResponse> {
  const query = withinReach(sent, snapshot);
  const { measure, per, by } = query;
  const { rows: requested, cells } = yield* requestedRows(query, snapshot, lag, rowsMax);
  const pairs: ExposurePair[] = [];
  for (const one of requested) {
    pairs.push(...pairsOf(one));
    yield;
  }
  const choices = yield* withOneBasisSteps(per, query.choices, snapshot.exposures, pairs);
  const rate = ratedCount(measure, per, choices);
  const today = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
  const byPeriod = Map.groupBy(requested, ({ input }) => input.period);
  const rows: RatesRow[] = [];
  for (const [period, ofPeriod] of byPeriod) {
    const isRunning = today !== null && period.to >= today;
    const rated: RatedRow[] = [];
    for (const one of ofPeriod) {
      rated.push(ratedRow(query, isRunning ? { ...one, input: { ...one.input, isRunning } } : one, rate));
      yield;
    }
    if (choices.smooth !== null) yield* addSmoothed(rated, yield* silentAreas({ query, period, cells, ofPeriod }, rate));
    const judged = withWords(
      rated.map(({ row }) => row),
      by.length > 0,
    );
    for (const row of judged) rows.push(row);
  }
  const adjusted = choices.compare === null || by.length === 0 ? {} : ({ wordsAdjusted: "benjamini_hochberg" } as const);
  const reported = { ...chosenOf(choices), ...reachOf(sent, snapshot), ...adjusted, ...setAside(query, snapshot) };
  return { ...snapshot.cut, rules: mergingRules, measure, per, ...reported, rows };
}

interface RatedRow {
  row: RatesRow;
  /** What it is among the areas of its period; null where it has no rate, or its area changed within the period. */
  readonly area: RatedArea | null;
}

function ratedRow(query: RatesQuery, { cell, input, before, lag }: RequestedRow, rate: Rate): RatedRow {
  const { measure, choices } = query;
  const own: RatedSide = { input, rated: rate(input) };
  const area = areaOf(query, cell, own);
  const first = before?.[0]?.period.from ?? input.period.from;
  const seriesBreak = breakWithin(regionsNamed(query, cell.values), { from: first, to: input.period.to });
  const sides = before?.map((side): RatedSide => ({ input: side, rated: rate(side) })) ?? null;
  const row: RatesRow = {
    period: input.period.label,
    ...cell.shown,
    count: input.count,
    ...own.rated.figures,
    ...(seriesBreak === null ? {} : { seriesBreak }),
    ...(sides === null
      ? {}
      : {
          previous: comparedBlock(own, sides, {
            measure,
            interval: choices.interval,
            isBroken: seriesBreak !== null,
            lag: lagOf(lag, rate),
          }),
        }),
  };
  return { row, area };
}

function areaOf(query: RatesQuery, { values }: Cell, { input, rated }: RatedSide): RatedArea | null {
  if (rated.divisor === null || rated.figures.rate === null) return null;
  if (breakWithin(regionsNamed(query, values), input.period) !== null) return null;
  return { count: input.count, divisor: rated.divisor };
}

interface AreasOfPeriod {
  readonly query: RatesQuery;
  readonly period: Period;
  /** Of all periods. */
  readonly cells: readonly Cell[];
  readonly ofPeriod: readonly RequestedRow[];
}

/** The areas without a row in which nothing happened: that is known of them, where an exposure serves the period. */
function* silentAreas({ query, period, cells, ofPeriod }: AreasOfPeriod, rate: Rate): Generator<void, RatedArea[]> {
  const withRow = new Set(ofPeriod.map(({ cell }) => cell));
  const silent: RatedArea[] = [];
  for (const cell of cells) {
    yield;
    if (withRow.has(cell)) continue;
    const input = countsOf(cell, period);
    const area = areaOf(query, cell, { input, rated: rate(input) });
    if (area !== null) silent.push(area);
  }
  return silent;
}

function* addSmoothed(rated: readonly RatedRow[], silent: readonly RatedArea[]): Generator<void> {
  const smoothed = yield* smoothingOf([...rated.flatMap(({ area }) => area ?? []), ...silent]);
  for (const one of rated) {
    one.row = { ...one.row, smoothed: smoothed(one.area) };
    yield;
  }
}

function lagOf(lag: RequestedRow["lag"], rate: Rate): LagOfRow | null {
  return lag === null ? null : { ...lag, now: { input: lag.now, rated: rate(lag.now) } };
}

/** How many cases the counts leave out, reported beside the rows. */
export function setAside(
  { choices }: RatesQuery,
  { commuting, deaths }: RatesSnapshot,
): Pick<RatesResponse, "deathsLater" | "deathsUndated" | "commutingLeftOut"> {
  return {
    ...(choices.deathWithin === null ? {} : { deathsLater: deaths.later, deathsUndated: deaths.undated }),
    ...(commuting === 0 ? {} : { commutingLeftOut: commuting }),
  };
}

/** The words of one period are judged together. */
function withWords(rows: readonly RatesRow[], adjusted: boolean): RatesRow[] {
  const compared = rows.flatMap(({ count, previous }) => (previous === undefined ? [] : [{ count, previous }]));
  const words = wordsOf(
    compared.map(({ count, previous: { ratio, p, reason } }) => ({ count, ratio, p, reason })),
    adjusted,
  );
  const wordOf = new Map(compared.map(({ previous }, place) => [previous, words[place] ?? null]));
  return rows.map((row) =>
    row.previous === undefined ? row : { ...row, previous: { ...row.previous, word: wordOf.get(row.previous) ?? null } },
  );
}

/** What is counted in a cell and a period, and what it is divided by. */
export interface CountedPeriod extends CountToRate, Counts {
  readonly period: Period;
}

interface RequestedRow {
  readonly cell: Cell;
  readonly input: CountedPeriod;
  /** What it is compared with, the earliest first; null without `compare`. */
  readonly before: readonly CountedPeriod[] | null;
  readonly lag: (Omit<LagOfRow, "now"> & { readonly now: CountedPeriod }) | null;
}

interface RequestedRows {
  readonly rows: readonly RequestedRow[];
  /** All that may have a row, in their order. */
  readonly cells: readonly Cell[];
}

function* requestedRows(query: RatesQuery, snapshot: RatesSnapshot, lag: SameLag | null, rowsMax: number): Generator<void, RequestedRows> {
  const { by, choices } = query;
  const { compare } = choices;
  const monthDay = yearEnd(query, snapshot);
  const laggedCell = lag === null ? null : (yield* cellsOf(query, lag.snapshot)).at;
  const rows: RequestedRow[] = [];
  const { periods, inOrder } = yield* cellsOfPeriods(query, snapshot, rowsMax);
  for (const { period, cells } of periods) {
    const earlier = compare === null ? null : comparedPeriods(query.period, compare, period, monthDay);
    for (const cell of cells) {
      yield;
      const input = countsOf(cell, period);
      if (by.length > 0 && input.cases === 0 && !cell.stated.has(spanKey(period))) continue;
      const comparedCell = laggedCell === null ? cell : laggedCell(cell.codes);
      const before = earlier?.map((one) => countsOf(comparedCell, one)) ?? null;
      rows.push({ cell, input, before, lag: laggedSide({ cell, comparedCell, period, earlier }, lag) });
    }
  }
  return { rows, cells: inOrder };
}

interface ComparedCell {
  readonly cell: Cell;
  readonly comparedCell: Cell;
  readonly period: Period;
  readonly earlier: readonly Period[] | null;
}

function laggedSide({ cell, comparedCell, period, earlier }: ComparedCell, lag: SameLag | null): RequestedRow["lag"] {
  const [only] = earlier ?? [];
  if (lag === null || only === undefined) return null;
  const { asOf, watermark } = lag.snapshot.cut;
  const reportersNew = shareOfNewReporters(reportersIn(cell, period), reportersIn(comparedCell, only));
  return { asOf, watermark, isTooShort: lag.logBegan > only.from, reportersNew, now: countsOf(cell, only) };
}

type CellsIn = (period: Period) => readonly Cell[];

interface CellsOfPeriod {
  readonly period: Period;
  readonly cells: readonly Cell[];
}

interface CellsOfPeriods {
  readonly periods: readonly CellsOfPeriod[];
  readonly inOrder: readonly Cell[];
}

/** The periods with the cells that have a row there: every bucket that was read holds a case, so that rows are counted before they are made. */
function* cellsOfPeriods(query: RatesQuery, snapshot: RatesSnapshot, rowsMax: number): Generator<void, CellsOfPeriods> {
  const periods = requestedPeriods(query, snapshot);
  if (query.by.length === 0 && periods.count > rowsMax) throw new TooManyRows(periods.count, rowsMax);
  const { inOrder } = yield* cellsOf(query, snapshot);
  // Every area of every period takes part in the smoothing, with or without a row.
  const rated = query.choices.smooth === null ? 0 : periods.count * inOrder.length;
  if (rated > rowsMax) throw new TooManyRows(rated, rowsMax);
  const cellsIn = yield* cellsByPeriod(query, inOrder);
  const found: CellsOfPeriod[] = [];
  let rows = 0;
  for (const period of periods.each()) {
    yield;
    const cells = cellsIn(period);
    rows += cells.length;
    if (cells.length > 0 && rows <= rowsMax) found.push({ period, cells });
  }
  if (rows > rowsMax) throw new TooManyRows(rows, rowsMax);
  return { periods: found, inOrder };
}

function reportersIn({ reporters }: Cell, { buckets }: Period): Reporters[] {
  return buckets.flatMap((bucket) => reporters.get(bucket) ?? []);
}

/** Null where nothing is counted. A case is of new reporters where none of those who report it has a case on the other side. */
function shareOfNewReporters(own: readonly Reporters[], other: readonly Reporters[]): number | null {
  const known = new Set(other.flatMap(({ sources }) => sources));
  const sumOf = (some: readonly Reporters[]) => some.reduce((sum, { count }) => sum + count, 0);
  const all = sumOf(own);
  return all === 0 ? null : sumOf(own.filter(({ sources }) => !sources.some((source) => known.has(source)))) / all;
}

/** Of a row its own cell and period, and the ones it is compared with. */
function pairsOf({ input, before, lag }: RequestedRow): ExposurePair[] {
  const all = [input, ...(before ?? []), ...(lag === null ? [] : [lag.now])];
  const counts = all.some(({ cases }) => cases > 0);
  return all.filter(({ period }) => !period.partial).map((one) => pairOf({ ...one, span: one.period, counts }));
}

/** A standardised count is divided by the exposure of its strata. */
function pairOf({ exposureOf, stratifiedOf, span, counts }: ExposurePair & Pick<CountToRate, "stratifiedOf">): ExposurePair {
  if (stratifiedOf === undefined) return { exposureOf, span, counts };
  return { exposureOf: (basis) => stratifiedOf(basis, span)?.exposure ?? noExposure, span, counts };
}

function countsOf({ buckets, exposureOf, stratifiedOf }: Cell, period: Period): CountedPeriod {
  const counts = sumOfCounts(period.buckets.map((bucket) => buckets.get(bucket) ?? nothingCounted));
  return { ...counts, period, exposureOf, ...(stratifiedOf === null ? {} : { stratifiedOf }) };
}

type Rate = (input: CountToRate) => RatedCount;

interface Cells {
  readonly inOrder: readonly Cell[];
  /** The cell of these codes, without anything counted where there is none. */
  readonly at: (codes: readonly string[]) => Cell;
}

/** Every cell that may have a row, in the order of the rows of one period. */
function* cellsOf(query: RatesQuery, { counted, accidents, reporters, exposures }: RatesSnapshot): Generator<void, Cells> {
  const finder = exposureFinder(exposures);
  const cells = new Map<string, Cell>();
  const standard = query.choices.standard === null ? null : standardFinder(exposures, query);
  const cellAt = (codes: readonly string[]): Cell => {
    const key = codes.join("|");
    const known = cells.get(key);
    if (known !== undefined) return known;
    const values = valuesOf(query, codes);
    const cell: Cell = {
      codes,
      values,
      shown: dimensions(query.by, codes),
      exposureOf: finder(exposureCells(query, values)),
      stratifiedOf: standard?.strataOf(values) ?? null,
      buckets: new Map(),
      reporters: new Map(),
      stated: new Set(),
    };
    cells.set(key, cell);
    return cell;
  };
  if (query.by.length === 0) cellAt([]);
  const add = (codes: readonly string[], bucket: string, counts: Counts) => {
    const { buckets } = cellAt(codes);
    const known = buckets.get(bucket);
    buckets.set(bucket, known === undefined ? counts : sumOfCounts([known, counts]));
  };
  for (const one of counted) {
    const { codes, bucket, section } = one;
    add(codes, bucket, section === undefined ? one : { ...one, sections: new Map([[section, one.count]]) });
    yield;
  }
  for (const { codes, bucket, accident, count, victims, isDisaster } of accidents) {
    const disasters = isDisaster ? { disasters: new Map([[accident, victims]]) } : {};
    add(codes, bucket, { ...nothingCounted, accidents: new Map([[accident, count]]), ...disasters });
    yield;
  }
  for (const { codes, bucket, sources, count } of reporters) {
    const reported = cellAt(codes).reporters;
    reported.set(bucket, [...(reported.get(bucket) ?? []), { sources, count }]);
  }
  if (query.by.length > 0 && areExposureDimensions(query.by)) {
    for (const { cell, span } of exposures.stated) {
      yield;
      const codes = query.by.map((dimension) => valueIn(cell, dimension)).filter((code) => code !== undefined);
      if (codes.length === query.by.length && isThatVeryCell(query, codes, cell)) cellAt(codes).stated.add(spanKey(span));
    }
  }
  return { inOrder: yield* sortedInSteps([...cells.values()], byCodes), at: cellAt };
}

/** The cells that may have a row in a period, so that the work grows with the rows and not with periods times cells. */
function* cellsByPeriod({ by }: RatesQuery, cells: readonly Cell[]): Generator<void, CellsIn> {
  if (by.length === 0) return () => cells;
  const places = new Map<string, number[]>();
  const note = (key: string, place: number) => {
    const noted = places.get(key);
    if (noted === undefined) places.set(key, [place]);
    else noted.push(place);
  };
  for (const [place, { buckets, stated }] of cells.entries()) {
    for (const bucket of buckets.keys()) note(bucket, place);
    for (const span of stated) note(span, place);
    yield;
  }
  return (period) => {
    const found = new Set([...period.buckets, spanKey(period)].flatMap((key) => places.get(key) ?? []));
    return [...found].toSorted((a, b) => a - b).map((place) => cells[place]!);
  };
}

type Values = Readonly<Partial<Record<RateDimension, string>>>;

function valuesOf({ by }: RatesQuery, codes: readonly string[]): Values {
  return Object.fromEntries(by.map((dimension, index) => [dimension, codes[index]!]));
}

/** Whether the row of these codes is divided by what is stated for just that cell. */
export function isThatVeryCell(query: RatesQuery, codes: readonly string[], cell: ExposureCell): boolean {
  const [first, ...others] = exposureCells(query, valuesOf(query, codes));
  return first !== undefined && others.length === 0 && !first.site && cellKey(first) === cellKey(cell);
}

/** Unknown, null in the response, comes last. */
function byCodes(a: Cell, b: Cell): number {
  for (const [index, code] of a.codes.entries()) {
    const other = b.codes[index]!;
    if (code === other) continue;
    if (code === "" || other === "") return code === "" ? 1 : -1;
    return code < other ? -1 : 1;
  }
  return 0;
}

function dimensions(by: readonly RateDimension[], codes: readonly string[]): Partial<RatesRow> {
  const shown = by.map((dimension, index): [RateDimension, string | boolean | null] => {
    const code = codes[index]!;
    if (code === "") return [dimension, null];
    return [dimension, truthDimensions.has(dimension) ? code === "true" : code];
  });
  return Object.fromEntries(shown);
}
