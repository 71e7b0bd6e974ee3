/** From a count and its exposure to the figures of a row: the rate, its limits, and the reason where there is none. */
import type { AnsweredBasis, Measure, Per, RatesRow } from "@qorgau/schemas/rates";
import { workerBases } from "./exposure-book.ts";
import type { ExposureOf } from "./exposure.ts";
import { garwood } from "./garwood.ts";
import type { Interval } from "./garwood.ts";
import type { Period } from "./periods.ts";

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
  | "partial"
  | "intervalReason"
>;

interface Unit {
  /** So many of the unit is what a rate is given per. */
  readonly factor: number;
  readonly bases: readonly AnsweredBasis[];
}
const hours: readonly AnsweredBasis[] = ["hours_worked"];
const units: Readonly<Record<Exclude<Per, "case" | "none">, Unit>> = {
  "1000_workers": { factor: 1000, bases: workerBases },
  "100000_workers": { factor: 100_000, bases: workerBases },
  "200000_hours": { factor: 200_000, bases: hours },
  "1000000_hours": { factor: 1_000_000, bases: hours },
  "1000000_tonnes": { factor: 1_000_000, bases: ["tonnes"] },
};
const allBases = [...new Set(Object.values(units).flatMap(({ bases }) => bases))];

export interface CountToRate {
  readonly count: number;
  readonly casesWithDays: number;
  readonly period: Pick<Period, "from" | "to" | "partial">;
  readonly exposureOf: ExposureOf;
}

interface Denominator extends Pick<RateFigures, "exposure" | "exposureBasis" | "exposureStatus" | "exposurePeriod" | "status" | "reason"> {
  readonly factor: number;
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
function rounded(figure: number): number {
  return Number(figure.toPrecision(6));
}

export function rateOfCount(measure: Measure, per: Per): (input: CountToRate) => RateFigures {
  const interval = rememberedInterval();
  return (input) => {
    const denominator = denominatorOf(per, input);
    const divisor = per === "none" ? 1 : denominator.exposure;
    const limits = divisor === null || measure === "days_lost" ? null : interval(input.count);
    const perUnit = (figure: number) => rounded((figure * denominator.factor) / divisor!);
    const figures: RateFigures = {
      exposure: denominator.exposure,
      exposureBasis: denominator.exposureBasis,
      exposureStatus: denominator.exposureStatus,
      exposurePeriod: denominator.exposurePeriod,
      rate: divisor === null || per === "none" ? null : perUnit(input.count),
      lower: limits === null ? null : perUnit(limits.lower),
      upper: limits === null ? null : perUnit(limits.upper),
      status: denominator.status,
      reason: denominator.reason,
    };
    if (input.period.partial) figures.partial = true;
    if (measure === "days_lost") figures.intervalReason = "not_a_count";
    return figures;
  };
}

function denominatorOf(per: Per, { casesWithDays, period, exposureOf }: CountToRate): Denominator {
  if (per === "none") return { ...noDenominator, reason: null };
  if (period.partial) return { ...noDenominator, reason: "partial_period" };
  if (per === "case") {
    // Counted, not stated: there is no basis to name, and it is of the very period.
    return casesWithDays === 0
      ? { ...noDenominator, exposureStatus: "missing", reason: "exposure_missing" }
      : { ...noDenominator, exposure: casesWithDays, exposureStatus: "closed", reason: null };
  }
  return statedDenominator(units[per], period, exposureOf);
}

function statedDenominator({ factor, bases }: Unit, period: CountToRate["period"], exposureOf: ExposureOf): Denominator {
  const found = exposureOf(bases, period);
  if (found !== null && found.value > 0) {
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
  const otherUnit =
    found === null &&
    exposureOf(
      allBases.filter((basis) => !bases.includes(basis)),
      period,
    ) !== null;
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
