/** The response of `GET /v1/funnel` from a query and the published figures of one cut (METHODS, section 4): pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { funnelCurvePoints } from "@qorgau/schemas/responses/funnel-response";
import type {
  FunnelCurvePoint,
  FunnelLimits,
  FunnelQuery,
  FunnelReason,
  FunnelResponse,
  FunnelRow,
  FunnelWord,
} from "@qorgau/schemas/responses/funnel-response";
import type { Per } from "@qorgau/schemas/responses/rates";
import type { Steps } from "@qorgau/schemas/steps";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import type { ExposurePair } from "../../exposure/domain/exposure-basis.ts";
import { noExposure } from "../../exposure/domain/exposure.ts";
import { rateUnits } from "../../exposure/domain/rate-unit.ts";
import { breakWithin, regionsNamed } from "../../exposure/domain/series-breaks.ts";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import { chosenOf } from "../../rates/domain/parameters/rate-choices.ts";
import { ratedCount, rounded } from "../../rates/domain/rate-of-count.ts";
import type { RateFigures, RatedCount } from "../../rates/domain/rate-of-count.ts";
import { setAside } from "../../rates/domain/rates.ts";
import type { RatesSnapshot } from "../../rates/domain/snapshot.ts";
import {
  funnelLimit,
  funnelProbabilities,
  inflatedLimit,
  overdispersion,
  overdispersionAreasMin,
  winsorisedShare,
} from "../../statistics/funnel-limits.ts";
import type { FunnelLimit } from "../../statistics/funnel-limits.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import type { Period } from "../../time/periods.ts";
import { expectationBy, funnelAreas } from "./funnel-areas.ts";
import type { FunnelArea, FunnelStandard, StandardExpectation } from "./funnel-areas.ts";

/** In steps, an area each. Throws `TooManyRows` above 20,000 areas. */
export function* funnelSteps(query: FunnelQuery, period: Period, snapshot: RatesSnapshot): Steps<FunnelResponse> {
  const { rates, by } = query;
  const { measure, per } = rates;
  const { areas, standard } = yield* funnelAreas(query, period, snapshot);
  const choices = yield* withOneBasisSteps(per, rates.choices, snapshot.exposures, pairsOf(areas, standard, period));
  const basis = choices.exposureBasis![0]!;
  const expectationOf = standard === null ? null : expectationBy(standard, basis, period);
  const rate = ratedCount(measure, per, { ...choices, standard: null });
  const judged: JudgedArea[] = [];
  for (const area of areas) {
    yield;
    const { counts, exposureOf } = area;
    const rated = rate({ ...counts, period, exposureOf });
    if (counts.cases === 0 && rated.figures.exposure === null) continue;
    const isBroken = breakWithin(regionsNamed(rates, area.values), period) !== null;
    judged.push({ area, rated, ...placeOf({ area, rated, isBroken }, expectationOf?.(area)) });
  }
  if (judged.length > responseRowsMax) throw new TooManyRows(judged.length);
  const placed = judged.flatMap(({ place }) => place ?? []);
  const target = placed.length === 0 ? null : standard === null ? rateOf(placed) : 1;
  const spread = overdispersion(placed.map(({ count, divisor }) => ({ count, expected: (target ?? 0) * divisor })));
  const funnel: Funnel = {
    target: target ?? 0,
    phi: spread !== null && spread.phi > spread.phiLimit ? spread.phi : null,
    isAlone: placed.length < 2,
  };
  const rows: FunnelRow[] = [];
  for (const one of judged) {
    yield;
    rows.push(rowOf(one, query, funnel));
  }
  const curves = target === null ? [] : curvesOf(placed, funnel, standard === null ? per : null);
  const today = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
  return {
    ...snapshot.cut,
    rules: mergingRules,
    methods: 1,
    method,
    by,
    measure,
    per,
    period: period.label,
    ...(today !== null && period.to >= today ? { running: true as const } : {}),
    ...chosenOf(choices),
    ...setAside(rates, snapshot),
    target: target === null ? null : rounded(target),
    areas: placed.length,
    phi: spread === null ? null : rounded(spread.phi),
    phiLimit: spread === null ? null : rounded(spread.phiLimit),
    overdispersed: funnel.phi !== null,
    rows,
    curves,
  };
}

const method: FunnelResponse["method"] = {
  name: "funnel",
  parameters: {
    probabilities: Object.values(funnelProbabilities),
    winsorised: winsorisedShare,
    areasMin: overdispersionAreasMin,
  },
};

/** Where an area lies: its count over what it is divided by, which is its exposure in units of `per`, or, with `standard`, its expected count. */
interface Place {
  readonly count: number;
  readonly divisor: number;
}

interface JudgedArea {
  readonly area: FunnelArea;
  readonly rated: RatedCount;
  readonly place: Place | null;
  /** Why it has no place, or no word. */
  readonly reason: FunnelReason | null;
  readonly standardised: StandardExpectation | null;
}

interface AreaFacts {
  readonly area: FunnelArea;
  readonly rated: RatedCount;
  readonly isBroken: boolean;
}

