/**
 * The responses of `GET /v1/records`: all statements of one record, which one is effective, and whether and as what it counts; and the
 * list of a reporter's records.
 */
import { z } from "zod";
import { responseCut, exposureCellMembers, recordMembers } from "./response-members.ts";
import { responseBases } from "./rates.ts";
import { evidences, eventTypes, exposureStatuses, recordEntities, roles, severities, workRelations } from "../codes/enumerations.ts";

const position = z.string().describe("The place in the log: partition and offset, `0:812`.");
const ofOthers = "Null where other reporters tell of the case and the caller reads for its own sources alone.";
const text = z.string().describe("The same in words.");

/** The reporter and its name for the record. */
export const recordNameSchema = z.object(recordMembers);
export type RecordName = z.infer<typeof recordNameSchema>;

const reportRecordSchema = recordNameSchema.extend({ role: z.enum(roles).describe("Of the reporter.") });

export const notEffectiveCodes = ["higher_revision", "repetition", "conflict"] as const;

export const reportedStatementSchema = z.object({
  position,
  recordedAt: z.string().describe("When the log took it."),
  effectiveAt: z.string().describe("The larger of its own stamp and its predecessor's in the partition: what asOf selects by."),
  id: z.string().describe("The reporter's name of the event."),
  type: z.enum(eventTypes).describe("What was told."),
  revision: z.number().int().describe("Of the record; the highest stands."),
  time: z.string().nullable().describe("When the reporter made the statement, as written."),
  role: z.enum(roles).describe("Of the reporter, as accepted."),
  content: z.string().describe("SHA-256 of the RFC 8785 JSON of `{data, type}` as stored: of equal revisions the greater one stands."),
  data: z
    .record(z.string(), z.unknown())
    .describe(
      "As stored: pseudonyms in place of personal identifiers. With a token `worker.ref` is a pseudonym made for this reader (`qg1:reader:…`), which no event may hold: send the IIN, or your own reference.",
    ),
  stands: z.boolean().describe("Whether it is what the record says now."),
  reason: z
    .object({
      code: z.enum(notEffectiveCodes).describe("What stands before it."),
      position: position.describe("Of the statement that stands before it."),
      text,
    })
    .nullable()
    .describe("Why it does not stand; null where it does."),
});
export type ReportedStatement = z.infer<typeof reportedStatementSchema>;

export const countingCodes = ["counts", "withdrawn", "work_related_no", "outranked", "no_figure", "beside_cases"] as const;

const recordEntity = z
  .enum(recordEntities)
  .describe("Whether it is of a case, a claim or an exposure; or of what stands beside the cases, in no count of them.");

const sameAsSchema = recordNameSchema.extend({
  hasEffect: z.boolean().describe("Whether the two are one case by it."),
  code: z.enum(["resolved", "unknown", "withdrawn", "not_joined", "too_many"]).describe("Why it has effect, or has none."),
  text,
});

const accidentSchema = z.object({
  id: z.string().describe("An opaque name: it tells nobody what it is of."),
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
  id: z.string().describe("An opaque name: it tells nobody what it is of."),
  date: z.string().describe("Of occurrence, YYYY-MM-DD."),
  severity: z.enum(severities).nullable().describe(`The gravest that is told. ${ofOthers}`),
  severityDisputed: z.boolean().describe("Whether the highest-standing statement tells of a lesser severity."),
  workRelated: z.enum(workRelations).nullable().describe(`As merged of all who tell of the case. ${ofOthers}`),
  evidence: z.enum(evidences).describe("Whether a reporter of cases tells of it, or only an insurer."),
  lead: reportRecordSchema.describe("The highest-standing record of the case: every attribute it states is the case's."),
  otherRecords: z.array(reportRecordSchema).describe("Of the same case, the highest-standing first."),
  accident: accidentSchema.describe("The accident that the case is a victim of."),
});
export type CaseOfRecord = z.infer<typeof caseOfRecordSchema>;

