/** The parameters and the response of `GET /v1/rollups/annual/{year}`: a year of Kazakhstan against the year before. */
import { z } from "zod";
import { regionsOf, yearsOf } from "./rate-choices.ts";
import { responseBases, missingReasons, pers, rateFields } from "./rates.ts";

/** Days per case make no rate of victims. */
export const annualPers = pers.filter((per) => per !== "case");
export type AnnualPer = (typeof annualPers)[number];

/** `complex` is the mining and metallurgical one, which lies across sections B and C; so it has a scope to itself. */
export const annualScopes = ["total", "region", "sector", "complex", "division", "severity", "sex", "ageBand", "cause"] as const;
export type AnnualScope = (typeof annualScopes)[number];

/** What decides the figures of a response beside its cut. */
export const annualRequest = {
  year: z.number().int().describe("The calendar year."),
  per: z.enum(annualPers).describe("What the injured are divided by."),
  yearOf: z
    .enum(yearsOf)
    .describe("Which day of a case decides its year: of the accident, of death (else of the accident) or of registration."),
  regionOf: z.enum(regionsOf).describe("Which region: where it happened, or where the employer is registered."),
};
const annualRequestSchema = z.object(annualRequest);
export type AnnualRollupQuery = Readonly<z.infer<typeof annualRequestSchema>>;

/** Percentages and changes, half away from zero; see `comparedFigureSchema`. */
export const annualRounding = { percentDecimals: 2, mode: "half_away_from_zero" } as const;

const changeInPercent = "Of the value against the previous one, to two decimals, half away from zero; null where the previous value is 0";

export const comparedFigureSchema = z.object({
  value: z.number().describe("Of the year, as far as it is known at the cut."),
  previous: z.number().describe("Of the whole year before."),
  changePercent: z.number().nullable().describe(`${changeInPercent}, or the year is still running.`),
  reason: z.literal("running").optional().describe("Why there is no changePercent: a part of a year is not set against a whole one."),
  toDate: z
    .object({
      value: z.number().describe("Up to the day of the cut."),
      previous: z.number().describe("Of the same days of the year before, as toDate of the answer says it was known."),
      changePercent: z.number().nullable().describe(`${changeInPercent}.`),
    })
    .optional()
    .describe("Of the running year that holds the day of the cut."),
});
export type ComparedFigure = z.infer<typeof comparedFigureSchema>;

const share = z.object({
  percent: z.number().nullable().describe("To two decimals, half away from zero; null where the base is 0."),
  base: z.number().describe("The victims of the total, which the percentage is of."),
});

const fault = z.object({
  cases: z.number().describe("Victims of accidents for whom the fault was laid in percent; the means are of these."),
  employerPercent: z.number().nullable().describe("The mean share of the employer, to two decimals; null where there are none."),
  workerPercent: z.number().nullable().describe("That of the worker."),
});

const severityRate = z.object({
  per: z.literal("100000_workers").describe("Whatever `per` is asked for."),
  rate: z.number().nullable().describe("Over the denominator of the row; six significant digits."),
  lower: z.number().nullable().describe("Limits of the exact Poisson interval, 95 %."),
  upper: z.number().nullable().describe("The upper one."),
  reason: z.enum(missingReasons).nullable().describe("Why there is no rate."),
});

const seriesBreak = z.object({
  on: z.string().describe("The day on which the regions were formed."),
  regions: z.array(z.string()).describe("Together these cover what one region covered before: only their sum goes on."),
});

export const annualRollupRowSchema = z.object({
  scope: z.enum(annualScopes).describe("What the row is of; `complex` is the mining and metallurgical complex."),
  code: z.string().nullable().describe("Null in the total, and where the code is unknown."),
  injured: comparedFigureSchema.describe("Victims of accidents, the dead among them; so are the figures up to groupVictims."),
  fatal: comparedFigureSchema,
  severe: comparedFigureSchema,
  light: comparedFigureSchema,
  accidents: comparedFigureSchema,
  groupAccidents: comparedFigureSchema,
  groupVictims: comparedFigureSchema.describe("Victims of accidents with two or more of them, each in the cell of its own."),
  diseases: comparedFigureSchema.describe("Stand apart, as poisonings do: in none of the figures before them."),
  poisonings: comparedFigureSchema,
  ...rateFields,
  running: z.literal(true).optional().describe("The year holds the day of the cut or lies after it: the figures are provisional."),
  rates: z
    .object({
      fatal: severityRate.describe("Of the dead."),
      severe: severityRate.describe("Of the severely injured."),
      light: severityRate.describe("Of the lightly injured."),
    })
    .describe("Of the victims of each severity, per 100,000 workers whatever per is asked for; a worker's rate of death is published so."),
  share: share.describe("Of the injured in those of the total."),
  fault: fault.describe("Employer and worker as the investigation laid it; a side that is not stated has what the other leaves of 100."),
  seriesBreak: seriesBreak
    .nullable()
    .describe("Of a region that was split in this year or the one before: the two years are not of one area."),
});
export type AnnualRollupRow = z.infer<typeof annualRollupRowSchema>;

export const annualRollupResponseSchema = z.object({
  year: annualRequest.year,
  asOf: z.string().nullable().describe("As asked, where an instant was; else null."),
  watermark: z.string().describe("The cut this was computed from."),
  rules: z.number().describe("The number of the merging rules."),
  measure: z.literal("injured").describe("What the rate of a row is of."),
  per: annualRequest.per,
  exposureBasis: z.enum(responseBases).nullable().describe("The one basis of the denominators of all rows; null with per=none."),
  yearOf: annualRequest.yearOf,
  regionOf: annualRequest.regionOf,
  running: z.literal(true).optional().describe("The year holds the day of the cut or lies after it."),
  toDate: z
    .object({
      to: z.string().describe("The day of the cut: the +05:00 date of its last effective stamp."),
      previousTo: z.string().describe("The same day of the year before; the 28th for 29 February."),
      previousAsOf: z
        .string()
        .nullable()
        .describe(
          "The instant a year before the cut, as of which the year before is told; null where the log does not reach back so far: as of this cut.",
        ),
      previousWatermark: z.string().nullable().describe("The cut of that instant; null with it."),
    })
    .optional()
    .describe("Of the running year that holds the day of the cut: what toDate of the figures is of."),
  commutingLeftOut: z
    .number()
    .int()
    .optional()
    .describe(
      "How many cases of the year are in no figure, as accidents on the worker's own way to or from work that were not found to be work-related (Labour Code, article 186). Absent where there is none.",
    ),
  rounding: z
    .object({
      percentDecimals: z.number().describe("Decimals of percentages."),
      mode: z.literal("half_away_from_zero").describe("Of halves."),
    })
    .describe("How percentages are rounded."),
  rows: z
    .array(annualRollupRowSchema)
    .describe("The total, and a row for every code of each scope that has a case or an exposure in either year."),
});
export type AnnualRollupResponse = z.infer<typeof annualRollupResponseSchema>;
