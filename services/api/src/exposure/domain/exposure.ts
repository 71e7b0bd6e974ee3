/**
 * The denominator rule (NUMBERS, section 1) in one place: for cells, a basis and a period. A stock is the mean over the calendar months,
 * each stated, summed or carried; a flow is the sum of a complete set.
 */
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import { carriedTo, carriersOf, compare, exactly, flowIn, monthsIn, partitionsOf, statedIn, sumOf } from "./closed-exposure.ts";
import type { Carrier, Figure, Month, StatedArea, Way } from "./closed-exposure.ts";
import { areasOf } from "./exposure-area.ts";
import type { ExposureArea } from "./exposure-area.ts";
import type { ExposureBook, StatedCell, StatedPeriods } from "./exposure-book.ts";
import { cellKey } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { sumsOf } from "./exposure-sums.ts";
import { spanKey } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/**
 * A denominator, in persons, hours or tonnes by its basis. A `value` of 0 is stated, and divides nothing (NUMBERS, section 1.4). It is
 * `final` only where it is closed and without conflict.
 */
export interface Exposure extends Figure {
  readonly basis: ResponseBasis;
  /** Closed where nothing was carried or missing. */
  readonly state: "closed" | "carried_forward";
  /** The latest period that a month was carried from, as stated; null where none was. */
  readonly period: string | null;
  readonly monthsCarried: number;
  readonly monthsMissing: number;
}

/** There is no denominator of this basis for the period. */
export interface NoExposure {
  readonly state: "missing";
  /** `series_break`: what is stated is of the area as it was after a break within its period. */
  readonly reason: "exposure_missing" | "series_break";
}

/** The exposure of the cells it was made for, summed, by statements of that basis alone. */
export type ExposureOf = (basis: ResponseBasis, span: Span) => Exposure | NoExposure;

export const noExposure: NoExposure = { state: "missing", reason: "exposure_missing" };

const isStock = (basis: ResponseBasis) => basis !== "hours_worked" && basis !== "tonnes";

/**
 * The returned function takes cells and gives their exposure by basis and period. It reads the book at once, and remembers cells and periods: rows
 * that differ in what exposure does not know, as severity, share theirs.
 */
export function exposureFinder(book: Pick<ExposureBook, "cells">): (cells: readonly ExposureCell[]) => ExposureOf {
  return remembered((cells: readonly ExposureCell[]) => {
    const areas = areasOf(cells).map((area) => reportedWays(book, area));
    const ofBasis = remembered((basis: ResponseBasis) => {
      const ways = areas.map((reported) => reported.flatMap((way) => wayOf(way, basis)));
      const isUnstated = ways.length === 0 || ways.some((some) => some.length === 0);
      if (isUnstated) return () => noExposure;
      return remembered(isStock(basis) ? stockFinder(basis, ways) : flowFinder(basis, ways), spanKey);
    });
    return (basis, span) => ofBasis(basis)(span);
  }, JSON.stringify);
}

/** Of each cell its ways: a cell that has an exposure of its own is not summed. */
type Ways = readonly (readonly Way[])[];
type Finder = (span: Span) => Exposure | NoExposure;

function flowFinder(basis: ResponseBasis, ways: Ways): Finder {
  return (span) => {
    const partitions = partitionsOf(span);
    const sum = sumOf(ways, (some) => first(some, (way) => sumOf(way, (area) => flowIn(area, span, partitions))));
    return sum === null ? noExposure : closed(basis, sum);
  };
}

function closed(basis: ResponseBasis, { value, final, conflict }: Figure): Exposure {
  return {
    value,
    final: final && !conflict,
    conflict,
    basis,
    state: "closed",
    period: null,
    monthsCarried: 0,
    monthsMissing: 0,
  };
}

interface MonthFigure extends Figure {
  readonly carriedFrom: Carrier | null;
}

function stockFinder(basis: ResponseBasis, ways: Ways): Finder {
  const carriers = ways.map((some) => some.map((way) => ({ way, periods: lazily(() => carriersOf(way)) })));
  const inMonth = remembered(
    (month: Month) => monthFigure(ways, carriers, month),
    ({ index }) => index,
  );
  return (span) => {
    const key = spanKey(span);
    const exact = sumOf(ways, (some) => first(some, (way) => sumOf(way, (area) => exactly(area, key, span.to))));
    return exact === null ? meanOf(basis, monthsIn(span).map(inMonth)) : closed(basis, exact);
  };
}

type Carrying = readonly (readonly { readonly way: Way; readonly periods: () => readonly Carrier[] }[])[];

