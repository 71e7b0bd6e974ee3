/** From a count and its exposure to the figures of a row: the rate, its limits, and the reason where there is none. */
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ResponseBasis, Measure, Per, RatesRow } from "@qorgau/schemas/responses/rates";
import { workerBases } from "../../exposure/domain/exposure-book.ts";
import { noExposure } from "../../exposure/domain/exposure.ts";
import type { Exposure, ExposureOf, NoExposure } from "../../exposure/domain/exposure.ts";
import { areDaysUnstated } from "./days-stated.ts";
import type { DaysStated } from "./days-stated.ts";
import { fayFeuer, tiwari } from "../../statistics/fay-feuer.ts";
import { garwood } from "../../statistics/garwood.ts";
import type { Interval } from "../../statistics/garwood.ts";
import { periodsInYear } from "../../time/periods.ts";
import type { Period } from "../../time/periods.ts";
import { allBases, rateUnits } from "../../exposure/domain/rate-unit.ts";
import { standardisedCount } from "./standard.ts";
import type { StandardisedCount, StratifiedExposureOf } from "./standard.ts";

export type RateFigures = Pick<
  RatesRow,
  | "exposure"
  | "exposureBasis"
  | "exposureStatus"
  | "exposurePeriod"
  | "monthsCarried"
  | "monthsMissing"
  | "exposureConflict"
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
  | "strataWithoutExposure"
  | "unstated"
  | "routine"
  | "disasters"
>;

/** The count of a cell in a period, with its exposure. Counts are of victims, accidents or days lost, by the measure. */
export interface CountToRate extends DaysStated {
  readonly count: number;
  readonly casesWithDays: number;
  readonly period: Pick<Period, "from" | "to" | "partial">;
  readonly exposureOf: ExposureOf;
  /** Whether the period holds the day of the cut or lies after it. */
  readonly isRunning?: boolean;
  /** With `interval=accidents` or `compare`: how many victims of each group accident are in the count. */
  readonly accidents?: ReadonlyMap<string, number>;
  /** Of the group accidents of five dead or more: their victims in the row. */
  readonly disasters?: ReadonlyMap<string, number>;
  /** With `standard`: the count by section. */
  readonly sections?: ReadonlyMap<string, number>;
  readonly stratifiedOf?: StratifiedExposureOf;
}

/** The figures of a row, and what a comparison needs of them. */
export interface RatedCount {
  readonly figures: RateFigures;
  /** What the count is divided by to give the rate, unrounded; null where there is none. */
  readonly divisor: number | null;
  /** Whether too few of the cases that should state their days do. */
  readonly daysUnstated: boolean;
}

interface Denominator extends Pick<
  RateFigures,
  | "exposure"
  | "exposureBasis"
  | "exposureStatus"
  | "exposurePeriod"
  | "monthsCarried"
  | "monthsMissing"
  | "exposureConflict"
  | "status"
  | "reason"
