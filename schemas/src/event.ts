/**
 * The data of an event as the canonical log holds it: after the door, with the worker's IIN replaced by a keyed pseudonym
 * and unknown members dropped. What the door takes in differs in `worker` and `employer.bin` alone (see `inbound-event.ts`).
 */
import { z } from "zod";
import {
  ageBands,
  causes,
  circumstances,
  claimStatuses,
  commodities,
  enterpriseSizes,
  exposureBases,
  exposureStatuses,
  hazards,
  kinds,
  miningMethods,
  sectorSchemes,
  severities,
  sexes,
  workerStatuses,
  workRelations,
} from "./codes/enumerations.ts";

const text = z.string();
const percent = z.number().min(0).max(100);
const days = z.number().int().min(0);
const date = text.describe("A calendar date, YYYY-MM-DD, from 1900-01-01.");
const dateOrMoment = text.describe("A calendar date, or an RFC 3339 date-time with offset.");
const region = text.describe("ISO 3166-2 code of any country (KZ-35), or a KATO code of nine digits.");
const caseRegion = text.describe("ISO 3166-2 code of any country (KZ-35), a KATO code of nine digits, or a country alone (SG).");
const esaw = (variable: string) => text.describe(`ESAW code of ${variable}.`);
const mine = text.describe("The mine, 1 to 64 characters of a-z, 0-9 and -.");
const contractor = z.boolean().describe("True for a contractor's worker, false for the operator's own; absent where it is not known.");

export const workerSchema = z.object({
  ref: text.describe("qg1:<keyId>:<64 hex> made by this installation, or the reporter's own reference of the worker."),
  sex: z.enum(sexes).optional(),
  ageBand: z.enum(ageBands).optional().describe("At the date of occurrence."),
  occupation: text.optional().describe("ISCO-08, one to four digits."),
  status: z.enum(workerStatuses).optional().describe("What the worker is to the enterprise."),
  migrant: z.boolean().optional().describe("Whether the worker came from abroad to work."),
});

export const employerSchema = z.object({
  bin: text.optional().describe("Twelve digits; may be absent outside Kazakhstan only. A sole proprietor's IIN is kept as a pseudonym."),
  region: region.optional(),
  size: z.enum(enterpriseSizes).optional().describe("Number of workers."),
});

const notifiedSchema = z.object({
  learnedAt: dateOrMoment.optional(),
  inspectorateAt: dateOrMoment.optional(),
  insurerAt: dateOrMoment.optional(),
  medicalConclusionAt: dateOrMoment.optional(),
  commissionCreatedOn: date.optional(),
  investigationEndedOn: date.optional(),
  actSignedOn: date.optional(),
  enteredOn: date.optional(),
});

const miningSchema = z.object({
  mine: mine.optional(),
  method: z.enum(miningMethods).optional(),
  commodity: z.enum(commodities).optional(),
  hazard: z.enum(hazards).optional(),
  contractor: contractor.optional(),
});

const sameAsSchema = z.object({
  source: text,
  subject: text,
  entity: z.enum(["case", "claim"]).optional().describe("case where absent."),
});

export const caseDataSchema = z.object({
  occurredAt: dateOrMoment.describe(
    "A date, or a date-time with offset; the date written is the date counted. In Kazakhstan the offset is +05:00 or +06:00.",
  ),
  kind: z.enum(kinds),
  severity: z.enum(severities),
  employer: employerSchema,
  accident: text.optional().describe("The reporter's number of the accident; its victims share it."),
  workRelated: z.enum(workRelations).optional(),
  diedOn: date.optional().describe("With severity fatal only."),
  worker: workerSchema.optional(),
  region: caseRegion.optional(),
  sector: text
    .optional()
    .describe(
      "The employer's own activity as written in `sectorScheme`: of nace2 (OKED) a section letter (B), or two to five digits, dots optional.",
    ),
  sectorScheme: z
    .enum(sectorSchemes)
    .optional()
    .describe(
      "What `sector` is written in; absent: nace2, which is OKED. Section and division follow by crosswalks, null where there is none.",
    ),
  daysLost: days.optional(),
  restrictedDays: days.optional().describe("Days of restricted work, which are no days lost."),
  permanentIncapacityPercent: percent.optional().describe("Permanent loss of capacity for work, in percent."),
  diagnosis: text
    .optional()
    .describe("ICD-10, such as J62.8. Of diseases the first three characters tell cases of one worker and day apart."),
  circumstance: z
    .enum(circumstances)
    .optional()
    .describe("In Kazakhstan commuting_own is left out of counts unless `workRelated` is yes (Labour Code, article 186)."),
  roadTraffic: z.boolean().optional().describe("Whether it was a road traffic accident."),
  injury: z.object({ type: esaw("the type of injury").optional(), bodyPart: esaw("the part of body injured").optional() }).optional(),
  deviation: esaw("the deviation").optional(),
  contact: esaw("the contact, mode of injury").optional(),
  causes: z.array(z.enum(causes)).min(1).max(causes.length).optional().describe("The main one first."),
  fault: z.object({ employerPercent: percent.optional(), workerPercent: percent.optional() }).optional(),
  notified: notifiedSchema.optional(),
  mining: miningSchema.optional(),
  sameAs: sameAsSchema.optional().describe("Another record that tells of the same case."),
});
export type CaseData = z.infer<typeof caseDataSchema>;

export const claimSchema = z.object({
  status: z.enum(claimStatuses),
  capacityLossPercent: percent.optional(),
  actNumber: text.optional(),
  decidedOn: date.optional(),
  paidKzt: z.number().min(0).optional(),
});
export const claimDataSchema = caseDataSchema.extend({ claim: claimSchema });
export type ClaimData = z.infer<typeof claimDataSchema>;

export const exposureDataSchema = z.object({
  period: text.describe("A year, a quarter or a month: 2026, 2026-Q1 or 2026-01."),
  region: text.optional().describe("ISO 3166-2, a first-level KATO code, or a country code (US); absent is KZ."),
  sector: text.optional().describe("A section letter or the two digits of a division."),
  mine: mine.optional(),
  method: z.enum(miningMethods).optional(),
  commodity: z.enum(commodities).optional(),
  contractor: z.boolean().optional().describe("True for contractors' workers, false for the operator's own; absent is both."),
  sex: z.enum(sexes).optional(),
  ageBand: z.enum(ageBands).optional(),
  workerStatus: z.enum(workerStatuses).optional(),
  size: z.enum(enterpriseSizes).optional().describe("Of the enterprise, by its number of workers."),
  employer: z.object({ bin: text }).optional().describe("One enterprise; what is stated of it is no part of any other cell."),
  workers: z.number().min(0).optional().describe("A stock: the mean number over the period. Its kind is `basis`."),
  hours: z.number().min(0).optional().describe("A flow: hours worked in the period."),
  tonnes: z.number().min(0).optional().describe("A flow: tonnes produced in the period."),
  basis: z.enum(exposureBases).optional().describe("What kind of number `workers` is; required with them, and of no meaning without."),
  status: z.enum(exposureStatuses),
});
export type ExposureData = z.infer<typeof exposureDataSchema>;

export const withdrawnDataSchema = z.object({ reason: text.optional() });
export type WithdrawnData = z.infer<typeof withdrawnDataSchema>;
