/** What the Kafka ingest endpoint writes: acknowledgements to `qorgau.acks.<topic>.v1`, and what it could not accept to `qorgau.dead-letters.v1`. */
import { z } from "zod";
import { batchResultSchema } from "./acknowledgement.ts";
import { faultSchema } from "../faults.ts";

/** The place of the reporter's message. */
export const messageOriginSchema = z.object({
  topic: z.string(),
  partition: z.number().int().min(0),
  offset: z.number().int().min(0),
});
export type MessageOrigin = z.infer<typeof messageOriginSchema>;

/** `topic/partition/offset`: the key of everything that is reported of one message, so that it is in one partition, in order. */
export function originKey({ topic, partition, offset }: MessageOrigin): string {
  return `${topic}/${partition}/${offset}`;
}

/** The result of one message, as the HTTP ingest endpoint gives it, with its place. A message that was read again is acknowledged again. */
export const kafkaAcknowledgementSchema = batchResultSchema.omit({ index: true }).extend({
  status: z.enum(["accepted", "rejected"]),
  origin: messageOriginSchema,
});
export type KafkaAcknowledgement = z.infer<typeof kafkaAcknowledgementSchema>;

/** Why a message was not accepted. Never its bytes: they are read at their origin, by those who may. */
export const deadLetterSchema = z.object({
  kind: z.literal("dead_letter"),
  origin: messageOriginSchema,
  /** The reporter that the topic belongs to. */
  reporter: z.string(),
  /** The message's own stamp: UTC, three decimals, `Z`; null where it has none, or one that is no time. */
  sentAt: z.string().nullable(),
  errors: z.array(faultSchema).min(1),
  warnings: z.array(faultSchema),
  traceparent: z.string().optional(),
  correlationid: z.string().optional(),
  /** What of the event could be stored, pseudonymised; null where it is no JSON object, or too large to be looked at. */
  event: z.record(z.string(), z.unknown()).nullable(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** A dead letter that got in by `replay`. */
export const replayedDeadLetterSchema = z.object({
  kind: z.literal("replayed"),
  origin: messageOriginSchema,
  id: z.string(),
  position: z.string(),
  recordedAt: z.string(),
  /** Absent in what a version of before wrote. */
  leaf: z.string().optional(),
});
export type ReplayedDeadLetter = z.infer<typeof replayedDeadLetterSchema>;

/** A record of `qorgau.dead-letters.v1`. The last one of a key is its present state. */
export const deadLetterRecordSchema = z.discriminatedUnion("kind", [deadLetterSchema, replayedDeadLetterSchema]);
export type DeadLetterRecord = z.infer<typeof deadLetterRecordSchema>;

/** The header in which every record of that topic says its kind. */
export const kindHeader = "kind";
