/** The response of `GET /v1/revisions`: the values that one row of `/v1/rates` had over time, and what changed each. */
import { z } from "zod";
import { responseCut, recordMembers } from "./response-members.ts";
import { eventTypes } from "../codes/enumerations.ts";
import { chosenSchema } from "./rate-choices.ts";
import { measures, pers, rateFields, ratesRowSchema, reachMembers } from "./rates.ts";

/** What a criterion of the row is called where a case begins or ceases to meet it: the attribute. Others say what became of the case. */
export const revisionCodes = [
  "reported",
  "reported_again",
  "withdrawn",
  "merged",
  "separated",
  "exposure",
  "work_related",
  "date",
  "severity",
  "days_lost",
  "accident_lead",
  "country",
  "region",
  "sector",
  "division",
  "kind",
  "method",
  "commodity",
  "hazard",
  "mine",
  "contractor",
  "evidence",
  "sex",
  "age_band",
  "cause",
  "circumstance",
  "road_traffic",
  "worker_status",
  "migrant",
  "size",
  "employer",
  "site",
  "death_date",
  "registration_date",
  "registration_region",
  "accident",
] as const;
export type RevisionCode = (typeof revisionCodes)[number];

export const changeReasonSchema = z.object({
  code: z.enum(revisionCodes).describe("What became of the case, or the attribute that moved it into the row or out of it."),
  text: z.string().describe("In words: `severity severe → fatal`."),
  before: z.string().nullable().describe("The attribute before the change; null where there was none."),
  after: z.string().nullable().describe("The attribute after it; null where there is none."),
});
export type ChangeReason = z.infer<typeof changeReasonSchema>;

export const rowChangeSchema = z.object({
  case: z.string().nullable().describe("The opaque id of the case; null where the exposure changed."),
  delta: z.number().describe("What it adds to the count, or takes from it."),
  event: z
    .object({
      id: z.string().describe("The reporter's name of the event."),
      ...recordMembers,
      type: z.enum(eventTypes).describe("What was told."),
      revision: z.number().int().describe("Of the record."),
      position: z.string().describe("The place in the log: partition and offset, `0:812`."),
    })
    .describe("The statement that made the change."),
  reasons: z.array(changeReasonSchema).describe("Why it changes the row: at least one."),
});
export type RowChange = z.infer<typeof rowChangeSchema>;

export const rowValueSchema = z.object({
  at: z.string().describe("The effective stamp: asked as of this instant, the row has this value."),
  watermark: z
    .string()
    .describe("The smallest cut that holds all that had a say in the row up to then: as of it, the row has this value too."),
  count: z.number().describe("The count of the row at that time."),
  ...rateFields,
  running: ratesRowSchema.shape.running,
  unstated: ratesRowSchema.shape.unstated,
  partial: ratesRowSchema.shape.partial,
  intervalReason: ratesRowSchema.shape.intervalReason,
  annualisedBy: ratesRowSchema.shape.annualisedBy,
  changes: z.array(rowChangeSchema).describe("What made this value out of the one before, in the order of the log's stamps."),
});
export type RowValue = z.infer<typeof rowValueSchema>;

export const revisionsResponseSchema = z.object({
  ...responseCut,
  watermark: responseCut.watermark.describe("The cut this was computed from; every page of one answer is of the same."),
  measure: z.enum(measures).describe("As asked."),
  per: z.enum(pers).describe("As asked."),
  ...chosenSchema.shape,
  ...reachMembers,
  row: ratesRowSchema.describe("The row of /v1/rates at this cut."),
  values: z.array(rowValueSchema).describe("The oldest first."),
  nextCursor: z.string().nullable().describe("The cursor of the next page; null on the last."),
});
export type RevisionsResponse = z.infer<typeof revisionsResponseSchema>;
