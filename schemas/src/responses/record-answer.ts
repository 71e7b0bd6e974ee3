/** The answer of `GET /v1/records`: all that is held under one name, what of it stands, and whether and as what it counts. */
import { z } from "zod";
import { answeredBases } from "./rates.ts";
import { entities, evidences, eventTypes, exposureStatuses, roles, severities, workRelations } from "../codes/enumerations.ts";

const position = z.string().describe("The place in the log: partition and offset, `0:812`.");
const text = z.string().describe("The same in words.");

/** Who tells, by what name. */
export const recordNameSchema = z.object({ source: z.string(), entity: z.enum(entities), subject: z.string() });
export type RecordName = z.infer<typeof recordNameSchema>;

const tellingRecordSchema = recordNameSchema.extend({ role: z.enum(roles) });

export const notStandingCodes = ["higher_revision", "repetition", "conflict"] as const;

export const toldStatementSchema = z.object({
  position,
  recordedAt: z.string(),
  effectiveAt: z.string().describe("The larger of its own stamp and its predecessor's in the partition: what asOf selects by."),
  id: z.string(),
  type: z.enum(eventTypes),
  revision: z.number().int(),
  time: z.string().nullable().describe("When the reporter made the statement, as written."),
  role: z.enum(roles),
  content: z.string().describe("SHA-256 of the RFC 8785 JSON of `{data, type}`: of equal revisions the greater one stands."),
  data: z.record(z.string(), z.unknown()).describe("As stored: pseudonyms in place of personal identifiers."),
  stands: z.boolean(),
  reason: z
    .object({ code: z.enum(notStandingCodes), position: position.describe("Of the statement that stands before it."), text })
    .nullable()
    .describe("Why it does not stand; null where it does."),
});
export type ToldStatement = z.infer<typeof toldStatementSchema>;

export const countingCodes = ["counts", "withdrawn", "work_related_no", "outranked", "no_figure"] as const;

const sameAsSchema = recordNameSchema.extend({
  hasEffect: z.boolean(),
  code: z.enum(["resolved", "unknown", "withdrawn", "not_joined", "too_many"]),
  text,
});

const accidentSchema = z.object({
  id: z.string().describe("Opaque."),
  victims: z.number().int().describe("How many of its victims count; two or more make a group accident."),
  leadCase: z.string().nullable().describe("The case that the accident is counted at; null where no victim counts."),
  isLead: z.boolean().describe("Whether that is the case of this record."),
  atWork: z
    .object({
      victims: z.number().int().describe("How many of its victims count."),
      leadCase: z.string().nullable().describe("The case that the accident is counted at."),
      isLead: z.boolean().describe("Whether that is the case of this record."),
    })
    .describe("The same where commuters on their own way are left out of the counts, as they are unless a question asks for them."),
});

export const caseOfRecordSchema = z.object({
  id: z.string().describe("Opaque."),
  date: z.string(),
  severity: z.enum(severities),
  severityDisputed: z.boolean().describe("Whether the highest-standing statement tells of a lesser severity."),
  workRelated: z.enum(workRelations),
  evidence: z.enum(evidences),
  lead: tellingRecordSchema.describe("The highest-standing record of the case: every attribute it states is the case's."),
  otherRecords: z.array(tellingRecordSchema).describe("Of the same case, the highest-standing first."),
  accident: accidentSchema,
});
export type CaseOfRecord = z.infer<typeof caseOfRecordSchema>;

export const exposureOfRecordSchema = z.object({
  cell: z
    .object({
      country: z.string(),
      region: z.string().nullable(),
      sector: z.string().nullable(),
      division: z.string().nullable(),
      mine: z.string().nullable(),
      method: z.string().nullable(),
      commodity: z.string().nullable(),
      contractor: z.boolean().nullable(),
    })
    .describe("Null is all of it."),
  period: z.string(),
  status: z.enum(exposureStatuses),
  figures: z.array(
    z.object({
      basis: z.enum(answeredBases),
      value: z.number(),
      isUsed: z.boolean().describe("Whether it is the figure of that very cell, period and basis."),
      outrankedBy: recordNameSchema.extend({ position }).nullable(),
    }),
  ),
});
export type ExposureOfRecord = z.infer<typeof exposureOfRecordSchema>;

export const heldRecordSchema = z.object({
  entity: z.enum(entities),
  standing: position.describe("The position of the statement that stands."),
  withdrawn: z.boolean(),
  conflict: z.boolean().describe("Whether the standing revision was told with different contents."),
  counts: z.boolean(),
  code: z.enum(countingCodes),
  text: z.string().describe("Whether it counts and why, in words."),
  case: caseOfRecordSchema.nullable().describe("Null of exposures and of what is withdrawn."),
  sameAs: sameAsSchema.nullable().describe("The record it says it tells of the same case with; null where it says none."),
  exposure: exposureOfRecordSchema.nullable().describe("Null of cases and claims, and of what is withdrawn."),
  statements: z.array(toldStatementSchema).describe("Every statement of the record, in the order of the log."),
});
export type HeldRecord = z.infer<typeof heldRecordSchema>;

export const recordAnswerSchema = z.object({
  asOf: z.string().nullable(),
  watermark: z.string().describe("The cut this was computed from."),
  rules: z.number(),
  source: z.string(),
  subject: z.string(),
  records: z.array(heldRecordSchema).describe("A case, a claim and an exposure may have the same source and subject."),
});
export type RecordAnswer = z.infer<typeof recordAnswerSchema>;
