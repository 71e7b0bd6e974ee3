/** From a count and its exposure to the figures of a row: the rate, its limits, and the reason where there is none. */
import { noChoices } from "@qorgau/schemas/rate-choices";
import type { RateChoices } from "@qorgau/schemas/rate-choices";
import type { AnsweredBasis, Measure, Per, RatesRow } from "@qorgau/schemas/rates";
import { workerBases } from "./exposure-book.ts";
import type { Exposure, ExposureOf } from "./exposure.ts";
import { fayFeuer, tiwari } from "./fay-feuer.ts";
import { garwood } from "./garwood.ts";
import type { Interval } from "./garwood.ts";
import { periodsInYear } from "./periods.ts";
import type { Period } from "./periods.ts";
import { allBases, rateUnits } from "./rate-unit.ts";
import { standardisedCount } from "./standard.ts";
import type { StandardisedCount, StratifiedExposureOf } from "./standard.ts";

export type RateFigures = Pick<
  RatesRow,
  | "exposure"
  | "exposureBasis"
  | "exposureStatus"
  | "exposurePeriod"
  | "rate"
  | "lower"
  | "upper"
  | "status"
  | "reason"
  | "running"
  | "partial"
  | "intervalReason"
  | "warning"
  | "annualisedBy"
  | "unstandardised"
>;

export interface CountToRate {
  readonly count: number;
  readonly casesWithDays: number;
  readonly period: Pick<Period, "from" | "to" | "partial">;
  readonly exposureOf: ExposureOf;
  /** Whether the period holds the day of the cut or lies after it. */
  readonly isRunning?: boolean;
  /** With `interval=accidents` or `compare`: how many victims of each group accident are in the count. */
  readonly accidents?: ReadonlyMap<string, number>;
  /** With `standard`: the count by section. */
  readonly sections?: ReadonlyMap<string, number>;
  readonly stratifiedOf?: StratifiedExposureOf;
}

export interface RatedCount {
  readonly figures: RateFigures;
  /** What the count is divided by to give the rate, unrounded; null where there is none. */
  readonly divisor: number | null;
}

interface Denominator extends Pick<RateFigures, "exposure" | "exposureBasis" | "exposureStatus" | "exposurePeriod" | "status" | "reason"> {
  readonly factor: number;
  /** The count weighted by strata, where it is standardised. */
  readonly standardised?: StandardisedCount;
}
const noDenominator: Omit<Denominator, "reason"> = {
  exposure: null,
  exposureBasis: null,
  exposureStatus: null,
  exposurePeriod: null,
  status: "provisional",
  factor: 1,
};

/** The one place where figures are rounded: to six significant digits. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(6));
}

export function rateOfCount(measure: Measure, per: Per, choices: RateChoices = noChoices): (input: CountToRate) => RateFigures {
  const rate = ratedCount(measure, per, choices);
  return (input) => rate(input).figures;
}

export function ratedCount(measure: Measure, per: Per, choices: RateChoices): (input: CountToRate) => RatedCount {
  const interval = rememberedInterval();
  return (input) => {
    const denominator = denominatorOf(per, choices, input);
    const { exposure, standardised } = denominator;
    const yearly = choices.annualised && exposure !== null ? periodsInYear(input.period) : null;
    const scale = denominator.factor * (yearly ?? 1);
    // A standardised count is per unit of exposure already.
    const base = per === "none" || standardised !== undefined ? 1 : exposure;
    const limits = base === null || measure === "days_lost" ? null : limitsOf(input, choices, standardised, interval);
    const perUnit = (figure: number) => rounded((figure * scale) / base!);
    const figures: RateFigures = {
      exposure,
      exposureBasis: denominator.exposureBasis,
      exposureStatus: denominator.exposureStatus,
      exposurePeriod: denominator.exposurePeriod,
      rate: base === null || per === "none" ? null : perUnit(standardised?.sum ?? input.count),
      lower: limits === null ? null : perUnit(limits.lower),
      upper: limits === null ? null : perUnit(limits.upper),
      status: input.isRunning === true ? "provisional" : denominator.status,
      reason: denominator.reason,
    };
    if (input.isRunning === true) figures.running = true;
    if (input.period.partial) figures.partial = true;
    if (measure === "days_lost") figures.intervalReason = "not_a_count";
    if (exposure !== null && isOfVictims(measure, denominator) && input.count > exposure) figures.warning = "QG-0651";
    if (yearly !== null) figures.annualisedBy = rounded(yearly);
    if (standardised !== undefined) figures.unstandardised = standardised.unknown;
    return { figures, divisor: base === null ? null : base / scale };
  };
}

/** One worker may be hurt twice, but not all of them. */
function isOfVictims(measure: Measure, { exposureBasis }: Denominator): boolean {
  return measure !== "days_lost" && exposureBasis !== null && workerBases.includes(exposureBasis);
}