/** A month counts where all of the cells have it. A break is the reason for none only where nothing else is missing. */
function monthFigure(ways: Ways, carriers: Carrying, month: Month): MonthFigure | NoExposure {
  let latest: Carrier | null = null;
  const sum = sumUnlessBroken([...ways.keys()], (place) => {
    let isBroken = false;
    for (const way of ways[place]!) {
      const stated = sumUnlessBroken(way, (area) => statedIn(area, month));
      if (stated !== null && stated !== "series_break") return stated;
      isBroken ||= stated === "series_break";
    }
    if (isBroken) return "series_break";
    const carried = first(carriers[place]!, ({ way, periods }) => carriedTo(way, periods(), month));
    latest = later(latest, carried);
    return carried;
  });
  if (sum === "series_break") return { state: "missing", reason: sum };
  return sum === null ? noExposure : { ...sum, carriedFrom: latest };
}

function sumUnlessBroken<Item>(items: readonly Item[], close: (item: Item) => Figure | "series_break" | null) {
  let isBroken = false;
  const sum = sumOf(items, (item) => {
    const figure = close(item);
    if (figure !== "series_break") return figure;
    isBroken = true;
    return nothing;
  });
  return sum !== null && isBroken ? "series_break" : sum;
}

const nothing: Figure = { value: 0, final: true, conflict: false };

/** The mean of the months that have a value, if at least half of them do. */
function meanOf(basis: ResponseBasis, figures: readonly (MonthFigure | NoExposure)[]): Exposure | NoExposure {
  const known = figures.filter((figure): figure is MonthFigure => !("state" in figure));
  if (known.length === 0 || 2 * known.length < figures.length) {
    return figures.find((figure): figure is NoExposure => "state" in figure && figure.reason === "series_break") ?? noExposure;
  }
  const sum = sumOf(known, (figure) => figure)!;
  const equal = known.every(({ value }) => value === known[0]!.value);
  const mean = { ...sum, value: equal ? known[0]!.value : sum.value / known.length };
  const carried = known.flatMap(({ carriedFrom }) => (carriedFrom === null ? [] : [carriedFrom]));
  if (carried.length === 0 && known.length === figures.length) return closed(basis, mean);
  return {
    value: mean.value,
    final: false,
    conflict: mean.conflict,
    basis,
    state: "carried_forward",
    period: carried.reduce<Carrier | null>(later, null)?.period ?? null,
    monthsCarried: carried.length,
    monthsMissing: figures.length - known.length,
  };
}

function later(one: Carrier | null, other: Carrier | null): Carrier | null {
  if (one === null || other === null) return one ?? other;
  return (compare(one.to, other.to) || compare(one.from, other.from)) < 0 ? other : one;
}

/** A part of a way with all that is stated of its members, whatever the basis. */
interface ReportedArea extends Omit<StatedArea, "members"> {
  readonly members: readonly (Omit<StatedArea["members"][number], "periods"> & { readonly cell: StatedCell | undefined })[];
}

/** Ways of which each part has at least one member that something is stated of. */
function reportedWays(book: Pick<ExposureBook, "cells">, area: ExposureArea): ReportedArea[][] {
  const ways: ReportedArea[][] = [];
  const own = reportedArea(book, area);
  if (own !== null) ways.push([own]);
  for (const parts of sumsOf(area)) {
    const way: ReportedArea[] = [];
    let isWhole = true;
    for (const part of parts) {
      const reported = reportedArea(book, part);
      isWhole = reported !== null;
      if (reported === null) break;
      way.push(reported);
    }
    if (isWhole && way.length > 0) ways.push(way);
  }
  return ways;
}

function reportedArea(book: Pick<ExposureBook, "cells">, { cells, breaks, changes }: ExposureArea): ReportedArea | null {
  const members = cells.map(({ cell, from, until }) => ({ from, until, cell: cell.site ? undefined : book.cells.get(cellKey(cell)) }));
  return members.every(({ cell }) => cell === undefined) ? null : { members, breaks, changes };
}

const nothingStated: StatedPeriods = new Map();

function wayOf(reported: readonly ReportedArea[], basis: ResponseBasis): Way[] {
  const way: StatedArea[] = [];
  for (const { members, breaks, changes } of reported) {
    const stated = members.map(({ from, until, cell }) => ({ from, until, periods: cell?.get(basis) ?? nothingStated }));
    if (stated.every(({ periods }) => periods.size === 0)) return [];
    way.push({ members: stated, breaks, changes });
  }
  return [way];
}

function first<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

function remembered<Input, Output>(
  make: (input: Input) => Output,
  keyOf: (input: Input) => unknown = (input) => input,
): (input: Input) => Output {
  const known = new Map<unknown, Output>();
  return (input) => {
    const key = keyOf(input);
    let output = known.get(key);
    if (output === undefined) known.set(key, (output = make(input)));
    return output;
  };
}
