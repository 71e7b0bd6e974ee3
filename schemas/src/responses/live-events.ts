/** The events of `GET /v1/live`: `snapshot` is a response of `/v1/rates` as it is; the data of the others are here. */
import { z } from "zod";
import { rateDimensions, ratesResponseSchema, ratesRowSchema } from "./rates.ts";

/** The names of the events, as they stand after `event:`. */
export const liveEvents = ["snapshot", "change", "behind"] as const;
export type LiveEvent = (typeof liveEvents)[number];

/** What makes the next response of the one before (`applyChange`). Members in the order of the event: those at the top are of the new response. */
export const ratesChangeSchema = z.object({
  since: z.string().describe("The watermark of the answer that this changes: the `id` of the event before."),
  by: z.array(z.enum(rateDimensions)).describe("The members that, with `period`, name a row; as asked."),
  ...ratesResponseSchema.omit({ rows: true }).shape,
  changed: z
    .array(
      z.object({
        place: z.number().int().min(0).describe("Its index in the new `rows`."),
        row: ratesRowSchema.describe("The whole row."),
      }),
    )
    .describe("Rows that are new, or not what they were, by `place`."),
  removed: z
    .array(z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])))
    .describe("Rows that are there no more: `period` and the members of `by` of each."),
});
export type RatesChange = z.infer<typeof ratesChangeSchema>;

export const liveBehindSchema = z.object({
  records: z
    .number()
    .int()
    .min(0)
    .nullable()
    .describe("Records of the log that are not in the figures yet; null where the log does not say where it ends."),
  ready: z.boolean().describe("Whether what was in the log at the start is in the figures; false only with `partial=true`."),
  rule: z
    .string()
    .nullable()
    .describe("Why the figures cannot be read now, a rule id of `/v1/rules`; null where they can. The stream goes on by itself."),
});
export type LiveBehind = z.infer<typeof liveBehindSchema>;