> {
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

/** Returns the figures of a count, as `ratedCount` does. */
export function rateOfCount(measure: Measure, per: Per, choices: RateChoices = noChoices): (input: CountToRate) => RateFigures {
  const rate = ratedCount(measure, per, choices);
  return (input) => rate(input).figures;
}

/**
 * Returns the rate in the unit of `per` and its 95 % limits, to six significant digits: by Garwood, with `interval=accidents` by Fay and
 * Feuer, with `standard` by Tiwari (NUMBERS, section 2.6). Where there is no rate, `reason` says why. `intervalOf` bounds single cases in
 * Garwood's place.
 */
export function ratedCount(
  measure: Measure,
  per: Per,
  choices: RateChoices,
  intervalOf: (count: number) => Interval = garwood,
): (input: CountToRate) => RatedCount {
  const interval = rememberedInterval(intervalOf);
  return (input) => {
    const denominator = denominatorOf(per, choices, input);
    const { exposure, standardised } = denominator;
    const yearly = choices.annualised && exposure !== null ? periodsInYear(input.period) : null;
    const scale = denominator.factor * (yearly ?? 1);
    // A standardised count is per unit of exposure already.
    const base = per === "none" || standardised !== undefined ? 1 : exposure === 0 ? null : exposure;
    const limits = base === null || measure === "days_lost" ? null : limitsOf(input, choices, standardised, interval);
    const perUnit = (figure: number) => rounded((figure * scale) / base!);
    const { factor: _factor, standardised: _standardised, status, reason, ...reported } = denominator;
    const figures: RateFigures = {
      ...reported,
      rate: base === null || per === "none" ? null : perUnit(standardised?.sum ?? input.count),
      lower: limits === null ? null : perUnit(limits.lower),
      upper: limits === null ? null : perUnit(limits.upper),
      status: input.isRunning === true ? "provisional" : status,
      reason,
    };
    if (input.isRunning === true) figures.running = true;
    if (input.period.partial) figures.partial = true;
    if (measure === "days_lost") figures.intervalReason = "not_a_count";
    if (exposure !== null && isOfVictims(measure, denominator) && input.count > exposure) figures.warning = "QG-0651";
    if (yearly !== null) figures.annualisedBy = rounded(yearly);
    if (standardised !== undefined) figures.unstandardised = standardised.unknown;
    if (standardised !== undefined && standardised.emptyStrata > 0) figures.strataWithoutExposure = standardised.emptyStrata;
    if (choices.interval === "accidents")
      Object.assign(figures, routineAndDisasters(input, base === null ? null : { perUnit, per, interval }));
    const divisor = base === null ? null : base / scale;
    const isWithDays = measure === "lost_time" || measure === "days_lost";
    if (isWithDays) figures.unstated = input.unstated;
    const daysUnstated = isWithDays && areDaysUnstated(input);
    // A log of before quantities had a least one may hold a denominator that divides to no finite number.
    if (![figures.rate, figures.upper, figures.routine?.upper].every((figure) => Number.isFinite(figure ?? 0))) {
      return { figures: withoutRate(figures, "not_finite"), divisor: null, daysUnstated };
    }
    if (standardised !== undefined && standardised.unknown * 20 > input.count) {
      return { figures: withoutRate(figures, "strata_unknown"), divisor: null, daysUnstated };
    }
    const isSilent = daysUnstated && (figures.rate !== null || per === "case");
    return { figures: isSilent ? withoutRate(figures, "days_unstated") : figures, divisor, daysUnstated };
  };
}

function withoutRate(figures: RateFigures, reason: NonNullable<RateFigures["reason"]>): RateFigures {
  const routine = figures.routine === undefined ? {} : { routine: { ...figures.routine, rate: null, lower: null, upper: null } };
  return { ...figures, rate: null, lower: null, upper: null, reason, ...routine };
}

interface Scale {
  readonly perUnit: (figure: number) => number;
  readonly per: Per;
  readonly interval: (count: number) => Interval;
}

/** Accidents of five dead or more apart: what is left is bounded as single victims are (NUMBERS, section 2.7). */
function routineAndDisasters(
  { count, accidents, disasters = new Map() }: CountToRate,
  scale: Scale | null,
): Required<Pick<RateFigures, "routine" | "disasters">> {
  const apart = [...disasters.keys()].reduce((sum, accident) => sum + (accidents?.get(accident) ?? 0), 0);
  const routine = count - apart;
  const limits = scale?.interval(routine) ?? null;
  return {
    routine: {
      count: routine,
      rate: scale === null || scale.per === "none" ? null : scale.perUnit(routine),
      lower: scale === null || limits === null ? null : scale.perUnit(limits.lower),
      upper: scale === null || limits === null ? null : scale.perUnit(limits.upper),
    },
    disasters: [...disasters]
      .map(([accident, victims]) => ({ accident, victims }))
      .toSorted((a, b) => b.victims - a.victims || (a.accident < b.accident ? -1 : 1)),
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
  return fayFeuer({ sum: count, variance, weightMax: victims.reduce((most, one) => Math.max(most, one), -Infinity) });
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
  // One basis serves the whole response: by now the choices name it alone.
  const [basis = bases[0]!] = choices.exposureBasis ?? bases;
  const divided = { factor, basis, bases };
  return choices.standard === null ? statedDenominator(divided, input) : standardDenominator(divided, input);
}

interface Divided {
  readonly factor: number;
  readonly basis: ResponseBasis;
  /** All that the unit may be of. */
  readonly bases: readonly ResponseBasis[];
}
type Stated = Pick<CountToRate, "period" | "exposureOf">;

function statedDenominator(divided: Divided, input: Stated): Denominator {
  const found = input.exposureOf(divided.basis, input.period);
  return found.state === "missing" ? missingDenominator(divided, found, input) : foundDenominator(divided.factor, found);
}

function standardDenominator(divided: Divided, input: CountToRate): Denominator {
  const stratified = input.stratifiedOf?.(divided.basis, input.period) ?? null;
  if (stratified === null) return missingDenominator(divided, noExposure, input);
  const standardised = standardisedCount(stratified, input.sections ?? new Map());
  if (standardised === null) return { ...noDenominator, exposureStatus: "missing", reason: "exposure_missing" };
  return { ...foundDenominator(divided.factor, stratified.exposure), standardised };
}

function foundDenominator(factor: number, found: Exposure): Denominator {
  return {
    exposure: found.value,
    exposureBasis: found.basis,
    exposureStatus: found.state,
    exposurePeriod: found.period,
    ...(found.state === "closed" ? {} : { monthsCarried: found.monthsCarried }),
    ...(found.monthsMissing === 0 ? {} : { monthsMissing: found.monthsMissing }),
    ...(found.conflict ? { exposureConflict: true as const } : {}),
    status: found.final ? "final" : "provisional",
    reason: found.value === 0 ? "exposure_zero" : null,
    factor,
  };
}

function missingDenominator({ bases }: Divided, found: NoExposure, { exposureOf, period }: Stated): Denominator {
  const others = allBases.filter((basis) => !bases.includes(basis));
  const isStated = (basis: ResponseBasis) => exposureOf(basis, period).state !== "missing";
  const otherUnit = found.reason === "exposure_missing" && !bases.some(isStated) && others.some(isStated);
  return { ...noDenominator, exposureStatus: "missing", reason: otherUnit ? "unit_missing" : found.reason };
}

/** Counts repeat from row to row. */
function rememberedInterval(intervalOf: (count: number) => Interval): (count: number) => Interval {
  const known = new Map<number, Interval>();
  return (count) => {
    const interval = known.get(count) ?? intervalOf(count);
    known.set(count, interval);
    return interval;
  };
}