function limitsOf(
  { count, accidents }: CountToRate,
  choices: RateChoices,
  standardised: StandardisedCount | undefined,
  single: (count: number) => Interval,
): Interval {
  if (standardised !== undefined) return tiwari(standardised);
  if (choices.interval !== "accidents") return single(count);
  const victims = [...(accidents?.values() ?? [])].filter((counted) => counted > 1);
  if (victims.length === 0) return single(count);
  // A single victim weighs 1, as do all of the count that are in no group.
  const variance = victims.reduce((sum, counted) => sum + counted * (counted - 1), count);
  return fayFeuer({ sum: count, variance, weightMax: Math.max(...victims) });
}

function denominatorOf(per: Per, choices: RateChoices, input: CountToRate): Denominator {
  const { casesWithDays, period } = input;
  if (per === "none") return { ...noDenominator, reason: null };
  if (period.partial) return { ...noDenominator, reason: "partial_period" };
  if (per === "case") {
    // Counted, not stated: there is no basis to name, and it is of the very period.
    return casesWithDays === 0
      ? { ...noDenominator, exposureStatus: "missing", reason: "exposure_missing" }
      : { ...noDenominator, exposure: casesWithDays, exposureStatus: "closed", reason: null };
  }
  const { factor, bases } = rateUnits[per];
  const asked = choices.exposureBasis ?? bases;
  return choices.standard === null ? statedDenominator(factor, asked, bases, input) : standardDenominator(factor, asked, bases, input);
}

type Stated = Pick<CountToRate, "period" | "exposureOf">;

function statedDenominator(factor: number, asked: readonly AnsweredBasis[], bases: readonly AnsweredBasis[], input: Stated): Denominator {
  const found = input.exposureOf(asked, input.period);
  return found !== null && found.value > 0 ? foundDenominator(factor, found) : missingDenominator(found === null, bases, input);
}

function standardDenominator(
  factor: number,
  asked: readonly AnsweredBasis[],
  bases: readonly AnsweredBasis[],
  input: CountToRate,
): Denominator {
  const stratified = input.stratifiedOf?.(asked, input.period) ?? null;
  const standardised = stratified === null ? null : standardisedCount(stratified, input.sections ?? new Map());
  if (stratified === null || standardised === null) return missingDenominator(stratified === null, bases, input);
  return { ...foundDenominator(factor, stratified.exposure), standardised };
}

function foundDenominator(factor: number, found: Exposure): Denominator {
  return {
    exposure: found.value,
    exposureBasis: found.basis,
    exposureStatus: found.state,
    exposurePeriod: found.period,
    status: found.final ? "final" : "provisional",
    reason: null,
    factor,
  };
}

function missingDenominator(isUnstated: boolean, bases: readonly AnsweredBasis[], { exposureOf, period }: Stated): Denominator {
  const others = allBases.filter((basis) => !bases.includes(basis));
  const otherUnit = isUnstated && exposureOf(bases, period) === null && exposureOf(others, period) !== null;
  return { ...noDenominator, exposureStatus: "missing", reason: otherUnit ? "unit_missing" : "exposure_missing" };
}

/** Counts repeat from row to row. */
function rememberedInterval(): (count: number) => Interval {
  const known = new Map<number, Interval>();
  return (count) => {
    const interval = known.get(count) ?? garwood(count);
    known.set(count, interval);
    return interval;
  };
}
