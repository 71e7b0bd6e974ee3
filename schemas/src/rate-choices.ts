/** The choices of a question of rates (DESIGN, section 4): what is meant by a year, a region, a denominator, an interval. */
import { z } from "zod";
import type { ExposureBasis } from "./codes/enumerations.ts";

/** Which day of a case decides the period it is in, and which of its two regions is meant; the first is the default. */
export const yearsOf = ["accident", "death", "registration"] as const;
export type YearOf = (typeof yearsOf)[number];
export const regionsOf = ["occurrence", "registration"] as const;
export type RegionOf = (typeof regionsOf)[number];

/** The law by which a rate is bounded: each case by itself, or each accident with all its victims. */
export const intervalKinds = ["poisson", "accidents"] as const;
export type IntervalKind = (typeof intervalKinds)[number];

export const choiceNames = [
  "yearOf",
  "regionOf",
  "exposureBasis",
  "interval",
  "compare",
  "annualised",
  "standard",
  "withoutAccident",
] as const;
export type ChoiceName = (typeof choiceNames)[number];

export interface RateChoices {
  readonly yearOf: YearOf;
  readonly regionOf: RegionOf;
  /** Tried in this order; null: those of the unit, in theirs. */
  readonly exposureBasis: readonly (ExposureBasis | "tonnes")[] | null;
  readonly interval: IntervalKind;
  readonly compare: "previous" | null;
  readonly annualised: boolean;
  /** The year whose workers are the weights; null where rates are crude. */
  readonly standard: number | null;
  /** Opaque ids of accidents whose cases are left out. */
  readonly withoutAccident: readonly string[];
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
};

/** What an answer says of the choices it was asked with; those left at their default are not among them. */
export const chosenSchema = z.object({
  yearOf: z.enum(yearsOf).optional().describe("Which day of a case decides its period; the day of the accident where absent."),
  regionOf: z.enum(regionsOf).optional(),
  exposureBasis: z.string().optional().describe("The bases asked for, in the order in which they are tried."),
  interval: z.enum(intervalKinds).optional().describe("`accidents`: Fay and Feuer's, of accidents weighted by their victims."),
  compare: z.literal("previous").optional(),
  annualised: z.literal(true).optional().describe("Rates are per worker and year, whatever the period; each row says by what factor."),
  standard: z.number().int().optional().describe("Rates are directly standardised over sections by the country's workers of this year."),
  withoutAccident: z.string().optional().describe("Accidents left out of all counts."),
});
export type Chosen = z.infer<typeof chosenSchema>;

export const words = ["higher", "lower", "not_distinguishable"] as const;

export const previousRateSchema = z.object({
  period: z.string().describe("The one before, of the same length, that has no day in common with the row's."),
  count: z.number(),
  rate: z.number().nullable(),
  ratio: z.number().nullable().describe("Of the row's rate to this one; null where this count is 0 or a rate is missing."),
  lower: z.number().nullable().describe("Exact conditional limits of the ratio, 95 %; null where there is none."),
  upper: z.number().nullable(),
  word: z.enum(words).nullable().describe("By the limits; null where there are no rates to compare, or what is counted are no events."),
});

/** Members of a row that only a choice brings. */
export const chosenRowFields = {
  annualisedBy: z.number().optional().describe("With annualised=true: what the rate and its limits were multiplied by."),
  unstandardised: z.number().optional().describe("With standard: how much of the count is of no known section, and so in no stratum."),
  previous: previousRateSchema.optional().describe("With compare=previous."),
};