export const exposureOfRecordSchema = z.object({
  cell: z.object(exposureCellMembers).describe("What it is stated for; null is all of it."),
  period: z.string().describe("As stated: 2026, 2026-Q1 or 2026-01."),
  status: z.enum(exposureStatuses).describe("Final or provisional, as stated."),
  figures: z
    .array(
      z.object({
        basis: z.enum(responseBases).describe("What kind of exposure it is."),
        value: z.number().describe("As stated: workers, hours or tonnes."),
        isUsed: z.boolean().describe("Whether it is the figure of that very cell, period and basis."),
        outrankedBy: recordNameSchema.extend({ position }).nullable().describe("Whose figure is used instead; null where this one is."),
      }),
    )
    .describe("One for each kind of exposure that it states."),
});
export type ExposureOfRecord = z.infer<typeof exposureOfRecordSchema>;

export const heldRecordSchema = z.object({
  entity: recordEntity,
  standing: position.describe("The position of the statement that stands."),
  withdrawn: z.boolean().describe("Whether the record is taken back."),
  conflict: z.boolean().describe("Whether the standing revision was told with different contents."),
  counts: z.boolean().describe("Whether figures hold it."),
  code: z.enum(countingCodes).describe("Whether it counts and why."),
  text: z.string().describe("Whether it counts and why, in words."),
  case: caseOfRecordSchema.nullable().describe("Of cases and claims; null of what is withdrawn."),
  sameAs: sameAsSchema.nullable().describe("The record it says it tells of the same case with; null where it says none."),
  exposure: exposureOfRecordSchema.nullable().describe("Of exposures; null of what is withdrawn."),
  statements: z.array(reportedStatementSchema).describe("Every statement of the record, in the order of the log."),
});
export type HeldRecord = z.infer<typeof heldRecordSchema>;

export const recordResponseSchema = z.object({
  ...responseCut,
  source: z.string().describe("As asked."),
  subject: z.string().describe("As asked."),
  records: z
    .array(heldRecordSchema)
    .describe("A case, a claim and an exposure may have the same source and subject, and so may what stands beside them."),
});
export type RecordResponse = z.infer<typeof recordResponseSchema>;

export const listedRecordSchema = z.object({
  entity: recordEntity,
  subject: recordMembers.subject,
  position: z.string().describe("Of its last statement: partition and offset, `0:812`."),
  recordedAt: z.string().describe("When the log took that one."),
  effectiveAt: z.string().describe("The larger of its own stamp and its predecessor's in the partition: what rows are ordered by."),
  time: z.string().nullable().describe("When the reporter made it, as written."),
  type: z.enum(eventTypes).describe("What it told."),
  revision: z.number().int().describe("Of it."),
  statements: z.number().int().describe("How many there are of the record, repetitions included."),
  standing: z
    .string()
    .describe("The position of the statement that stands: the last one, unless it was of a lower revision or a repetition."),
  conflict: z.boolean().describe("Whether the standing revision was told with different contents."),
  occurredAt: z
    .string()
    .nullable()
    .describe("Of a case, a claim or an occurrence, as the standing statement tells; null of what is withdrawn."),
  severity: z.enum(severities).nullable().describe("The same; other reporters of the case may tell a graver one."),
  period: z.string().nullable().describe("Of an exposure: 2026, 2026-Q1 or 2026-01; of statistics of the inspection: 2026."),
  counts: z.boolean().describe("Whether figures hold it."),
  code: z.enum(countingCodes).describe("Whether it counts and why."),
  text: z.string().describe("The same in words."),
  case: z.string().nullable().describe("The opaque id of its case; null of what is withdrawn, and of what no case is made of."),
});
export type ListedRecord = z.infer<typeof listedRecordSchema>;

export const recordListResponseSchema = z.object({
  ...responseCut,
  source: z.string().describe("As asked."),
  rows: z.array(listedRecordSchema).describe("By the last statement, the newest first."),
  nextCursor: z.string().nullable().describe("Where the next page begins; null on the last."),
});
export type RecordListResponse = z.infer<typeof recordListResponseSchema>;
