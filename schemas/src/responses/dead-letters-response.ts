/** The response of `GET /v1/dead-letters`: messages of a reporter that the Kafka ingest endpoint could not accept, and why. */
import { z } from "zod";
import { faultSchema } from "../faults.ts";

/** Why there is nothing to show. */
const deadLettersReasons = ["no_kafka", "not_permitted"] as const;

export const deadLetterRowSchema = z.object({
  topic: z.string().describe("The inbound topic of the message: with its partition and offset the place where the reporter finds it."),
  partition: z.number().int().describe("Of the message in that topic."),
  offset: z.number().int().describe("The same."),
  writtenAt: z.string().describe("When it was put aside: UTC, three decimals, `Z`. Rows are ordered by it."),
  sentAt: z.string().nullable().describe("The message's own stamp; null where it has none."),
  times: z.number().int().describe("How often it was put aside: more than once where it was read again."),
  id: z.string().nullable().describe("Of the event, as far as it could be stored; null where it could not."),
  subject: z.string().nullable().describe("The same: the reporter's own number of the record."),
  type: z.string().nullable().describe("The same."),
  faults: z.number().int().describe("How many faults it has."),
  errors: z.array(faultSchema).describe("The first ten of them, in the language that the message asked for."),
  replayed: z
    .object({
      position: z.string().describe("Where it is in the log now."),
      recordedAt: z.string().describe("When the log took it."),
    })
    .nullable()
    .describe("How it got in after all; null while it has not."),
});
export type DeadLetterRow = z.infer<typeof deadLetterRowSchema>;

export const deadLettersResponseSchema = z.object({
  source: z.string().describe("As asked."),
  available: z.boolean().describe("Whether dead letters can be shown here. Where not, `rows` is empty and says nothing."),
  reason: z
    .enum(deadLettersReasons)
    .nullable()
    .describe(
      "Why not. `no_kafka`: the service has no Kafka cluster; events come by HTTP alone, and what is rejected is told in the answer to the sender. `not_permitted`: the cluster does not let the service read the topic.",
    ),
  complete: z.boolean().describe("Whether all that the topic holds was looked at; else the latest ten thousand of all reporters."),
  rows: z.array(deadLetterRowSchema).describe("The one that was written last first."),
  nextCursor: z.string().nullable().describe("Where the next page begins; null on the last."),
});
export type DeadLettersResponse = z.infer<typeof deadLettersResponseSchema>;
