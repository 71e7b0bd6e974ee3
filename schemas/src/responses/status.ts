/** The response of `GET /v1/status`: how far the published figures follow the log. */
import { z } from "zod";

const total = z.number().int().min(0);

export const pipelineStatusSchema = z.object({
  watermark: z.string().describe("The cut of the published figures: the last included offset of every partition that holds records."),
  end: z.string().describe("The end of the log: the last durable offset of every partition that holds records."),
  lag: total.describe("Records in the log that are not in the published figures yet."),
  freshness: z
    .number()
    .min(0)
    .nullable()
    .describe(
      "Seconds that records of the log have waited to be in the published figures, as far as this process has seen; 0 where all are in them, null before any was.",
    ),
  newestAt: z.string().nullable().describe("When the log took the newest published record, UTC; null before there was any."),
  accepted: total.describe(
    "Events accepted since the service started. Where the ingest endpoint is another process: by how much the log has grown since then.",
  ),
  rejected: total.nullable().describe("Events rejected since the service started; null where the ingest endpoint is another process."),
  deadLetters: total
    .nullable()
    .describe("Messages put aside as dead letters since the service started; null where the topic that holds them cannot be read."),
  access: z
    .enum(["tokens", "loopback", "open"])
    .describe(
      "Who may ask: `tokens` whoever has one, `loopback` whoever is on this machine, `open` whoever reaches the port, by the operator's own word.",
    ),
});
export type PipelineStatus = z.infer<typeof pipelineStatusSchema>;

/** What the ingest endpoints have done. */
export type IntakeTotals = Pick<PipelineStatus, "accepted" | "rejected" | "deadLetters">;
