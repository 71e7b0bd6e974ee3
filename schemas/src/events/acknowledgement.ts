/** What the ingest endpoint responds: per event its result, and for each fault a permanent rule id, where it is and how to mend it. */
import { z } from "zod";
import { faultSchema } from "../faults.ts";

const id = z.string().nullable().describe("As sent; null where it is missing or at fault.");
const source = z.string().nullable().describe("As sent; null where it is missing or at fault.");
const subject = z.string().nullable().describe("As sent; null where it is missing or at fault.");
const revision = z.number().int().nullable().describe("As sent; null where it is missing or at fault.");
/** What the sender knows the statement by in its own systems, given back as sent. */
const trace = {
  traceparent: z.string().optional().describe("The extension of that name (W3C Trace Context), where the event has one."),
  correlationid: z.string().optional().describe("The extension of that name, where the event has one."),
};
const position = z
  .string()
  .describe("Where the log has it, <partition>:<offset>; give it to the read API as atLeast. Absent in :validate.");
const recordedAt = z.string().describe("When the log took it: UTC, three decimals, Z. Absent in :validate.");
const leaf = z
  .string()
  .describe(
    "SHA-256, Base64, of the record as the log holds it: its leaf in the tree of its partition. Keep it with `position`: `/v1/proofs` proves by both that the log holds this very statement. Absent in :validate; of many events there with `leaves=true`, over Kafka with the message's header `leaves: true`.",
  );
const errors = z.array(faultSchema).describe("Why it was refused, all faults told together.");
const warnings = z.array(faultSchema).describe("What is odd or was dropped; absent where there is nothing to say.");

/** 202: one event, accepted and durable (in `:validate`: one that would be accepted). */
export const acceptedResponseSchema = z
  .object({
    id: z.string().describe("As sent."),
    source: z.string().describe("As sent."),
    subject: z.string().describe("As sent."),
    revision: z.number().int().describe("As sent."),
    ...trace,
    status: z.literal("accepted").describe("Durable in the log; in `:validate`, would be."),
    position: position.optional(),
    recordedAt: recordedAt.optional(),
    leaf: leaf.optional(),
    warnings: warnings.optional(),
  })
  .meta({
    title: "Accepted",
    examples: [
      {
        id: "b1f0",
        source: "urn:kz:bin:200140000004",
        subject: "N1-2026-0017",
        revision: 1,
        status: "accepted",
        position: "0:812",
        recordedAt: "2026-02-03T07:10:00.482Z",
        leaf: "4wNkHQMN5Eoqkw67fGEJRRjaTc0EZa//BfC6xSLOxoE=",
      },
    ],
  });
export type AcceptedResponse = z.infer<typeof acceptedResponseSchema>;

export const resultStatuses = ["accepted", "rejected", "retry"] as const;
export type ResultStatus = (typeof resultStatuses)[number];

/** What became of one event of many. */
export const batchResultSchema = z.object({
  index: z.number().int().min(0).describe("Place in the body, from 0."),
  id,
  source: source.optional(),
  subject: subject.optional(),
  revision: revision.optional(),
  ...trace,
  status: z.enum(resultStatuses).describe("retry: the log took no more; send it again, repeating is harmless."),
  position: position.optional(),
  recordedAt: recordedAt.optional(),
  leaf: leaf.optional(),
  errors: errors.optional(),
  warnings: warnings.optional(),
});
export type BatchResult = z.infer<typeof batchResultSchema>;

/** 200: many events, each judged alone. */
export const batchResponseSchema = z
  .object({
    accepted: z.number().int().min(0).describe("How many events were."),
    rejected: z.number().int().min(0).describe("How many events were, each for its own faults."),
    retry: z.number().int().min(0).describe("How many the log took no more: send those again."),
    results: z.array(batchResultSchema).describe("In input order; with ?results=rejected all but the accepted ones."),
    positions: z.string().optional().describe("With ?results=rejected: the highest position of every partition, such as 0:812,1:790."),
  })
  .meta({
    title: "BatchAnswer",
    examples: [
      {
        accepted: 1,
        rejected: 1,
        retry: 0,
        results: [
          {
            index: 0,
            id: "b1f0",
            source: "urn:kz:bin:200140000004",
            subject: "N1-2026-0017",
            revision: 1,
            status: "accepted",
            position: "0:812",
            recordedAt: "2026-02-03T07:10:00.482Z",
          },
          {
            index: 1,
            id: "b1f1",
            source: "urn:kz:bin:200140000004",
            subject: "N1-2026-0018",
            revision: 1,
            status: "rejected",
            errors: [
              { rule: "QG-0421", pointer: "/data/severity", message: "This severity is not known. It is one of: light, severe, fatal." },
            ],
          },
        ],
      },
    ],
  });
export type BatchResponse = z.infer<typeof batchResponseSchema>;

/** RFC 9457, `application/problem+json`: 422 where the one event was refused, and every other 4xx and 503. */
export const problemDocumentSchema = z
  .object({
    type: z.string().describe("`about:blank`: the rule ids of `errors` tell what it is."),
    title: z.string().describe("What went wrong, in a word or two."),
    status: z.number().int().describe("The status of the response."),
    errors,
    id: id.optional(),
    source: source.optional(),
    subject: subject.optional(),
    revision: revision.optional(),
    ...trace,
    warnings: warnings.optional(),
  })
  .meta({
    title: "Problem",
    examples: [
      {
        type: "about:blank",
        title: "Rejected",
        status: 422,
        errors: [
          { rule: "QG-0421", pointer: "/data/severity", message: "This severity is not known. It is one of: light, severe, fatal." },
        ],
      },
    ],
  });
export type ProblemDocument = z.infer<typeof problemDocumentSchema>;
