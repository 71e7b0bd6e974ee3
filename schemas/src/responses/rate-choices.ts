/** The choices of a rates request (DESIGN, section 4): what is meant by a year, a region, a denominator, an interval. */
import { z } from "zod";
import { exposureBases } from "../codes/enumerations.ts";

/** The kinds of exposure a rate may be divided by: the bases of workers, and the units of the flows. */
export const responseBases = [...exposureBases, "tonnes"] as const;
export type ResponseBasis = (typeof responseBases)[number];

/** How the denominator was found: for that very period, carried from an earlier one, or not at all. */
export const denominatorStates = ["closed", "carried_forward", "missing"] as const;

/** Which day of a case decides the period it is in, and which of its two regions is meant; the first is the default. */
export const yearsOf = ["accident", "death", "registration"] as const;
export type YearOf = (typeof yearsOf)[number];
export const regionsOf = ["occurrence", "registration"] as const;
export type RegionOf = (typeof regionsOf)[number];

/** The law by which a rate is bounded: each case by itself, or each accident with all its victims. */
export const intervalKinds = ["poisson", "accidents"] as const;
export type IntervalKind = (typeof intervalKinds)[number];

/**
 * What a row is compared with: the period before; the same days a year before; last year's figures as they were known a year before the cut;
 * the mean rate over the same days of the five years before.
 */
export const comparisons = ["previous", "year_before", "same_lag", "five_years"] as const;
export type ComparisonKind = (typeof comparisons)[number];

/** Deaths later than so many days after the accident count as severe (ESAW takes a year, ILO and the UNECE thirty days for roads). */
export const deathLimits = ["30d", "365d"] as const;
export type DeathLimit = (typeof deathLimits)[number];

/** The days between accident and death that the limit still counts as a death, as a number: 30 or 365. */
export function daysOfLimit(limit: DeathLimit): number {
  return Number.parseInt(limit, 10);
}

/** How figures of small areas are steadied: by what all areas of the period tell of one (METHODS, section 5). */
export const smoothings = ["gamma_poisson"] as const;
export type Smoothing = (typeof smoothings)[number];

export const choiceNames = [
  "yearOf",
  "regionOf",
  "exposureBasis",
  "interval",
  "compare",
  "annualised",
  "standard",
  "withoutAccident",
  "deathWithin",
  "lostDays",
  "smooth",
] as const;
export type ChoiceName = (typeof choiceNames)[number];

/**
 * The choices of a rates request with defaults filled in: DESIGN, section 4, and NUMBERS 2.1 (`compare`), 3.1 (`lostDays`) and 4.4
 * (`deathWithin`).
 */
export interface RateChoices {
  readonly yearOf: YearOf;
  readonly regionOf: RegionOf;
  /** One of these serves the whole response; null: one of those of the unit. */
  readonly exposureBasis: readonly ResponseBasis[] | null;
  readonly interval: IntervalKind;
  readonly compare: ComparisonKind | null;
  readonly annualised: boolean;
  /** The year whose workers are the weights; null where rates are crude. */
  readonly standard: number | null;
  /** Opaque ids of accidents whose cases are left out. */
  readonly withoutAccident: readonly string[];
  /** Null: a death counts whenever it came. */
  readonly deathWithin: DeathLimit | null;
  /** With `lost_time`: the least days lost that count. */
  readonly lostDays: number;
  /** Null: figures stand as they were observed, alone. */
  readonly smooth: Smoothing | null;
}

export const noChoices: RateChoices = {
  yearOf: "accident",
  regionOf: "occurrence",
  exposureBasis: null,
  interval: "poisson",
  compare: null,
  annualised: false,
  standard: null,
  withoutAccident: [],
  deathWithin: null,
  lostDays: 1,
  smooth: null,
};

/** What a response says of the choices of its request; those left at their default are not among them. */
export const chosenSchema = z.object({
  yearOf: z.enum(yearsOf).optional().describe("Which day of a case decides its period; the day of the accident where absent."),
  regionOf: z.enum(regionsOf).optional().describe("Which region of a case is meant; that of the occurrence where absent."),
  exposureBasis: z
    .enum(responseBases)
    .optional()
    .describe("The one basis of all denominators of the answer; absent where none is stated: per=case and per=none."),
  interval: z.enum(intervalKinds).optional().describe("`accidents`: Fay and Feuer's, of accidents weighted by their victims."),
  compare: z.enum(comparisons).optional().describe("What `previous` of the rows is; there is none where absent."),
  annualised: z.literal(true).optional().describe("Rates are per worker and year, whatever the period; each row says by what factor."),
  standard: z.number().int().optional().describe("Rates are directly standardised over sections by the country's workers of this year."),
  withoutAccident: z.string().optional().describe("Accidents left out of all counts."),
  deathWithin: z.enum(deathLimits).optional().describe("Later deaths count as severe; undated ones stay fatal."),
  lostDays: z.number().int().optional().describe("The least days lost that count as lost time, where it is not 1."),
  smooth: z.enum(smoothings).optional().describe("Each row has a smoothed figure beside the observed one."),
});
export type Chosen = z.infer<typeof chosenSchema>;

export const words = ["higher", "lower", "not_distinguishable"] as const;
export type Word = (typeof words)[number];

/** Why a comparison has no word, in this order: the first that holds is its `reason`. */
export const wordlessReasons = [
  "history_too_short",
  "running",
  "series_break",
  "partial_period",
  "exposure_missing",
  "days_unstated",
  "exposure_conflict",
  "not_a_count",
  "reporters_new",
] as const;
export type WordlessReason = (typeof wordlessReasons)[number];

