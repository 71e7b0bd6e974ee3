/** What is sent to subscribe, to replay, and to list attempts. */
import { isReceiver } from "@qorgau/infra/webhooks/post-outside";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { Fault } from "@qorgau/schemas/faults";
import { bodyTexts } from "@qorgau/schemas/requests/body-texts";
import { joinLists } from "@qorgau/schemas/requests/list-parameters";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import { webhookTypes } from "@qorgau/schemas/responses/webhooks";
import { fault } from "@qorgau/schemas/rules/rules";
import { parseWatermark, watermarkForm } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { pageParameters } from "../http/domain/shared-parameters.ts";
import type { ReadTopic, Topic } from "./webhook-topics.ts";
import type { WebhookRequest } from "./webhooks.ts";

const urlCharactersMax = 2_000;
const parameterCharactersMax = 4_000;

export const webhookBodyParameters = z.object({
  type: z.enum(webhookTypes).meta({
    description:
      "`rates.changed`: the rows of a request to `/v1/rates` that are not what they were, as `/v1/live` has them (scope `figures`). `signals.changed`: signals that are new or withdrawn (`figures`). `release.made`: releases, those that supersede another among them (`figures` or `release`). `events.accepted`: what was accepted of an own source (`own`).",
    examples: ["rates.changed"],
  }),
  url: z
    .string()
    .max(urlCharactersMax)
    .refine((text) => !containsIin(text) && URL.canParse(text))
    .meta({
      description: "Where messages are sent: https, at port 443 or one from 1024 on, and no address of the service's own host or networks.",
      format: "uri",
      examples: ["https://receiver.example.kz/qorgau"],
    })
    .register(refusals, { rule: "QG-0951", facts: { charactersMax: urlCharactersMax } }),
  parameters: z
    .string()
    .max(parameterCharactersMax)
    .refine((text) => !/\p{Cc}/u.test(text))
    .default("")
    .meta({
      description:
        "The request that is followed, as behind the `?` of `/v1/rates` or `/v1/signals`, without a past cut and without a form; of `events.accepted` `source=`; of `release.made` nothing.",
      examples: ["by=region&period=month&from=2026-01-01"],
    })
    .register(refusals, { rule: "QG-0957", facts: { charactersMax: parameterCharactersMax } }),
});

export const replayBodyParameters = z.object({
  from: z
    .string()
    .regex(watermarkForm)
    .refine((text) => parseWatermark(text) !== null)
    .optional()
    .meta({
      description:
        "The `since` of the first message that is to be sent again. Absent: where it has come to, which makes a disabled one active.",
      examples: ["0:812"],
    })
    .register(refusals, { rule: "QG-0956" }),
});

const dayInSeconds = 24 * 60 * 60;
const previousSecondsMax = 7 * dayInSeconds;

export const secretBodyParameters = z.object({
  previousSeconds: wholeNumber(0, previousSecondsMax)
    .default(dayInSeconds)
    .meta({
      description:
        "For so many seconds more messages are signed with the secret before as well, so that the receiver may change over at any moment of them. 0 ends every earlier secret at once, as where one has leaked.",
      examples: [dayInSeconds],
    })
    .register(refusals, { rule: "QG-0958", facts: { secondsMax: previousSecondsMax } }),
});

export const attemptParameters = z.object({
  limit: pageParameters.limit.meta({ description: "The latest of them, at most so many.", examples: [20] }).register(refusals, {
    rule: "QG-0816",
    facts: { limitMax: pageLimitMax },
  }),
});

export const webhookPath = z.object({
  id: z.string().meta({ description: "The id of the subscription.", examples: ["5f2b9c1d7e3a4860b1c2d3e4"] }),
});

export interface ReadWebhook {
  readonly request: Pick<WebhookRequest, "type" | "url" | "parameters">;
  readonly topic: Topic;
}

/** The body of `POST /v1/webhooks`, or all faults at once; those of the followed request are what its own route says of it. */
export function parseWebhookBody(
  body: unknown,
  { readTopic, loopback }: { readonly readTopic: ReadTopic; readonly loopback: boolean },
): { readonly read: ReadWebhook } | { readonly errors: readonly Fault[] } {
  const sent = bodyTexts(body);
  if (sent === null) return { errors: [fault("QG-0950", "")] };
  const { values, faults } = readParameters(webhookBodyParameters, sent, [], "/");
  if (faults.length > 0) return { errors: faults };
  const { type, url, parameters } = values;
  const isRefused = !isReceiver(new URL(url), { loopback });
  const ofUrl = isRefused ? [fault("QG-0951", "/url", { charactersMax: urlCharactersMax })] : [];
  const joined = joinLists(new URLSearchParams(parameters));
  const topic = readTopic(type, joined);
  if ("errors" in topic || ofUrl.length > 0) return { errors: [...ofUrl, ...("errors" in topic ? topic.errors : [])] };
  return { read: { request: { type, url: new URL(url).href, parameters: String(joined) }, topic: topic.topic } };
}

/** The cut of `POST /v1/webhooks/{id}/replay`, null where none is sent; or all faults at once. */
export function parseReplayBody(body: unknown): { readonly from: Watermark | null } | { readonly errors: readonly Fault[] } {
  const sent = bodyTexts(body ?? {});
  if (sent === null) return { errors: [fault("QG-0950", "")] };
  const { values, faults } = readParameters(replayBodyParameters, sent, [], "/");
  if (faults.length > 0) return { errors: faults };
  return { from: values.from === undefined ? null : parseWatermark(values.from) };
}

/** The body of `POST /v1/webhooks/{id}/secret`, or all faults at once. */
export function parseSecretBody(body: unknown): { readonly previousSeconds: number } | { readonly errors: readonly Fault[] } {
  const sent = bodyTexts(body ?? {});
  if (sent === null) return { errors: [fault("QG-0950", "")] };
  const { values, faults } = readParameters(secretBodyParameters, sent, [], "/");
  return faults.length > 0 ? { errors: faults } : values;
}
