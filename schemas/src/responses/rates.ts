/** The parameters and the response of `GET /v1/rates`: one table of counts and rates, computed from one cut of the log. */
import { z } from "zod";
import { responseBases, chosenRowFields, chosenSchema, denominatorStates } from "./rate-choices.ts";
import type { RateChoices } from "./rate-choices.ts";
import type { CaseDimension } from "../rows/published.ts";

/** What is counted. `injured`: all counting victims, the dead among them; `days_lost`: of non-fatal cases. */
export const measures = ["injured", "fatal", "severe", "light", "accidents", "lost_time", "days_lost"] as const;
export type Measure = (typeof measures)[number];

/** What it is divided by. `case` goes with `days_lost` alone; `none` leaves the count as it is. */
export const pers = ["1000_workers", "100000_workers", "200000_hours", "1000000_hours", "1000000_tonnes", "case", "none"] as const;
export type Per = (typeof pers)[number];

export const ratePeriods = ["year", "quarter", "month", "day", "ytd", "rolling12m"] as const;
export type RatePeriod = (typeof ratePeriods)[number];

/** The dimensions of `by`, which are also the names of the filters. `sector` is the section letter, `division` two digits. */
export const rateDimensions = [
  "country",
  "region",
  "sector",
  "division",
  "severity",
  "kind",
  "method",
  "commodity",
  "hazard",
  "mine",
  "contractor",
  "evidence",
  "workRelated",
  "sex",
  "ageBand",
  "cause",
  "circumstance",
  "roadTraffic",
  "workerStatus",
  "migrant",
  "size",
  "employer",
] as const;
export type RateDimension = (typeof rateDimensions)[number];

/** The dimensions whose codes are `true` and `false` in a response. */
export const truthDimensions: ReadonlySet<RateDimension> = new Set(["contractor", "roadTraffic", "migrant"]);

/** The column of a published row that holds a dimension's code. With `regionOf=registration` the region is in another one. */
export const dimensionColumns: Readonly<Record<RateDimension, CaseDimension>> = {
  country: "country",
  region: "region",
  sector: "sector",
  division: "division",
  severity: "severity",
  kind: "kind",
  method: "method",
  commodity: "commodity",
  hazard: "hazard",
  mine: "mine",
  contractor: "contractor",
  evidence: "evidence",
  workRelated: "work_related",
  sex: "sex",
  ageBand: "age_band",
  cause: "cause",
  circumstance: "circumstance",
  roadTraffic: "road_traffic",
  workerStatus: "worker_status",
  migrant: "migrant",
  size: "size",
  employer: "employer",
};

/** A filter's value for the null cells: what is not known of a case. */
export const unknownCode = "unknown";
/** A filter's value that lifts the dimension's default. */
export const anyCode = "any";
/** `sector=mmc`: the mining and metallurgical complex, section B with divisions 24 and 25. */
export const miningComplex = "mmc";

/** What a filter of activities names, taken apart by depth. */
export type SectorFilter = Readonly<Record<"sections" | "divisions", readonly string[]>>;

/** Every dimension but `sector`, whose codes are of two depths. */
export type FilteredDimension = Exclude<RateDimension, "sector">;
/** Codes by dimension, "" for unknown. A case has to have one of the codes in every dimension that is named. */
export interface RateFilters extends Readonly<Partial<Record<FilteredDimension, readonly string[]>>> {
  /** A case passes that is in any of the sections or of the divisions. */
  readonly sector?: SectorFilter;
  /** Only cases that state a mining dimension. */
  readonly site?: "mine";
}

/** The parameters of `GET /v1/rates` once codes are checked and defaults are filled in. */
export interface RatesQuery {
  readonly measure: Measure;
  readonly per: Per;
  readonly period: RatePeriod;
  readonly by: readonly RateDimension[];
  /** With the defaults of `kind` and `country`; a dimension that is not here is not filtered. */
  readonly filters: RateFilters;
  /** Whether Kazakhstan's commuters on their own way are left out of the counts: unless the circumstance is filtered or in `by`. */
  readonly commutingLeftOut: boolean;
  /** YYYY-MM-DD, inclusive; null where not given. */
  readonly from: string | null;
  readonly to: string | null;
  /** Without `from` as far back as anything is known, not the usual ten years. */
  readonly wholeReach?: true;
  readonly choices: RateChoices;
}

