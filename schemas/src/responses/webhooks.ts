/** Webhooks: what is subscribed to, what is sent to a receiver, and what became of it. */
import { z } from "zod";
import { ratesChangeSchema } from "./live-events.ts";
import { ratesResponseSchema } from "./rates.ts";
import { releaseSchema } from "./releases.ts";
import { recordedSignalSchema } from "./surveillance/recorded-signals.ts";
import { groupFatalitySchema, signalRowSchema } from "./surveillance/signals-response.ts";

/** What may be subscribed to. */
export const webhookTypes = ["rates.changed", "signals.changed", "release.made", "events.accepted"] as const;
export type WebhookType = (typeof webhookTypes)[number];

/** `suspended`: nothing is sent while its token may not have it, or there is no response to be sent; `disabled`: until it is replayed. */
export const webhookStates = ["active", "suspended", "disabled"] as const;
export type WebhookState = (typeof webhookStates)[number];

export const webhookReasons = [
  "token_unknown",
  "token_expired",
  "not_permitted",
  "parameters_refused",
  "response_refused",
  "undeliverable",
  "gone",
] as const;
export type WebhookReason = (typeof webhookReasons)[number];

export const attemptOutcomes = [
  "delivered",
  "refused",
  "redirected",
  "gone",
  "timed_out",
  "unreachable",
  "untrusted",
  "address_refused",
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

const watermark = z
  .string()
  .describe("The cut that the last message led to, and the next one leads from; before the first that of the subscription.");
const since = z.string().describe("The cut of the message before: the `watermark` that it ended at.");
const until = z.string().describe("The cut that it leads to.");
const instant = (what: string) => z.string().describe(`${what}: UTC, three decimals, Z.`);

export const webhookSchema = z.object({
  id: z.string().describe("Of the subscription."),
  type: z.enum(webhookTypes).describe("What it is of."),
  parameters: z
    .string()
    .describe("The request that it follows, as in the address of `/v1/rates` or `/v1/signals`; of events the source; else empty."),
  url: z.string().describe("Where messages are sent."),
  owner: z
    .string()
    .nullable()
    .describe("The id of the token whose rights of the moment hold for each delivery; null where nobody is asked who they are."),
  createdAt: instant("When it was made"),
  state: z
    .enum(webhookStates)
    .describe(
      "`active`; `suspended`: nothing is sent while `reason` holds, and nothing is lost; `disabled`: given up, until `/v1/webhooks/{id}/replay`.",
    ),
  reason: z
    .enum(webhookReasons)
    .nullable()
    .describe(
      "Why it is not active: the token is unknown, or not known any more (`token_unknown`), or has expired, its scopes or limits do not hold the request any more (`not_permitted`), the request is none any more (`parameters_refused`), its response is refused, as one of too many rows (`response_refused`), the receiver was away for too long (`undeliverable`) or is for ever (`gone`, 410).",
    ),
  watermark,
  deliveredAt: z.string().nullable().describe("When a message was delivered last; null before the first."),
  failingSince: z.string().nullable().describe("Since when no attempt has succeeded; null where the last one did."),
  previousSecretUntil: z
    .string()
    .nullable()
    .describe("Until when messages are signed with the secret before this one as well; null where this one alone signs."),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const madeWebhookSchema = webhookSchema.extend({
  secret: z
    .string()
    .describe("Signs every message (HMAC-SHA-256): `whsec_` and Base64, as the libraries of Standard Webhooks take it. Shown this once."),
});
export type MadeWebhook = z.infer<typeof madeWebhookSchema>;

export const webhooksResponseSchema = z.object({ rows: z.array(webhookSchema).describe("The oldest first.") });
export type WebhooksResponse = z.infer<typeof webhooksResponseSchema>;

export const attemptSchema = z.object({
  at: instant("When it began"),
  message: z.string().describe("The id of the message (`webhook-id`): the same at every attempt."),
  type: z.string().describe("Of the message."),
  since,
  watermark: until,
  outcome: z
    .enum(attemptOutcomes)
    .describe(
      "`delivered`: 2xx. `refused`: another status. `redirected`: 3xx, which is not followed. `gone`: 410. `untrusted`: the certificate. `address_refused`: the name leads to an address that nothing is sent to.",
    ),
  status: z.number().int().nullable().describe("Of the response; null where there was none."),
  milliseconds: z.number().int().describe("How long it took."),
});
export type Attempt = z.infer<typeof attemptSchema>;

export const attemptsResponseSchema = z.object({ rows: z.array(attemptSchema).describe("The latest first.") });
export type AttemptsResponse = z.infer<typeof attemptsResponseSchema>;

export const signalsChangeSchema = z.object({
  since,
  watermark: until,
  rules: z.number().describe("The number of the merging rules."),
  raised: z.array(signalRowSchema).describe("Signals that are new, or not what they were."),
  withdrawn: z.array(signalRowSchema).describe("Signals that corrections have removed, as they were."),
  groupFatalities: z.array(groupFatalitySchema).describe("Those that are new, or not what they were."),
  recorded: z
    .array(recordedSignalSchema)
    .describe("Signals of the log that are new, or of which something else is known now, such as what became of them."),
});
export type SignalsChange = z.infer<typeof signalsChangeSchema>;

export const acceptedEventsSchema = z.object({
  since,
  watermark: until,
  events: z
    .array(
      z.object({
        id: z.string().describe("As sent."),
        source: z.string().describe("As accepted."),
        subject: z.string().describe("As accepted."),
        revision: z.number().int().describe("As sent."),
        type: z.string().describe("As sent."),
        status: z.literal("accepted").describe("Durable in the log, and in the figures."),
        position: z.string().describe("Where the log has it, <partition>:<offset>."),
        recordedAt: instant("When the log took it"),
      }),
    )
    .describe("In the order of the log within each partition."),
});
export type AcceptedEvents = z.infer<typeof acceptedEventsSchema>;

export const madeReleaseSchema = z.object({ since, watermark: until, release: releaseSchema });

/** What is sent, by its type: the body of a POST to the receiver. */
const dataOfMessages = {
  "rates.changed": ratesChangeSchema,
  "rates.snapshot": ratesResponseSchema,
  "signals.changed": signalsChangeSchema,
  "release.made": madeReleaseSchema,
  "events.accepted": acceptedEventsSchema,
} as const;
export type MessageType = keyof typeof dataOfMessages;
export const messageTypes = Object.keys(dataOfMessages) as MessageType[];

export const webhookMessageSchema = z.object({
  type: z
    .enum(messageTypes as [MessageType, ...MessageType[]])
    .describe("What `data` is: `rates.changed` a `RatesChange`, `rates.snapshot` a `RatesAnswer`, else as it is called."),
  timestamp: instant("When it was made"),
  webhook: z.string().describe("The id of the subscription."),
  data: z.union(Object.values(dataOfMessages)).describe("What has changed, by `type`; its `since` and `watermark` are cuts."),
});
