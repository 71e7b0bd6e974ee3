/** How the figures of one row are computed, in words and with its own numbers. */
import type { Formula } from "@qorgau/schemas/responses/explain-response";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ResponseBasis, Measure, Per, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { rateUnits } from "../../exposure/domain/rate-unit.ts";

const counted: Readonly<Record<Measure, string>> = {
  injured: "victims whose case counts, the dead among them",
  fatal: "victims whose case counts and is fatal",
  severe: "victims whose case counts and is severe",
  light: "victims whose case counts and is light",
  accidents: "accidents, each counted once, at its lead case",
  lost_time: "counting cases that are fatal, severe unless they state fewer days, or light with the days lost that are asked for",
  days_lost: "days lost of the counting cases that are not fatal",
};

interface Unit {
  readonly unit: string;
  readonly factor: number;
}
const nouns: Readonly<Partial<Record<ResponseBasis, string>>> = { hours_worked: "hours worked", tonnes: "tonnes" };

function unitOf(per: Per): Unit | null {
  if (per === "none") return null;
  if (per === "case") return { unit: "non-fatal counting cases that state their days", factor: 1 };
  const { factor, bases } = rateUnits[per];
  return { unit: nouns[bases[0]!] ?? "workers", factor };
}

/**
 * Returns the arithmetic, the denominator and the interval of `row` in English, with its own numbers. `row` is a row of the response to the
 * query.
 */
export function formulaOf({ measure, per, choices }: RatesQuery, row: RatesRow): Formula {
  const unit = unitOf(per);
  return {
    text: arithmetic(row, unit, choices),
    count: row.count,
    counts: counted[measure],
    exposure: row.exposure,
    unit: unit?.unit ?? null,
    factor: unit?.factor ?? null,
    denominator: denominatorInWords(per, row),
    interval: intervalOf(measure, row, unit, choices),
  };
}

/** Returns the number with commas between thousands and without rounding: `1,916.67`. */
export function inWords(figure: number): string {
  return figure.toLocaleString("en-US", { maximumFractionDigits: 20 });
}

function arithmetic(
  { count, exposure, rate, annualisedBy, unstandardised }: RatesRow,
  unit: Unit | null,
  { standard }: RateChoices,
): string {
  if (unit === null) return `the count is ${inWords(count)}; no rate was asked for`;
  if (exposure === null || rate === null) return `the count is ${inWords(count)}; there is no rate`;
  const product = unit.factor === 1 ? "" : ` × ${inWords(unit.factor)}`;
  const yearly = annualisedBy === undefined ? "" : ` × ${inWords(annualisedBy)} such periods in a year`;
  const counted = standard === null ? `${inWords(count)} ÷ ${inWords(exposure)} ${unit.unit}` : standardised(standard, unstandardised ?? 0);
  return `${counted}${product}${yearly} = ${rate}, to six significant digits`;
}

function standardised(year: number, unknown: number): string {
  const leftOut = unknown === 0 ? "" : `, without ${inWords(unknown)} of no known section`;
  return `the sum over the sections of ${year} of weight × count ÷ exposure${leftOut}`;
}

const reasons: Readonly<Record<NonNullable<RatesRow["reason"]>, string>> = {
  exposure_missing: "none: no exposure of this basis is stated for this cell that closes the period or can be carried forward to it",
  exposure_zero: "0, as stated: it divides nothing",
  series_break: "none: what is stated is of the region as it was after a break within the period",
  not_finite: "so small that the rate is no finite number",
  unit_missing: "none: exposure is stated for this cell and period, but not of this unit",
  partial_period: "none: from or to cuts the period, and exposure is of whole periods",
  days_unstated: "none: fewer than four in five of the cases that should state their days do",
  confidential: "none: the cell is of too few enterprises",
  strata_unknown: "none: more than one case in twenty is of no known section",
};

function denominatorInWords(
  per: Per,
  { exposureBasis, exposureStatus, exposurePeriod, monthsCarried, monthsMissing, reason }: RatesRow,
): string {
  if (per === "none") return "none was asked for";
  if (reason !== null) return reasons[reason];
  if (per === "case") return "counted, not stated: the non-fatal cases of the row that state their days";
  if (exposureStatus === "carried_forward") {
    const carried = exposurePeriod === null ? "" : `, carried forward from ${exposurePeriod} for ${monthsCarried} months`;
    const missing = monthsMissing === undefined ? "" : `, without ${monthsMissing} months that nothing is stated for`;
    return `${exposureBasis}, the mean over the months${carried}${missing}`;
  }
  return `${exposureBasis}, closed for this very period`;
}

const level = 0.95;

function intervalOf(
  measure: Measure,
  { lower, upper, annualisedBy }: RatesRow,
  unit: Unit | null,
  choices: RateChoices,
): Formula["interval"] {
  const none = { method: null, level: null };
  if (measure === "days_lost") return { ...none, text: "none: days are not events, so they have no Poisson interval" };
  if (lower === null || upper === null) return { ...none, text: "none: there is no rate to bound" };
  if (choices.standard !== null)
    return gamma("tiwari", `of sections weighted by their workers in ${choices.standard} ÷ their exposure`, lower, upper);
  if (choices.interval === "accidents") return gamma("fay_feuer", "of accidents, each weighted by its victims in the count", lower, upper);
  const yearly = annualisedBy === undefined ? "" : ` × ${inWords(annualisedBy)}`;
  const scaled = unit === null ? "of the expected count" : `÷ exposure${unit.factor === 1 ? "" : " × factor"}${yearly}`;
  return {
    method: "garwood",
    level,
    text: `exact Poisson (Garwood), 95 %: χ²(0.025; 2 × count) ÷ 2 and χ²(0.975; 2 × count + 2) ÷ 2 ${scaled}: ${lower} to ${upper}`,
  };
}

const gammaNames = { fay_feuer: "Fay and Feuer", tiwari: "Fay and Feuer, with Tiwari's upper limit" } as const;

function gamma(method: keyof typeof gammaNames, events: string, lower: number, upper: number): Formula["interval"] {
  return { method, level, text: `gamma (${gammaNames[method]}), 95 %, ${events}: ${lower} to ${upper}` };
}