export { responseBases, denominatorStates } from "./rate-choices.ts";
export type { ResponseBasis } from "./rate-choices.ts";
export const missingReasons = [
  "exposure_missing",
  "exposure_zero",
  "series_break",
  "unit_missing",
  "partial_period",
  "not_finite",
  "days_unstated",
  "strata_unknown",
  "confidential",
] as const;

const code = z.string().nullable().optional().describe("Where asked by; null is unknown.");
const truth = z.boolean().nullable().optional().describe("Where asked by; null is unknown.");

/** What a count is divided by and what comes of it, the same in every table of rates. */
export const rateFields = {
  exposure: z.number().nullable().describe("Workers, hours or tonnes of the cell; of per=case the non-fatal cases that state their days."),
  exposureBasis: z.enum(responseBases).nullable().describe("The one basis of the answer; null where the row has no stated denominator."),
  exposureStatus: z
    .enum(denominatorStates)
    .nullable()
    .describe(
      "`closed`: stated for all of the period. `carried_forward`: months of it have an earlier value, or none. `missing`: no denominator.",
    ),
  exposurePeriod: z.string().nullable().describe("The latest earlier period that a month of a carried_forward exposure was stated for."),
  monthsCarried: z.number().int().optional().describe("Of a carried_forward exposure: the months that have an earlier period's value."),
  monthsMissing: z
    .number()
    .int()
    .optional()
    .describe("The months without a value, where there are any: the exposure is the mean of the others."),
  exposureConflict: z
    .literal(true)
    .optional()
    .describe("Another statement of the same role and status says otherwise; /v1/quality lists both."),
  rate: z.number().nullable().describe("Six significant digits, as its limits."),
  lower: z.number().nullable().describe("Lower limit of the exact Poisson interval, 95 %; of the expected count with per=none."),
  upper: z.number().nullable().describe("The upper one."),
  status: z
    .enum(["provisional", "final"])
    .describe(
      "Of the denominator: final where it is closed, of final parts, without conflict, and the period is over. Counts may always change.",
    ),
  reason: z
    .enum(missingReasons)
    .nullable()
    .describe(
      "Why there is no rate. `exposure_missing`: too little is stated of the basis. `exposure_zero`: it is stated as 0. `series_break`: what is stated is of the area after a change. `unit_missing`: another unit is stated, not this one. `partial_period`: from or to cuts the period. `not_finite`: the rate is no finite number. `days_unstated`: too few cases state their days. `strata_unknown`: too many are of no known section. `confidential`: the cell is of too few enterprises to be open to all; its cases are in the wider one.",
    ),
  warning: z.literal("QG-0651").optional().describe("The rule that the figures of the row are implausible by: more victims than workers."),
};

/** Keys in the order of the response: period, the dimensions in the order of `by`, the count, the rest. */
export const ratesRowSchema = z.object({
  period: z
    .string()
    .describe("2026, 2026-Q1, 2026-01 or 2026-01-31; of ytd its days 2026-01-01/2026-11-29, of rolling12m its months 2025-12/2026-11."),
  country: code,
  region: code,
  sector: code,
  division: code,
  severity: code,
  kind: code,
  method: code,
  commodity: code,
  hazard: code,
  mine: code,
  contractor: truth,
  evidence: code,
  workRelated: code,
  sex: code,
  ageBand: code,
  cause: code,
  circumstance: code,
  roadTraffic: truth,
  workerStatus: code,
  migrant: truth,
  size: code,
  employer: code.describe("The BIN; of a sole proprietor the pseudonym."),
  count: z.number().describe("What the measure counts: victims, accidents or days."),
  ...rateFields,
  running: z
    .literal(true)
    .optional()
    .describe(
      "The period holds the day of the cut (the +05:00 date of its last effective stamp) or lies after it: its figures are provisional.",
    ),
  seriesBreak: z
    .string()
    .optional()
    .describe("The day within the period, or between it and the one it is compared with, on which the area of a region it names changed."),
  unstated: z
    .number()
    .optional()
    .describe(
      "Of lost_time the light, of days_lost all non-fatal counting cases that do not state their days; where more than a fifth do not, there is no rate.",
    ),
  partial: z.literal(true).optional().describe("The period is cut by from or to; it has no rate."),
  intervalReason: z.literal("not_a_count").optional().describe("Days are not events, so they have no Poisson interval."),
  ...chosenRowFields,
});
export type RatesRow = z.infer<typeof ratesRowSchema>;

