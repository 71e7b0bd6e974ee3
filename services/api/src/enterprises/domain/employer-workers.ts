/** The workers of one enterprise month by month, made of what is stated of it as a whole or of its parts (NUMBERS, section 1). */
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import { carriedMonthsMax, monthIndexOf, monthsIn } from "../../exposure/domain/closed-exposure.ts";
import { basesOf, outranks, statedValue } from "../../exposure/domain/exposure-book.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf } from "../../exposure/domain/exposure-cell.ts";
import { spanKey } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/** Takes a basis of workers and a calendar month; null where nothing is stated of it or may be carried to it. */
export type WorkersOf = (basis: ResponseBasis, month: Span) => number | null;

interface Workers {
  readonly value: number;
  /** The statement among those summed that outranks the others. */
  readonly by: EffectiveExposure;
}

/** By month, counted since year 0. */
type Months = ReadonlyMap<number, Workers>;

/**
 * `stated` are effective statements of one employer. A month has the value that is stated for the whole enterprise, by the month, else the quarter,
 * else the year that holds it; else the sum of its parts that differ in the same dimensions (region; section; division with its section), and where
 * parts are stated in several ways, of the way whose statement outranks the others: to sum ways would count workers twice. Else it is carried from the
 * last month before, at most 24, of the whole before the parts. The size is no part of an enterprise: it tells what the whole is.
 * The order of the statements changes nothing.
 */
export function employerWorkers(stated: readonly EffectiveExposure[]): WorkersOf {
  const ofBasis = new Map<ResponseBasis, { readonly whole: Months; readonly parts: Months }>();
  for (const basis of new Set(stated.flatMap(basesOf))) {
    const cells = Map.groupBy(effectiveIn(stated, basis), (one) => cellKey(ofEmployer(one)));
    const ways = Map.groupBy(cells.values(), ([one]) => dimensionsOf(one!));
    const whole = sumsByMonth(ways.get("") ?? [], basis);
    ways.delete("");
    ofBasis.set(basis, { whole, parts: bestByMonth([...ways.values()].map((some) => sumsByMonth(some, basis))) });
  }
  return (basis, { from }) => {
    const known = ofBasis.get(basis);
    if (known === undefined) return null;
    const index = monthIndexOf(from);
    const { whole, parts } = known;
    const found = whole.get(index) ?? parts.get(index) ?? carried(whole, index) ?? carried(parts, index);
    return found?.value ?? null;
  };
}

const ofEmployer = (statement: EffectiveExposure) => ({ ...cellOf(statement), size: null });

function dimensionsOf(statement: EffectiveExposure): string {
  const { region, section, division } = ofEmployer(statement);
  return Object.entries({ region, section, division })
    .flatMap(([name, code]) => (code === null ? [] : [name]))
    .join("|");
}

/** Of several statements for one cell and period the one that outranks the others. */
function effectiveIn(stated: readonly EffectiveExposure[], basis: ResponseBasis): EffectiveExposure[] {
  const best = new Map<string, EffectiveExposure>();
  for (const one of stated) {
    if (!basesOf(one).includes(basis)) continue;
    const key = `${cellKey(ofEmployer(one))}|${spanKey(one.derived)}`;
    const known = best.get(key);
    if (known === undefined || outranks(one, known)) best.set(key, one);
  }
  return [...best.values()];
}

/** Each of the cells is a list of its statements. */
function sumsByMonth(cells: readonly (readonly EffectiveExposure[])[], basis: ResponseBasis): Months {
  const sums = new Map<number, Workers>();
  for (const cell of cells) {
    const values = new Map<number, EffectiveExposure>();
    // The shorter come last, and are those that stand.
    const longestFirst = cell.toSorted((one, other) => monthsIn(other.derived).length - monthsIn(one.derived).length);
    for (const one of longestFirst) for (const { index } of monthsIn(one.derived)) values.set(index, one);
    for (const [index, one] of values) {
      const known = sums.get(index);
      const by = known === undefined || outranks(one, known.by) ? one : known.by;
      sums.set(index, { value: (known?.value ?? 0) + statedValue(one, basis), by });
    }
  }
  return sums;
}

function bestByMonth(ways: readonly Months[]): Months {
  const best = new Map<number, Workers>();
  for (const way of ways) {
    for (const [index, one] of way) {
      const known = best.get(index);
      if (known === undefined || outranks(one.by, known.by)) best.set(index, one);
    }
  }
  return best;
}

function carried(months: Months, index: number): Workers | undefined {
  for (let before = index - 1; before >= index - carriedMonthsMax; before -= 1) {
    const found = months.get(before);
    if (found !== undefined) return found;
  }
  return undefined;
}
