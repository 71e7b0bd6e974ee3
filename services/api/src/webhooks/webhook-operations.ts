/** Webhooks in the OpenAPI document: the subscriptions, and what is sent to a receiver. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { bodySchema, pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import {
  problemResponse,
  reference,
  refusedForm,
  refusedRequest,
  tableRefusals,
  tableResponse,
  unavailable,
} from "../openapi/responses.ts";
import { attemptParameters, replayBodyParameters, secretBodyParameters, webhookBodyParameters, webhookPath } from "./webhook-parameters.ts";

const ofLanguage = queryParameters(formParameters.pick({ lang: true }));
const notHere = problemResponse("This process sends no webhooks (QG-0955).");
const notFound = problemResponse("There is no such subscription of the caller's (QG-0952), or this process sends no webhooks (QG-0955).");
const refusedBody = problemResponse(
  "A member, or a parameter of the request that is followed, that cannot be used, each with its rule id.",
);
const elsewhere = problemResponse(
  "A token that may not have what is subscribed to, or of a sign-in (QG-0954); without tokens, asked from another machine, or by a page of another site.",
);
const fromElsewhere = problemResponse("Without tokens, asked from another machine, or by a page of another site (QG-0842).");
const json = (schema: string) => ({ "application/json": { schema: reference(schema) } });

export const webhookPaths = {
  "/v1/webhooks": {
    get: {
      operationId: "listWebhooks",
      tags: ["webhooks"],
      summary: "The caller's subscriptions",
      description:
        "Those that were made with the caller's token, or with one that has expired and that it has taken the place of; operators see all. Secrets are never shown.",
      parameters: queryParameters(formParameters),
      responses: {
        "200": tableResponse(
          "The subscriptions.",
          "Webhooks",
          "id,type,parameters,url,owner,createdAt,state,reason,watermark,deliveredAt,failingSince,previousSecretUntil\r\n5f2b…,rates.changed,by=region,https://…,0a1b2c3d,2026-11-30T07:10:00.482Z,active,,0:812,,,\r\n",
        ),
        "403": fromElsewhere,
        "404": notHere,
        ...tableRefusals,
      },
    },
    post: {
      operationId: "makeWebhook",
      tags: ["webhooks"],
      summary: "Subscribes a receiver",
      description:
        "From now on what changes is sent to `url` as POST requests with a `WebhookMessage`, signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`: `v1,` and the HMAC-SHA-256 of `id.timestamp.body` by the secret, in Base64). " +
        "The first message says what has changed since `watermark`; each one's `since` is the `watermark` of the one before; where no change can be told, as after another basis of the denominators, a `rates.snapshot` has the whole answer in its place. Any status of 2xx within 10 seconds takes a message; else it is tried again, with the same id and bytes, after pauses that double, or after what `Retry-After` names with 429 or 503 where that is longer, and nothing newer is sent before it. A message may come twice: its id says so. 410 ends the subscription. " +
        "Redirects are not followed. The secret is shown in this answer alone; `/v1/webhooks/{id}/secret` gives another one.",
      parameters: ofLanguage,
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: bodySchema(webhookBodyParameters),
            example: { type: "rates.changed", url: "https://receiver.example.kz/qorgau", parameters: "by=region&period=month" },
          },
        },
      },
      responses: {
        "201": { description: "It is subscribed; with its secret.", content: json("MadeWebhook") },
        "400": refusedBody,
        "403": elsewhere,
        "404": notHere,
        "409": problemResponse("There are as many subscriptions as there may be (QG-0953)."),
        "503": unavailable,
      },
    },
  },
  "/v1/webhooks/{id}": {
    get: {
      operationId: "getWebhook",
      tags: ["webhooks"],
      summary: "One subscription, and how it fares",
      parameters: [...pathParameters(webhookPath), ...ofLanguage],
      responses: {
        "200": { description: "The subscription.", content: json("Webhook") },
        "400": refusedRequest,
        "403": fromElsewhere,
        "404": notFound,
      },
    },
    delete: {
      operationId: "removeWebhook",
      tags: ["webhooks"],
      summary: "Ends a subscription",
      description: "Nothing more is sent. Its secret and its attempts are removed.",
      parameters: [...pathParameters(webhookPath), ...ofLanguage],
      responses: {
        "204": { description: "It is removed." },
        "400": refusedRequest,
        "403": fromElsewhere,
        "404": notFound,
        "503": unavailable,
      },
    },
  },
  "/v1/webhooks/{id}/attempts": {
    get: {
      operationId: "listWebhookAttempts",
      tags: ["webhooks"],
      summary: "The attempts to deliver its messages",
      description: "The latest first; the last few thousand are there.",
      parameters: [...pathParameters(webhookPath), ...queryParameters(attemptParameters, formParameters)],
      responses: {
        "200": tableResponse(
          "The attempts.",
          "WebhookAttempts",
          "at,message,type,since,watermark,outcome,status,milliseconds\r\n2026-11-30T07:10:00.482Z,msg_…,rates.changed,0:812,0:814,delivered,204,31\r\n",
        ),
        "403": fromElsewhere,
        "404": notFound,
        ...tableRefusals,
      },
    },
  },
  "/v1/webhooks/{id}/replay": {
    post: {
      operationId: "replayWebhook",
      tags: ["webhooks"],
      summary: "Sends again what has changed since a cut",
      description:
        "Everything behind `from` is sent again, in messages with new ids; what was sent in several may come in one. Without `from` it goes on where it has come to. Either makes a disabled subscription active.",
      parameters: [...pathParameters(webhookPath), ...ofLanguage],
      requestBody: {
        required: false,
        content: { "application/json": { schema: bodySchema(replayBodyParameters), example: { from: "0:812" } } },
      },
      responses: {
        "200": { description: "It is sent from there.", content: json("Webhook") },
        "400": refusedBody,
        "403": fromElsewhere,
        "404": notFound,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
  "/v1/webhooks/{id}/secret": {
    post: {
      operationId: "rotateWebhookSecret",
      tags: ["webhooks"],
      summary: "Gives a new secret",
      description:
        "Messages are signed with it from now on. Until `previousSecretUntil` they are signed with the one before as well: `webhook-signature` holds both, separated by a space, as Standard Webhooks has it, and a receiver that has either takes them. Then the one before ends. Where a second change comes before that, up to three earlier ones sign until their time, none for longer than the latest change states. The secret is shown in this answer alone.",
      parameters: [...pathParameters(webhookPath), ...ofLanguage],
      requestBody: {
        required: false,
        content: { "application/json": { schema: bodySchema(secretBodyParameters), example: { previousSeconds: 3600 } } },
      },
      responses: {
        "200": { description: "The subscription, with its new secret.", content: json("MadeWebhook") },
        "400": refusedBody,
        "403": fromElsewhere,
        "404": notFound,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};

const header = (name: string, description: string) => ({ name, in: "header", required: true, description, schema: { type: "string" } });

/** What a receiver is sent: `webhooks` of the document. */
export const sentMessages = {
  message: {
    post: {
      operationId: "receiveMessage",
      // Not that of the paths: a generator that makes a file for each tag writes the one over the other.
      tags: ["receiver"],
      summary: "What has changed",
      security: [],
      parameters: [
        header("webhook-id", "Of the message: the same at every attempt."),
        header("webhook-timestamp", "When this attempt was made, in seconds since 1970; refuse what is more than some minutes off."),
        header(
          "webhook-signature",
          "`v1,` and the Base64 of the HMAC-SHA-256 of `webhook-id.webhook-timestamp.body`; while a secret is replaced one of each, separated by a space: any of them that is right is enough.",
        ),
      ],
      requestBody: { required: true, content: json("WebhookMessage") },
      responses: {
        "2XX": { description: "The receiver has it. Up to 64 KiB of the response are read, and nothing of it is kept." },
        "410": { description: "The receiver wants nothing more." },
        "429": { description: "Too much now: it comes again, not before what `Retry-After` names (seconds or a date), as after 503." },
      },
    },
  },
};