/** `standardised` is undefined without `standard`, and null where the area cannot be standardised. */
function placeOf(
  { area, rated: { figures, divisor }, isBroken }: AreaFacts,
  standardised: StandardExpectation | null | undefined,
): Pick<JudgedArea, "place" | "reason" | "standardised"> {
  const without = (reason: FunnelReason) => ({ place: null, reason, standardised: standardised ?? null });
  if (isBroken) return without("series_break");
  if (figures.reason !== null) return without(figures.reason);
  if (divisor === null || standardised === null) return without("exposure_missing");
  const reason = figures.exposureConflict === true ? "exposure_conflict" : null;
  if (standardised === undefined) return { place: { count: area.counts.count, divisor }, reason, standardised: null };
  if (standardised.unknown * 20 > area.counts.count) return without("strata_unknown");
  if (standardised.expected === 0) return without("too_few");
  return { place: { count: standardised.count, divisor: standardised.expected }, reason, standardised };
}

/** A row and its period, and those of the standard, which it is compared with. */
function pairsOf(areas: readonly FunnelArea[], standard: FunnelStandard | null, period: Period): ExposurePair[] {
  const own = areas.map(({ counts, exposureOf, stratifiedOf }): ExposurePair => ({
    exposureOf: stratifiedOf === null ? exposureOf : (basis, span) => stratifiedOf(basis, span)?.exposure ?? noExposure,
    span: period,
    counts: counts.cases > 0,
  }));
  if (standard === null) return own;
  const { span, stratifiedOf } = standard;
  return [...own, { exposureOf: (basis) => stratifiedOf(basis, span)?.exposure ?? noExposure, span, counts: true }];
}

function rateOf(places: readonly Place[]): number {
  const sum = (figures: readonly number[]) => figures.reduce((all, one) => all + one, 0);
  return sum(places.map(({ count }) => count)) / sum(places.map(({ divisor }) => divisor));
}

interface Funnel {
  readonly target: number;
  /** Null where the areas are not overdispersed. */
  readonly phi: number | null;
  /** Whether there is nothing to compare with. */
  readonly isAlone: boolean;
}

const limitNames = Object.keys(funnelProbabilities) as FunnelLimit[];

function limitsBy(limitOf: (name: FunnelLimit) => number): FunnelLimits {
  return Object.fromEntries(limitNames.map((name) => [name, limitOf(name)])) as FunnelLimits;
}

interface LimitsOfPlace {
  readonly limits: FunnelLimits;
  readonly inflated: FunnelLimits | null;
}

/** Unrounded. */
function limitsOf(divisor: number, { target, phi }: Funnel): LimitsOfPlace {
  const limits = limitsBy((name) => funnelLimit(name, target * divisor) / divisor);
  return { limits, inflated: phi === null ? null : limitsBy((name) => inflatedLimit(limits[name], target, phi)) };
}

function reported({ limits, inflated }: LimitsOfPlace): Pick<FunnelRow, "limits" | "inflated"> & Pick<FunnelCurvePoint, "limits"> {
  const roundedOf = (one: FunnelLimits) => limitsBy((name) => rounded(one[name]));
  return { limits: roundedOf(limits), ...(inflated === null ? {} : { inflated: roundedOf(inflated) }) };
}

function wordOf(value: number, { lower998, lower95, upper95, upper998 }: FunnelLimits): FunnelWord {
  if (value > upper998) return "above_99.8";
  if (value > upper95) return "above_95";
  if (value < lower998) return "below_99.8";
  return value < lower95 ? "below_95" : "inside";
}

function rowOf({ area, rated, place, reason, standardised }: JudgedArea, { rates, by }: FunnelQuery, funnel: Funnel): FunnelRow {
  const { counts } = area;
  const { figures } = rated;
  const count = standardised?.count ?? counts.count;
  const found = {
    [by]: area.code === "" ? null : area.code,
    count,
    ...(rates.measure === "accidents" ? { victims: counts.cases } : {}),
    ...exposureOf(figures),
  };
  const unstandardised = standardised === null ? {} : { unstandardised: standardised.unknown };
  if (place === null) return { ...found, rate: null, expected: null, ratio: null, word: null, reason, ...unstandardised };
  const expected = funnel.target * place.divisor;
  const limits = limitsOf(place.divisor, funnel);
  const isAlone = funnel.isAlone ? "too_few" : null;
  return {
    ...found,
    rate: rounded(count / rated.divisor!),
    expected: rounded(expected),
    ratio: expected === 0 ? null : rounded(count / expected),
    ...reported(limits),
    word: (reason ?? isAlone) === null ? wordOf(place.count / place.divisor, limits.inflated ?? limits.limits) : null,
    reason: reason ?? isAlone,
    ...unstandardised,
  };
}

function exposureOf({ exposure, exposureStatus, exposurePeriod, exposureConflict }: RateFigures) {
  return { exposure, exposureStatus, exposurePeriod, ...(exposureConflict === undefined ? {} : { exposureConflict }) };
}

/** `per` is null with `standard`, where areas lie by what is expected of them. */
function curvesOf(places: readonly Place[], funnel: Funnel, per: Per | null): FunnelCurvePoint[] {
  const divisors = places.map(({ divisor }) => divisor);
  const [least, most] = divisors.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, 0] as [number, number]);
  const unit = per === null || per === "case" || per === "none" ? null : rateUnits[per].factor;
  const places40 = least === most ? [least] : Array.from({ length: funnelCurvePoints }, (_, place) => between(least, most, place));
  return places40.map((divisor) => ({
    exposure: unit === null ? null : rounded(divisor * unit),
    expected: rounded(funnel.target * divisor),
    ...reported(limitsOf(divisor, funnel)),
  }));
}

/** Evenly by the logarithm, the ends as they are. */
function between(least: number, most: number, place: number): number {
  const last = funnelCurvePoints - 1;
  if (place === 0 || place === last) return place === 0 ? least : most;
  return least * (most / least) ** (place / last);
}
