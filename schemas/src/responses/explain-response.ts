/** The response of `GET /v1/explain`: one row of `/v1/rates` with everything its numbers come from. */
import { z } from "zod";
import { entities, evidences, eventTypes, exposureStatuses, roles, severities } from "../codes/enumerations.ts";
import { chosenSchema } from "./rate-choices.ts";
import { responseBases, measures, pers, ratesRowSchema, reachMembers } from "./rates.ts";

const position = z.string().describe("The place in the log: partition and offset, `0:812`.");

export const formulaSchema = z.object({
  text: z.string().describe("The arithmetic with this row's numbers."),
  count: z.number().describe("That of the row."),
  counts: z.string().describe("What the count is of, in words."),
  exposure: z.number().nullable().describe("That of the row."),
  unit: z.string().nullable().describe("What the exposure is a number of; null with per=none."),
  factor: z.number().nullable().describe("So many of the unit is what the rate is given per."),
  denominator: z.string().describe("Where the exposure comes from, in words, or why there is none."),
  interval: z
    .object({
      method: z
        .enum(["garwood", "fay_feuer", "tiwari"])
        .nullable()
        .describe("`garwood`: exact Poisson. `fay_feuer`: by accidents. `tiwari`: standardised. Null where there is none."),
      level: z.number().nullable().describe("0.95; null where there is none."),
      text: z.string().describe("The arithmetic of the limits, or why there are none."),
    })
    .describe("How the limits of the rate come about."),
});
export type Formula = z.infer<typeof formulaSchema>;

export const stratumSchema = z.object({
  sector: z.string().describe("The section."),
  workers: z.number().describe("Of the whole country, in the year of the standard."),
  weight: z.number().describe("Their share of those in all strata."),
  exposure: z.number().describe("Of the row, in the section."),
});

export type Stratum = z.infer<typeof stratumSchema>;

export const usedExposureSchema = z.object({
  source: z.string().describe("The reporter."),
  subject: z.string().describe("Its number of the record."),
  position,
  role: z.enum(roles).describe("Of the reporter: it decides first which statement is used."),
  period: z.string().describe("As stated."),
  basis: z.enum(responseBases).describe("What the value is a number of."),
  value: z.number().describe("As stated."),
  status: z.enum(exposureStatuses).describe("As stated."),
});
export type UsedExposure = z.infer<typeof usedExposureSchema>;

export const conflictingExposureSchema = usedExposureSchema.extend({
  rule: z.literal("QG-0652").describe("At /v1/rules."),
  outrankedBy: position.describe("Of the statement for the same cell, period and basis that is used."),
});
export type ConflictingExposure = z.infer<typeof conflictingExposureSchema>;

export const contributingStatementSchema = z.object({
  id: z.string().describe("Of the event."),
  position,
  recordedAt: z.string().describe("The stamp that the log gave its record."),
  source: z.string().describe("The reporter."),
  entity: z.enum(entities).describe("A case or a claim."),
  subject: z.string().describe("The reporter's number of the record."),
  type: z.enum(eventTypes).describe("Of the event."),
  revision: z.number().int().describe("Of the record."),
  role: z.enum(roles).describe("Of the reporter."),
});

export const contributingCaseSchema = z.object({
  id: z.string().describe("An opaque name: it tells nobody what it is of."),
  date: z.string().describe("Of the occurrence."),
  countedOn: z.string().describe("The day that decides its period: with yearOf that of death or of registration."),
  severity: z.enum(severities).describe("The gravest that any statement tells."),
  severityDisputed: z.boolean().describe("Whether the highest-standing statement tells of a lesser severity."),
  evidence: z.enum(evidences).describe("`insurer_only` where only claims tell of it."),
  accident: z.string().describe("The opaque id of its accident."),
  count: z.number().describe("What it adds to the count of the row."),
  casesWithDays: z.number().describe("What it adds to the denominator of per=case."),
  statements: z.array(contributingStatementSchema).describe("Its living statements, the highest-standing first."),
  attributes: z.record(z.string(), z.string()).describe("By attribute, the position of the statement that it comes from."),
});
export type ContributingCase = z.infer<typeof contributingCaseSchema>;

export const explainResponseSchema = z.object({
  asOf: z.string().nullable().describe("As asked, where an instant was; else null."),
  watermark: z.string().describe("The cut this was computed from; every page of one answer is of the same."),
  rules: z.number().describe("The number of the merging rules."),
  measure: z.enum(measures).describe("As asked."),
  per: z.enum(pers).describe("As asked."),
  ...chosenSchema.shape,
  ...reachMembers,
  row: ratesRowSchema.describe("The very row of /v1/rates."),
  formula: formulaSchema.describe("How the rate of the row comes about."),
  exposures: z.array(usedExposureSchema).describe("The exposure statements that the denominator is made of."),
  strata: z.array(stratumSchema).optional().describe("With standard: what the rate is the sum of, weight × count ÷ exposure of each."),
  conflicts: z.array(conflictingExposureSchema).describe("Statements for the same cells and periods that are not used."),
  cases: z.array(contributingCaseSchema).describe("Over all pages their counts add up to the count of the row."),
  nextCursor: z.string().nullable().describe("The cursor of the next page; null on the last."),
});
export type ExplainResponse = z.infer<typeof explainResponseSchema>;
