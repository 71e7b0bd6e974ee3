/** The block `previous` of a row: what it is compared with, and what comes of it. */
import type { IntervalKind } from "@qorgau/schemas/responses/rate-choices";
import type { Measure, RatesRow } from "@qorgau/schemas/responses/rates";
import { comparedWith, nothingCompared, wordlessReason } from "./compare-rates.ts";
import type { Divided } from "./compare-rates.ts";
import { rounded } from "../rate-of-count.ts";
import type { CountToRate, RatedCount } from "../rate-of-count.ts";
import type { Period } from "../../../time/periods.ts";

/** A cell in one period: its count, and the figures that follow from it. */
export interface RatedSide {
  readonly input: CountToRate & { readonly period: Period };
  readonly rated: RatedCount;
}

interface Comparison {
  readonly measure: Measure;
  readonly interval: IntervalKind;
  /** Whether the area of a region that the row names changed within the periods or between them. */
  readonly isBroken: boolean;
  /** With `compare=same_lag`: what is known of either side beside its figures. */
  readonly lag: LagOfRow | null;
}

/** What `compare=same_lag` adds to the comparison of a row (METHODS, section 2). */
export interface LagOfRow {
  readonly asOf: string | null;
  readonly watermark: string;
  /** Whether the log began after the period compared with did. */
  readonly isTooShort: boolean;
  /** The share of the count from reporters without a case in the other; null where nothing is counted. */
  readonly reportersNew: number | null;
  /** The period compared with, as it is known now. */
  readonly now: RatedSide;
}

/** Above it there is no word: one who began to report is no accident more. */
const reportersNewMax = 0.1;

/**
 * `sides` are one period, or several whose rates are pooled: their counts together over their exposures together. The `word` is null here: it
 * depends on the other rows of the period (`wordsOf`).
 */
export function comparedBlock(
  own: RatedSide,
  sides: readonly RatedSide[],
  { measure, interval, isBroken, lag }: Comparison,
): NonNullable<RatesRow["previous"]> {
  const before = pooled(sides);
  const now = dividedOf(own);
  const all = [own, ...sides];
  const reason = wordlessReason({
    historyTooShort: lag?.isTooShort === true,
    // Both sides lack the same reports then.
    running: lag === null && own.rated.figures.running === true,
    seriesBreak: isBroken,
    partial: own.rated.figures.partial === true,
    exposureMissing: all.some(({ rated }) => rated.divisor === null && rated.figures.reason !== "days_unstated"),
    daysUnstated: all.some(({ rated }) => rated.daysUnstated),
    exposureConflict: all.some(({ rated }) => rated.figures.exposureConflict === true),
    notACount: measure === "days_lost",
    reportersNew: (lag?.reportersNew ?? 0) > reportersNewMax,
  });
  return {
    period: labelOf(sides),
    count: before.count,
    exposure: before.exposure,
    exposureBasis: sides[0]!.rated.figures.exposureBasis,
    exposureStatus: statusOf(sides),
    rate: before.rate,
    ...(lag?.isTooShort === true ? nothingCompared : comparedWith(before, now, measure, interval)),
    word: null,
    reason,
    ...(lag === null ? {} : lagOf(lag, now, measure, interval)),
  };
}

function lagOf({ asOf, watermark, now, reportersNew }: LagOfRow, own: Divided, measure: Measure, interval: IntervalKind) {
  const { ratio } = comparedWith(dividedOf(now), own, measure, interval);
  const share = reportersNew === null ? null : rounded(reportersNew);
  return { ...(asOf === null ? {} : { asOf }), watermark, final: { count: now.input.count, ratio }, reportersNew: share };
}

function dividedOf({ input, rated }: RatedSide): Divided {
  // A count of which too much is unstated is not compared.
  const divisor = rated.daysUnstated ? null : rated.divisor;
  return { count: input.count, divisor, groups: [...(input.accidents?.values() ?? [])] };
}

function pooled(sides: readonly RatedSide[]): Divided & { readonly exposure: number | null; readonly rate: number | null } {
  const [only, ...others] = sides;
  if (only !== undefined && others.length === 0) {
    const { exposure, rate } = only.rated.figures;
    return { ...dividedOf(only), exposure, rate };
  }
  const count = sides.reduce((sum, { input }) => sum + input.count, 0);
  const divisor = sumOrNull(sides.map((side) => dividedOf(side).divisor));
  const hasRates = sides.every(({ rated }) => rated.figures.rate !== null);
  return {
    count,
    divisor,
    groups: sides.flatMap((side) => dividedOf(side).groups),
    exposure: sumOrNull(sides.map(({ rated }) => rated.figures.exposure)),
    rate: divisor === null || !hasRates ? null : rounded(count / divisor),
  };
}

function sumOrNull(figures: readonly (number | null)[]): number | null {
  return figures.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function labelOf(sides: readonly RatedSide[]): string {
  const labels = sides.map(({ input }) => input.period.label);
  return [...new Set([labels[0]!, labels.at(-1)!])].join("..");
}

function statusOf(sides: readonly RatedSide[]): NonNullable<RatesRow["previous"]>["exposureStatus"] {
  const states = sides.map(({ rated }) => rated.figures.exposureStatus);
  if (states.includes("missing")) return "missing";
  return states.includes("carried_forward") ? "carried_forward" : (states[0] ?? null);
}
