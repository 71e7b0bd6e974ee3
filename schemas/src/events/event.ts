/**
 * The data of an event as the canonical log holds it: after the ingest endpoint, with the worker's IIN replaced by a keyed pseudonym
 * and unknown members dropped. What the ingest endpoint takes in differs in `worker` and `employer.bin` alone (see `inbound-event.ts`).
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
} from "../codes/enumerations.ts";

const text = z.string();
const percent = z.number().min(0).max(100);
const days = z.number().int().min(0);
const date = text.describe("A calendar date, YYYY-MM-DD, from 1900-01-01.");
const dateOrMoment = text.describe("A calendar date, or an RFC 3339 date-time with offset.");
const day = (event: string) => text.describe(`${event}: a calendar date, YYYY-MM-DD.`);
const moment = (event: string) => text.describe(`${event}: a calendar date, or an RFC 3339 date-time with offset.`);
const region = text.describe("ISO 3166-2 code of any country (KZ-35), or a KATO code of nine digits.");
const caseRegion = text.describe("ISO 3166-2 code of any country (KZ-35), a KATO code of nine digits, or a country alone (SG).");
const esaw = (variable: string) => text.describe(`ESAW code of ${variable}.`);
const mine = text.describe("The mine, 1 to 64 characters of a-z, 0-9 and -.");
const contractor = z.boolean().describe("True for a contractor's worker, false for the operator's own; absent where it is not known.");

export const workerSchema = z.object({
  ref: text.describe("qg1:<keyId>:<64 hex> made by this installation, or the reporter's own reference of the worker."),
  sex: z.enum(sexes).optional().describe("Of the worker."),
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
  learnedAt: moment("The employer learnt of the accident").optional(),
  inspectorateAt: moment("The inspectorate was told").optional(),
  insurerAt: moment("The insurer was told").optional(),
  medicalConclusionAt: moment("The medical conclusion on the severity was received").optional(),
  commissionCreatedOn: day("The commission was formed").optional(),
  investigationEndedOn: day("The investigation ended").optional(),
  actSignedOn: day("The act of the accident was signed").optional(),
  enteredOn: day("The accident was entered in the register").optional(),
});

const miningSchema = z.object({
  mine: mine.optional(),
  method: z.enum(miningMethods).optional().describe("How it is mined."),
  commodity: z.enum(commodities).optional().describe("What is mined."),
  hazard: z.enum(hazards).optional().describe("The hazard that became the accident."),
  contractor: contractor.optional(),
});

const sameAsSchema = z.object({
  source: text.describe("The reporter of that record."),
  subject: text.describe("Its number of the record."),
  entity: z.enum(["case", "claim"]).optional().describe("case where absent."),
});

export const caseDataSchema = z.object({
  occurredAt: dateOrMoment.describe(
    "A date, or a date-time with offset; the date written is the date counted. In Kazakhstan the offset is +05:00 or +06:00.",
  ),
  kind: z.enum(kinds).describe("An accident, an occupational disease or an acute poisoning: separate in all figures."),
  severity: z.enum(severities).describe("By the medical conclusion; a case has the gravest that any of its statements tells."),
  employer: employerSchema.describe("The enterprise of the worker."),
  accident: text.optional().describe("The reporter's number of the accident; its victims share it."),
  workRelated: z.enum(workRelations).optional().describe("Whether it was found to be related to work; absent: under investigation."),
  diedOn: date.optional().describe("With severity fatal only."),
  worker: workerSchema.optional().describe("Who was hurt or fell ill; absent where it is not known."),
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
  daysLost: days.optional().describe("Days away from work; 0 is a statement, absent is silence."),
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
  injury: z
    .object({ type: esaw("the type of injury").optional(), bodyPart: esaw("the part of body injured").optional() })
    .optional()
    .describe("What was injured, and how."),
  deviation: esaw("the deviation").optional(),
  contact: esaw("the contact, mode of injury").optional(),
  causes: z.array(z.enum(causes)).min(1).max(causes.length).optional().describe("The main one first."),
  fault: z
    .object({
      employerPercent: percent.optional().describe("Of the employer."),
      workerPercent: percent.optional().describe("Of the worker."),
    })
    .optional()
    .describe("As the investigation divided it, in percent; taken whole from one statement."),
  notified: notifiedSchema.optional().describe("When who was told, and what followed: for the statutory terms."),
  mining: miningSchema.optional().describe("Of an accident at a mine."),
  sameAs: sameAsSchema.optional().describe("Another record that tells of the same case."),
});
export type CaseData = z.infer<typeof caseDataSchema>;

export const claimSchema = z.object({
  status: z.enum(claimStatuses).describe("How the claim stands."),
  capacityLossPercent: percent.optional().describe("Lost professional capacity, in percent."),
  actNumber: text.optional().describe("Of the act of the accident."),
  decidedOn: day("The insurer decided").optional(),
  paidKzt: z.number().min(0).optional().describe("Paid so far, tenge."),
});
export const claimDataSchema = caseDataSchema.extend({ claim: claimSchema.describe("What only the insurer knows.") });
export type ClaimData = z.infer<typeof claimDataSchema>;

export const exposureDataSchema = z.object({
  period: text.describe("A year, a quarter or a month: 2026, 2026-Q1 or 2026-01."),
  region: text.optional().describe("ISO 3166-2, a first-level KATO code, or a country code (US); absent is KZ."),
  sector: text.optional().describe("A section letter or the two digits of a division."),
  mine: mine.optional(),
  method: z.enum(miningMethods).optional().describe("How it is mined."),
  commodity: z.enum(commodities).optional().describe("What is mined."),
  contractor: z.boolean().optional().describe("True for contractors' workers, false for the operator's own; absent is both."),
  sex: z.enum(sexes).optional().describe("Of the workers; absent is both."),
  ageBand: z.enum(ageBands).optional().describe("Of the workers; absent is every age."),
  workerStatus: z.enum(workerStatuses).optional().describe("What the workers are to the enterprise; absent is all."),
  size: z.enum(enterpriseSizes).optional().describe("Of the enterprise, by its number of workers."),
  employer: z
    .object({ bin: text.describe("Twelve digits.") })
    .optional()
    .describe("One enterprise; what is stated of it is no part of any other cell."),
  workers: z.number().min(0).optional().describe("A stock: the mean number over the period. Its kind is `basis`."),
  hours: z.number().min(0).optional().describe("A flow: hours worked in the period."),
  tonnes: z.number().min(0).optional().describe("A flow: tonnes produced in the period."),
  basis: z.enum(exposureBases).optional().describe("What kind of number `workers` is; required with them, and of no meaning without."),
  status: z.enum(exposureStatuses).describe("A rate is final only where all of its denominator is."),
});
export type ExposureData = z.infer<typeof exposureDataSchema>;

export const withdrawnDataSchema = z.object({ reason: text.optional() });
export type WithdrawnData = z.infer<typeof withdrawnDataSchema>;
