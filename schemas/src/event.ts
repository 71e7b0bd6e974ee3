/**
 * The data of an event as the canonical log holds it: after the door, with the worker's IIN replaced by a keyed pseudonym
 * and unknown members dropped. What the door takes in differs in `worker` and `employer.bin` alone (see `inbound-event.ts`).
 */
import { z } from "zod";
import {
  ageBands,
  causes,
  claimStatuses,
  commodities,
  enterpriseSizes,
  exposureBases,
  exposureStatuses,
  hazards,
  kinds,
  miningMethods,
  severities,
  sexes,
  workRelations,
} from "./codes/enumerations.ts";

const text = z.string();
const percent = z.number().min(0).max(100);
const days = z.number().int().min(0);

export const workerSchema = z.object({
  /** `qg1:<keyId>:<64 hex>` made by this installation, or the reporter's own reference. */
  ref: text,
  sex: z.enum(sexes).optional(),
  ageBand: z.enum(ageBands).optional(),
  occupation: text.optional(),
});

export const caseDataSchema = z.object({
  occurredAt: text,
  kind: z.enum(kinds),
  severity: z.enum(severities),
  employer: z.object({ bin: text.optional(), region: text.optional(), size: z.enum(enterpriseSizes).optional() }),
  accident: text.optional(),
  workRelated: z.enum(workRelations).optional(),
  diedOn: text.optional(),
  worker: workerSchema.optional(),
  region: text.optional(),
  sector: text.optional(),
  daysLost: days.optional(),
  injury: z.object({ type: text.optional(), bodyPart: text.optional() }).optional(),
  deviation: text.optional(),
  contact: text.optional(),
  causes: z.array(z.enum(causes)).min(1).optional(),
  fault: z.object({ employerPercent: percent.optional(), workerPercent: percent.optional() }).optional(),
  notified: z
    .object({
      learnedAt: text.optional(),
      inspectorateAt: text.optional(),
      insurerAt: text.optional(),
      medicalConclusionAt: text.optional(),
      commissionCreatedOn: text.optional(),
      investigationEndedOn: text.optional(),
      actSignedOn: text.optional(),
      enteredOn: text.optional(),
    })
    .optional(),
  mining: z
    .object({
      mine: text.optional(),
      method: z.enum(miningMethods).optional(),
      commodity: z.enum(commodities).optional(),
      hazard: z.enum(hazards).optional(),
      contractor: z.boolean().optional(),
    })
    .optional(),
  sameAs: z.object({ source: text, subject: text, entity: z.enum(["case", "claim"]).optional() }).optional(),
});
export type CaseData = z.infer<typeof caseDataSchema>;

export const claimDataSchema = caseDataSchema.extend({
  claim: z.object({
    status: z.enum(claimStatuses),
    capacityLossPercent: percent.optional(),
    actNumber: text.optional(),
    decidedOn: text.optional(),
    paidKzt: z.number().min(0).optional(),
  }),
});
export type ClaimData = z.infer<typeof claimDataSchema>;

export const exposureDataSchema = z.object({
  /** `2026`, `2026-Q1` or `2026-01`. */
  period: text,
  region: text.optional(),
  sector: text.optional(),
  mine: text.optional(),
  method: z.enum(miningMethods).optional(),
  commodity: z.enum(commodities).optional(),
  contractor: z.boolean().optional(),
  /** A stock: the mean number over the period. Its kind is `basis`. */
  workers: z.number().min(0).optional(),
  /** A flow: hours worked in the period. */
  hours: z.number().min(0).optional(),
  /** A flow: tonnes produced in the period. */
  tonnes: z.number().min(0).optional(),
  basis: z.enum(exposureBases),
  status: z.enum(exposureStatuses),
});
export type ExposureData = z.infer<typeof exposureDataSchema>;

export const withdrawnDataSchema = z.object({ reason: text.optional() });
export type WithdrawnData = z.infer<typeof withdrawnDataSchema>;
