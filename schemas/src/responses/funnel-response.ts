/** The response of `GET /v1/funnel`: which areas or enterprises differ from the others more than chance allows (METHODS, section 4). */
import { z } from "zod";
import { chosenSchema, denominatorStates } from "./rate-choices.ts";
import type { RatesQuery } from "./rates.ts";
import { deathFields, missingReasons, pers, ratesResponseSchema, ratesRowSchema } from "./rates.ts";
import { responseCut } from "./response-members.ts";

/** What is compared. Sections are not: they differ by nature. */
export const funnelDimensions = ["region", "division", "mine", "employer"] as const;
export type FunnelDimension = (typeof funnelDimensions)[number];

/** Days are not events, and so have no limits by chance. */
export const funnelMeasures = ["accidents", "injured", "fatal", "severe", "light", "lost_time"] as const;
export type FunnelMeasure = (typeof funnelMeasures)[number];

export const funnelPers = pers.filter((per) => per !== "case" && per !== "none");

export const funnelPeriods = ["year", "quarter", "month", "ytd", "rolling12m"] as const;
export type FunnelPeriod = (typeof funnelPeriods)[number];

export const funnelWords = ["above_99.8", "above_95", "inside", "below_95", "below_99.8"] as const;
export type FunnelWord = (typeof funnelWords)[number];

/** Why an area has no place in the funnel, or no word. */
export const funnelReasons = [...missingReasons, "exposure_conflict", "too_few"] as const;
export type FunnelReason = (typeof funnelReasons)[number];

/** How many points a curve has. */
export const funnelCurvePoints = 40;

/** The request, once codes are checked and defaults are filled in. */
export interface FunnelQuery {
  /** Its `by` is the one dimension of the areas. Its days are those of the requested period; null where the cut decides. */
  readonly rates: RatesQuery & { readonly measure: FunnelMeasure; readonly period: FunnelPeriod };
  readonly by: FunnelDimension;
}

const limits = z.object({
  lower998: z.number().describe("In the unit of the target, as all limits are: below it lies one area in a thousand by chance."),
  lower95: z.number().describe("Below it lies one in forty."),
  upper95: z.number().describe("Above it lies one in forty."),
  upper998: z.number().describe("Above it lies one in a thousand."),
});
export type FunnelLimits = z.infer<typeof limits>;

const limitMembers = {
  limits: limits.optional().describe("Of chance alone. Absent where the area has no place in the funnel."),
  inflated: limits
    .optional()
    .describe("Where the areas are overdispersed: the limits moved away from the target by √φ. Words go by these then."),
};

const { region, division, mine, employer } = ratesRowSchema.shape;

export const funnelRowSchema = z.object({
  region,
  division,
  mine,
  employer,
  count: z.number().describe("What the measure counts. With `standard` those of no known section are left out (`unstandardised`)."),
  victims: z
    .number()
    .optional()
    .describe("With measure=accidents: the counting victims in the area, of these and of accidents whose lead case is elsewhere."),
  exposure: ratesRowSchema.shape.exposure.describe("Workers, hours or tonnes of the area."),
  exposureStatus: z.enum(denominatorStates).nullable().describe("As in /v1/rates."),
  exposurePeriod: ratesRowSchema.shape.exposurePeriod,
  exposureConflict: ratesRowSchema.shape.exposureConflict,
  rate: z.number().nullable().describe("Count over exposure in the unit of `per`. Null: the area has no place in the funnel."),
  expected: z
    .number()
    .nullable()
    .describe("How many the target lets expect of it; with `standard` the sum of the sections' rates over the area's exposure in each."),
  ratio: z.number().nullable().describe("Count over expected. With `standard` this is what the target and the limits are of."),
  ...limitMembers,
  word: z
    .enum(funnelWords)
    .nullable()
    .describe("Where the rate, with `standard` the ratio, lies beside the limits: the inflated ones where there are any."),
  reason: z
    .enum(funnelReasons)
    .nullable()
    .describe(
      "Why there is no word. As in /v1/rates, and: `series_break`: the area changed within the period. `exposure_conflict`: its exposure is stated in two ways; it has its place all the same. `too_few`: nothing to compare it with, or nothing expected of it.",
    ),
  unstandardised: z.number().optional().describe("With `standard`: cases of no known section. Of more than 5 % the area has no place."),
});
export type FunnelRow = z.infer<typeof funnelRowSchema>;

export const funnelCurveSchema = z.object({
  exposure: z.number().nullable().describe("Null with `standard`, where areas lie by what is expected of them."),
  expected: z.number().describe("Of an area of that exposure."),
  limits: limits.describe("Of chance alone."),
  inflated: limitMembers.inflated,
});
export type FunnelCurvePoint = z.infer<typeof funnelCurveSchema>;

const { yearOf, regionOf, exposureBasis, standard, withoutAccident, deathWithin, lostDays } = chosenSchema.shape;

export const funnelResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods: it rises when a formula or a default changes."),
  method: z
    .object({
      name: z.literal("funnel").describe("Which method it is."),
      parameters: z
        .object({
          probabilities: z.array(z.number()).describe("Of a count below each of the four limits."),
          winsorised: z.number().describe("The share of the areas at either end whose score is set to the next one."),
          areasMin: z.number().describe("Of fewer areas their spread widens no limits."),
        })
        .describe("What it was computed with."),
    })
    .describe("Spiegelhalter (2005)."),
  by: z.enum(funnelDimensions).describe("What is compared."),
  measure: z.enum(funnelMeasures).describe("As asked."),
  per: z.enum(pers).describe("As asked."),
  period: ratesRowSchema.shape.period.describe("The one period, as /v1/rates calls it."),
  running: z.literal(true).optional().describe("It holds the day of the cut or lies after it: what is reported late is still missing."),
  ...{ yearOf, regionOf, exposureBasis, standard, withoutAccident, deathWithin, lostDays },
  ...deathFields,
  commutingLeftOut: ratesResponseSchema.shape.commutingLeftOut,
  target: z
    .number()
    .nullable()
    .describe("The rate of all areas with a place in the funnel together; 1 with `standard`. Null where there is none."),
  areas: z.number().int().describe("How many have a place in it."),
  phi: z
    .number()
    .nullable()
    .describe("How much the areas spread, as the mean square of their winsorised scores: 1 by chance alone. Null of fewer than eight."),
  phiLimit: z.number().nullable().describe("1 and two standard errors: above it the areas are overdispersed."),
  overdispersed: z.boolean().describe("Whether they spread more than chance allows, so that their limits are inflated."),
  rows: z.array(funnelRowSchema).describe("By code; unknown comes last. Never a rank."),
  curves: z
    .array(funnelCurveSchema)
    .describe("The limits from the smallest to the largest area, evenly by the logarithm: what a page draws. Not in a file."),
});
export type FunnelResponse = z.infer<typeof funnelResponseSchema>;
