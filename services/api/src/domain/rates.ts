/** The answer of `GET /v1/rates` from a question and the published figures of one cut: pure, and linear in the cells. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { RateDimension, RatesAnswer, RatesQuery, RatesRow } from "@qorgau/schemas/rates";
import { areExposureDimensions, cellKey, exposureCells, valueIn } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";
import type { ExposureOf } from "./exposure.ts";
import type { Period } from "./periods.ts";
import { askedPeriods } from "./asked-periods.ts";
import { rateOfCount } from "./rate-of-count.ts";
import type { CountedCell, RatesSnapshot } from "./snapshot.ts";
import { spanKey } from "./span.ts";

type Figures = Pick<CountedCell, "cases" | "count" | "casesWithDays">;

/** The codes of the dimensions asked by, with the exposure they narrow to and the counts by bucket. */
interface Cell {
  readonly codes: readonly string[];
  /** The same as the row shows them. */
  readonly shown: Partial<RatesRow>;
  readonly exposureOf: ExposureOf;
  readonly buckets: Map<string, Figures>;
  /** Periods for which an exposure statement is, for this very cell. */
  readonly stated: Set<string>;
}

const nothing: Figures = { cases: 0, count: 0, casesWithDays: 0 };

export function ratesAnswer(query: RatesQuery, snapshot: RatesSnapshot): RatesAnswer {
  const { measure, per, by } = query;
  const cellsIn = cellsByPeriod(query, cellsOf(query, snapshot));
  const figuresOf = rateOfCount(measure, per);
  const rows: RatesRow[] = [];
  for (const period of askedPeriods(query, snapshot)) {
    for (const { shown, buckets, stated, exposureOf } of cellsIn(period)) {
      const { cases, count, casesWithDays } = inPeriod(buckets, period);
      if (by.length > 0 && cases === 0 && !stated.has(spanKey(period))) continue;
      rows.push({ period: period.label, ...shown, count, ...figuresOf({ count, casesWithDays, period, exposureOf }) });
    }
  }
  return { ...snapshot.cut, rules: mergingRules, measure, per, rows };
}

/** Every cell that may have a row, in the order of the rows of one period. */
function cellsOf(query: RatesQuery, { counted, exposures }: RatesSnapshot): Cell[] {
  const finder = exposureFinder(exposures);
  const cells = new Map<string, Cell>();
  const cellAt = (codes: readonly string[]): Cell => {
    const key = codes.join("|");
    const known = cells.get(key);
    if (known !== undefined) return known;
    const exposureOf = finder(exposureCells(query, valuesOf(query, codes)));
    const cell = { codes, shown: dimensions(query.by, codes), exposureOf, buckets: new Map<string, Figures>(), stated: new Set<string>() };
    cells.set(key, cell);
    return cell;
  };
  if (query.by.length === 0) cellAt([]);
  for (const { codes, bucket, ...figures } of counted) cellAt(codes).buckets.set(bucket, figures);
  if (query.by.length > 0 && areExposureDimensions(query.by)) {
    for (const { cell, span } of exposures.stated) {
      const codes = query.by.map((dimension) => valueIn(cell, dimension)).filter((code) => code !== undefined);
      if (codes.length === query.by.length && isThatVeryCell(query, codes, cell)) cellAt(codes).stated.add(spanKey(span));
    }
  }
  return [...cells.values()].toSorted(byCodes);
}

/** The cells that may have a row in a period, so that the work grows with the rows and not with periods times cells. */
function cellsByPeriod({ by }: RatesQuery, cells: readonly Cell[]): (period: Period) => readonly Cell[] {
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
  }
  return (period) => {
    const found = new Set([...period.buckets, spanKey(period)].flatMap((key) => places.get(key) ?? []));
    return [...found].toSorted((a, b) => a - b).map((place) => cells[place]!);
  };
}

function valuesOf({ by }: RatesQuery, codes: readonly string[]): Partial<Record<RateDimension, string>> {
  return Object.fromEntries(by.map((dimension, index) => [dimension, codes[index]!]));
}

function isThatVeryCell(query: RatesQuery, codes: readonly string[], cell: ExposureCell): boolean {
  const [first, ...others] = exposureCells(query, valuesOf(query, codes));
  return first !== undefined && others.length === 0 && !first.site && cellKey(first) === cellKey(cell);
}

function inPeriod(buckets: ReadonlyMap<string, Figures>, period: Period): Figures {
  if (period.buckets.length === 1) return buckets.get(period.buckets[0]!) ?? nothing;
  const sum = { cases: 0, count: 0, casesWithDays: 0 };
  for (const bucket of period.buckets) {
    const figures = buckets.get(bucket) ?? nothing;
    sum.cases += figures.cases;
    sum.count += figures.count;
    sum.casesWithDays += figures.casesWithDays;
  }
  return sum;
}

/** Unknown, null in the answer, comes last. */
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
    return [dimension, dimension === "contractor" ? code === "true" : code];
  });
  return Object.fromEntries(shown);
}
