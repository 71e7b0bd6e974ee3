/** The answer of `GET /v1/rollups/annual/{year}`: a year of Kazakhstan against the year before. */
import { z } from "zod";
import { pers, rateFields } from "./rates.ts";

/** Days per case make no rate of victims. */
export const annualPers = pers.filter((per) => per !== "case");
export type AnnualPer = (typeof annualPers)[number];

export const annualScopes = ["total", "region", "sector", "division", "severity"] as const;
export type AnnualScope = (typeof annualScopes)[number];

export interface AnnualRollupQuery {
  readonly year: number;
  readonly per: AnnualPer;
}

export const comparedFigureSchema = z.object({
  value: z.number(),
  previous: z.number(),
  changePercent: z.number().nullable().describe("To two decimals; null where the previous value is 0."),
});
export type ComparedFigure = z.infer<typeof comparedFigureSchema>;

export const annualRollupRowSchema = z.object({
  scope: z.enum(annualScopes),
  code: z.string().nullable().describe("Null in the total, and where the code is unknown."),
  injured: comparedFigureSchema.describe("Victims of accidents, the dead among them; so are the figures up to groupAccidents."),
  fatal: comparedFigureSchema,
  severe: comparedFigureSchema,
  light: comparedFigureSchema,
  accidents: comparedFigureSchema,
  groupAccidents: comparedFigureSchema,
  diseases: comparedFigureSchema,
  poisonings: comparedFigureSchema,
  ...rateFields,
});
export type AnnualRollupRow = z.infer<typeof annualRollupRowSchema>;

export const annualRollupAnswerSchema = z.object({
  year: z.number().int(),
  asOf: z.string().nullable(),
  watermark: z.string(),
  rules: z.number(),
  measure: z.literal("injured"),
  per: z.enum(annualPers),
  rows: z.array(annualRollupRowSchema),
});
export type AnnualRollupAnswer = z.infer<typeof annualRollupAnswerSchema>;
