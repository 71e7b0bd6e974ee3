/**
 * The denominator rule of DESIGN, section 4, in one place. For cells, a period and a list of bases: closed for that very period, by
 * statements of the cell or by the sum over one dimension; else, for a stock, carried forward from an earlier period.
 */
import type { AnsweredBasis } from "@qorgau/schemas/rates";
import { closableSpan, closedBy, sumOf } from "./closed-exposure.ts";
import type { ClosableSpan, ClosedExposure } from "./closed-exposure.ts";
import type { ExposureBook, StatedExposure, StatedPeriods } from "./exposure-book.ts";
import { cellKey } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { sumsOf } from "./exposure-sums.ts";
import type { ExposureSum } from "./exposure-sums.ts";
import type { Span } from "./span.ts";

export interface Exposure {
  /** 0 where that is what is stated: it divides nothing, so the caller reads it as missing. */
  readonly value: number;
  readonly basis: AnsweredBasis;
  readonly state: "closed" | "carried_forward";
  /** The earlier period it is carried from, as stated; null where closed. */
  readonly period: string | null;
  /** Whether every part of it is. */
  readonly final: boolean;
}

/** The exposure of the cells it was made for, summed. Bases are tried in the order given. */
export type ExposureOf = (bases: readonly AnsweredBasis[], span: Span) => Exposure | null;

/** One way to make up a cell: by itself, or by the parts of a sum. All parts must be closed. */
interface Way {
  readonly parts: readonly { readonly periods: StatedPeriods; readonly validFrom: string | null }[];
  readonly completeFrom: string | null;
}

type Close = (span: Span) => ClosedExposure | null;
interface Carrier extends StatedExposure {
  readonly closed: ClosedExposure;
}

const isStock = (basis: AnsweredBasis) => basis !== "hours_worked" && basis !== "tonnes";

export function exposureFinder(book: ExposureBook): (cells: readonly ExposureCell[]) => ExposureOf {
  // By identity: all cells of an answer are asked for the same periods.
  const closable = remembered(closableSpan, (span) => span);
  return (cells) => {
    const ofBasis = remembered(
      (basis: AnsweredBasis) => basisFinder(waysOf(book, cells, basis), isStock(basis), closable),
      (basis) => basis,
    );
    return (bases, span) => {
      for (const basis of bases) {
        const closed = ofBasis(basis).close(span);
        if (closed !== null) return { value: closed.value, basis, state: "closed", period: null, final: closed.final };
      }
      for (const basis of bases) {
        const carrier = ofBasis(basis).carrier(span);
        if (carrier === null) continue;
        return { value: carrier.closed.value, basis, state: "carried_forward", period: carrier.period, final: carrier.closed.final };
      }
      return null;
    };
  };
}

interface BasisFinder {
  readonly close: Close;
  readonly carrier: (span: Span) => Carrier | null;
}

/** Of each cell its ways, the first of which that is closed counts: a cell that has an exposure of its own is not summed. */
function basisFinder(ways: readonly (readonly Way[])[], stock: boolean, closable: (span: Span) => ClosableSpan): BasisFinder {
  const none = ways.length === 0 || ways.some((one) => one.length === 0);
  if (none) return { close: () => null, carrier: () => null };
  const close: Close = (span) => {
    const shape = closable(span);
    return sumOf(ways, (cellWays) => firstClosed(cellWays, shape, stock));
  };
  let carriers: readonly Carrier[] | undefined;
  const carrier = (span: Span) => (carriers ??= carriersOf(ways, close)).find(({ to }) => to <= span.to) ?? null;
  return { close, carrier: stock ? carrier : () => null };
}

function firstClosed(ways: readonly Way[], span: ClosableSpan, stock: boolean): ClosedExposure | null {
  for (const { parts, completeFrom } of ways) {
    if (completeFrom !== null && span.to < completeFrom) continue;
    const valid = parts.filter(({ validFrom }) => validFrom === null || validFrom <= span.to);
    const closed = sumOf(valid, ({ periods }) => closedBy(periods, span, stock));
    if (closed !== null) return closed;
  }
  return null;
}

/** The stated periods at which the same rules hold, the latest-ending first, of two the shorter. */
function carriersOf(ways: readonly (readonly Way[])[], close: Close): Carrier[] {
  const stated = new Map<string, StatedExposure>();
  for (const { periods } of ways.flat().flatMap(({ parts }) => parts)) for (const [key, one] of periods) stated.set(key, one);
  return [...stated.values()]
    .flatMap((one) => {
      const closed = close(one);
      return closed?.stated === true ? [{ ...one, closed }] : [];
    })
    .toSorted((a, b) => compare(b.to, a.to) || compare(b.from, a.from));
}

/** Ways that can be closed at all: each part that is valid at all times is stated of that basis for some period. */
function waysOf(book: ExposureBook, cells: readonly ExposureCell[], basis: AnsweredBasis): Way[][] {
  return cells.map((cell) => {
    const ways: Way[] = [];
    const own = cell.site ? undefined : book.cells.get(cellKey(cell))?.get(basis);
    if (own !== undefined) ways.push({ parts: [{ periods: own, validFrom: null }], completeFrom: null });
    for (const sum of sumsOf(cell)) {
      const way = wayOf(book, sum, basis);
      if (way !== null) ways.push(way);
    }
    return ways;
  });
}

const nothing: StatedPeriods = new Map();

function wayOf(book: ExposureBook, sum: ExposureSum, basis: AnsweredBasis): Way | null {
  const parts: Way["parts"][number][] = [];
  for (const { cell, validFrom } of sum.parts) {
    const periods = cell.site ? undefined : book.cells.get(cellKey(cell))?.get(basis);
    if (periods === undefined && validFrom === null) return null;
    parts.push({ periods: periods ?? nothing, validFrom });
  }
  return { parts, completeFrom: sum.completeFrom };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function remembered<Input, Output>(make: (input: Input) => Output, keyOf: (input: Input) => unknown): (input: Input) => Output {
  const known = new Map<unknown, Output>();
  return (input) => {
    const key = keyOf(input);
    let output = known.get(key);
    if (output === undefined) known.set(key, (output = make(input)));
    return output;
  };
}
