/** The response of `GET /v1/records` without a subject: the records of a reporter, the one that was told of last first. */
import { z } from "zod";
import { eventTypes, severities } from "../codes/enumerations.ts";
import { countingCodes } from "./record-response.ts";
import { recordMembers, responseCut } from "./response-members.ts";

export const listedRecordSchema = z.object({
  entity: recordMembers.entity,
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
  occurredAt: z.string().nullable().describe("As the standing statement tells; null of exposures and of what is withdrawn."),
  severity: z.enum(severities).nullable().describe("The same; other reporters of the case may tell a graver one."),
  period: z.string().nullable().describe("Of an exposure: 2026, 2026-Q1 or 2026-01."),
  counts: z.boolean().describe("Whether figures hold it."),
  code: z.enum(countingCodes).describe("Whether it counts and why."),
  text: z.string().describe("The same in words."),
  case: z.string().nullable().describe("The opaque id of its case; null of exposures and of what is withdrawn."),
});
export type ListedRecord = z.infer<typeof listedRecordSchema>;

export const recordListResponseSchema = z.object({
  ...responseCut,
  source: z.string().describe("As asked."),
  rows: z.array(listedRecordSchema).describe("By the last statement, the newest first."),
  nextCursor: z.string().nullable().describe("Where the next page begins; null on the last."),
});
export type RecordListResponse = z.infer<typeof recordListResponseSchema>;