/** Members of a response that `deathWithin` brings. */
export const deathFields = {
  deathsLater: z.number().int().optional().describe("With deathWithin: how many deaths came later and count as severe."),
  deathsUndated: z.number().int().optional().describe("With deathWithin: how many deaths are without a day, and stay fatal."),
};

/** Of responses whose request has no `from`. */
export const reachMembers = {
  from: z
    .string()
    .nullable()
    .optional()
    .describe(
      "Where none is asked for: the first day of the rows, at most ten calendar years before the last year with a counting case or an exposure. Null where there is none.",
    ),
  earliest: z
    .string()
    .nullable()
    .optional()
    .describe("Beside `from`: the first day of the first period that has a counting case or an exposure; ask for all with from=."),
};

/** How open figures are protected: parameters of their noise, and the batch that they are of (METHODS, section 9). */
export const disclosureSchema = z.object({
  D: z.number().int().describe("No count deviates by more from the number of its cases."),
  V: z.number().describe("The variance of the deviation, whose mean is 0."),
  js: z.number().int().describe("No count from 1 to this is published: it is 0, or more."),
  batch: z.string().describe("The watermark of the batch that figures were renewed with last."),
});
export type Disclosure = z.infer<typeof disclosureSchema>;

/** Members of a response to the open audience alone. */
export const openFields = {
  audience: z.literal("open").optional().describe("Without a token: a protected table that is open to all."),
  additive: z.literal(false).optional().describe("Open to all: each figure has its own noise, so that parts do not add up to their total."),
  disclosure: disclosureSchema
    .optional()
    .describe("Open to all: how counts are protected. The same cases have the same count on every path and at every time."),
};

export const ratesResponseSchema = z.object({
  asOf: z.string().nullable().describe("As asked, where an instant was; else null."),
  watermark: z.string().describe("The cut this was computed from: the last included offset of each partition."),
  rules: z.number().describe("The number of the merging rules."),
  measure: z.enum(measures).describe("As asked."),
  per: z.enum(pers).describe("As asked."),
  ...chosenSchema.shape,
  ...openFields,
  ...reachMembers,
  wordsAdjusted: z
    .literal("benjamini_hochberg")
    .optional()
    .describe(
      "With compare and by: words hold at a false discovery rate of 5 % over all rows of a period that could have one; p stays as it is.",
    ),
  ...deathFields,
  commutingLeftOut: z
    .number()
    .int()
    .optional()
    .describe(
      "How many cases of Kazakhstan are left out as accidents on the worker's own way to or from work (Labour Code, article 186), which count only where found to be work-related. `circumstance=any` counts them. Absent where there is none.",
    ),
  rows: z.array(ratesRowSchema).describe("By period, then by the codes in the order of `by`; unknown comes last."),
});
export type RatesResponse = z.infer<typeof ratesResponseSchema>;

/** A row of an open table: `count` is null where it is confidential, as is all that would be divided or divides. */
export const openRatesRowSchema = ratesRowSchema.extend({ count: z.number().nullable().describe("Null where the cell is confidential.") });
export type OpenRatesRow = z.infer<typeof openRatesRowSchema>;

/** What `GET /v1/rates` responds to a caller without a token. */
export const openRatesResponseSchema = ratesResponseSchema.extend({
  rows: z.array(openRatesRowSchema).describe("By period, then by the codes in the order of `by`; unknown comes last."),
});
export type OpenRatesResponse = z.infer<typeof openRatesResponseSchema>;