export const previousRateSchema = z.object({
  period: z.string().describe("The one compared with; with compare=five_years the first and the last of them."),
  count: z.number().describe("Of the period compared with; with compare=five_years of the five together."),
  exposure: z.number().nullable().describe("What the count is divided by; with compare=five_years the sum over the five periods."),
  exposureBasis: z.enum(responseBases).nullable().describe("Of that exposure: the one of the answer."),
  exposureStatus: z.enum(denominatorStates).nullable().describe("Of that exposure; with compare=five_years the least certain of the five."),
  rate: z.number().nullable().describe("Of the period compared with; with compare=five_years the mean, count over exposure."),
  ratio: z.number().nullable().describe("Of the row's rate to this one; null where this count is 0 or a rate is missing."),
  lower: z.number().nullable().describe("Limits of the ratio, 95 %, by the law that comparedBy names; null where there is none."),
  upper: z.number().nullable().describe("The upper one."),
  p: z.number().nullable().describe("The probability of so large a difference, either way, were the two rates equal; unadjusted."),
  word: z
    .enum(words)
    .nullable()
    .describe(
      "At 5 %: by p alone, with by after Benjamini and Hochberg over the rows of the period. Null where a reason stands against it.",
    ),
  reason: z
    .enum(wordlessReasons)
    .nullable()
    .describe(
      "The first that stands against a word, of either side. `history_too_short`: the log began after the period compared with did (same_lag). `running`: the period holds the day of the cut or lies after it. `series_break`: a region of the row changed its area. `partial_period`: from or to cuts it. `exposure_missing`: a side has no rate. `days_unstated`: too few cases state their days. `exposure_conflict`: an exposure is stated in two ways. `not_a_count`: days are not events. `reporters_new`: more than a tenth of the count is of reporters without a case on the other side (same_lag).",
    ),
  comparedBy: z
    .enum(["accidents", "victims"])
    .nullable()
    .describe(
      "accidents, where one accident of two or more counted victims holds more than a fifth of either count, or with interval=accidents: the log ratio weighing accidents by their victims. Else victims: the exact conditional law. Null where nothing is compared.",
    ),
  asOf: z.string().optional().describe("With compare=same_lag: the instant a year before the cut, as of which it is told."),
  watermark: z.string().optional().describe("With compare=same_lag: the cut of that instant."),
  final: z
    .object({
      count: z.number().describe("As known now."),
      ratio: z.number().nullable().describe("Of the row's rate to the one known now."),
    })
    .optional()
    .describe("With compare=same_lag: the same period as it is known now, without a word: the row still lacks what is reported late."),
  reportersNew: z
    .number()
    .nullable()
    .optional()
    .describe("With compare=same_lag: the share of the count from reporters without a case in the other; above a tenth there is no word."),
});

/** Whether areas of one period differ by more than chance; of fewer than eight areas it is not asked. */
export const heterogeneities = ["found", "none_found", "too_few"] as const;

export const smoothedRateSchema = z.object({
  ratio: z
    .number()
    .nullable()
    .describe("The area's risk over that of all areas of the period together, steadied: (count + a) / (expected + b). Null without `a`."),
  rate: z.number().nullable().describe("The same in the unit of the row: ratio times the rate of all areas together."),
  lower: z.number().nullable().describe("Of that rate: the 2.5 % quantile of what it may be, the count of the area known."),
  upper: z.number().nullable().describe("The 97.5 % one."),
  expected: z
    .number()
    .nullable()
    .describe("The count that the rate of all areas together lets expect of this one; null where it has no place."),
  areas: z.number().int().describe("How many areas of the period have a place: those with a rate, those without a case too."),
  a: z
    .number()
    .nullable()
    .describe("Shape of the gamma law of the areas' relative risks, by maximum likelihood; null where there is none."),
  b: z.number().nullable().describe("Its rate; a / b is its mean."),
  heterogeneity: z
    .enum(heterogeneities)
    .describe(
      "`none_found`: the areas of the period differ by no more than chance, so that the rate of all of them together is the best figure for each; `too_few`: fewer than eight. Neither has smoothed figures.",
    ),
});
export type SmoothedRate = z.infer<typeof smoothedRateSchema>;

/** Members of a row that only a choice brings. */
export const chosenRowFields = {
  annualisedBy: z.number().optional().describe("With annualised=true: what the rate and its limits were multiplied by."),
  strataWithoutExposure: z.number().int().optional().describe("With standard: strata of 0 workers and no case, which are left out."),
  unstandardised: z.number().optional().describe("With standard: how much of the count is of no known section, and so in no stratum."),
  previous: previousRateSchema.optional().describe("With compare."),
  smoothed: smoothedRateSchema
    .optional()
    .describe("With smooth: a steadier figure beside the observed one, never instead of it. No word rests on it."),
  routine: z
    .object({
      count: z.number().describe("Without those accidents."),
      rate: z.number().nullable().describe("Over the same denominator."),
      lower: z.number().nullable().describe("Of the exact Poisson interval, 95 %."),
      upper: z.number().nullable().describe("The upper one."),
    })
    .optional()
    .describe("With interval=accidents: without the accidents of five dead or more; the limits are Garwood's."),
  disasters: z
    .array(z.object({ accident: z.string().describe("Its id, as in /v1/explain."), victims: z.number().describe("Counted in the row.") }))
    .optional()
    .describe("With interval=accidents: accidents of five dead or more before any filter, with their victims in the row, the most first."),
};

/** From so many dead an accident is a disaster and not part of `routine` (NUMBERS 2.7). */
export const disasterDeaths = 5;
