/** The ingest endpoint: events in, one at a time, as an array or line by line; and the same judged without storing anything. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { sendingParameters } from "@qorgau/schemas/requests/sending-parameters";
import { claimLife } from "@qorgau/schemas/claim-life";
import { inboundCaseEventSchema, inboundExposureEventSchema } from "@qorgau/schemas/events/inbound-event";
import type { z } from "zod";
import { queryParameters } from "./parameters-of.ts";
import { problemResponse, reference, unavailable } from "./responses.ts";

function exampleOf(schema: z.ZodType): unknown {
  const { examples } = schema.meta() ?? {};
  return Array.isArray(examples) ? examples[0] : undefined;
}

const caseExample = exampleOf(inboundCaseEventSchema);
const exposureExample = exampleOf(inboundExposureEventSchema);

/** A claim's life, step by step; each is sent by itself, in this order or any other. */
const claimExamples = {
  claimFiled: { summary: "A claim is filed", value: claimLife.filed },
  claimRecognised: { summary: "It is recognised", value: claimLife.recognised },
  claimPaid: { summary: "It is paid", value: claimLife.paid },
  claimCorrected: { summary: "The sum was wrong", value: claimLife.corrected },
  claimWithdrawn: { summary: "The claim is taken back", value: claimLife.withdrawn },
};

/**
 * Generators of clients make one function of an operation. Of several bodies of JSON some make one that always fails, and others take the first:
 * one media type holds them all, and the range stands for the two of CloudEvents.
 */
const events = { anyOf: [reference("InboundEvent"), { type: "array", items: reference("InboundEvent") }] };

const requestBody = {
  required: true,
  description:
    "One event or an array of events, in UTF-8, as it is or compressed (`Content-Encoding: gzip`). An event is at most 256 KiB; a batch may hold any number, each judged alone: a body is no transaction. `application/*` stands for the media types of CloudEvents: `application/cloudevents+json` is one event, `application/cloudevents-batch+json` an array; `application/json` is either. CloudEvents' binary mode is taken as well: the attributes of one event in `ce-` headers, percent-encoded, its data as `application/json`; beside a body of whole events such headers are ignored.",
  content: {
    "application/json": {
      schema: events,
      examples: {
        case: { value: caseExample },
        exposure: { value: exposureExample },
        ...claimExamples,
        batch: { summary: "Several events", value: [caseExample, exposureExample] },
      },
    },
    "application/*": { schema: events },
    "application/x-ndjson": {
      schema: { type: "string", description: "One event per line, of any length in all." },
      examples: { lines: { value: `${JSON.stringify(caseExample)}\n${JSON.stringify(exposureExample)}\n` } },
    },
  },
};

const parameters = queryParameters(sendingParameters, formParameters.pick({ lang: true }));

const refusals = {
  "400": problemResponse("The body or a parameter cannot be read at all."),
  "413": problemResponse("The one event is too large."),
  "415": problemResponse("A media type, charset or encoding that is not taken here."),
  "422": problemResponse("The one event was refused; every fault has its rule id, its JSON pointer and how to mend it."),
  "503": unavailable,
};
const json = (schema: string) => ({ "application/json": { schema: reference(schema) } });

export const eventPaths = {
  "/v1/events": {
    post: {
      operationId: "sendEvents",
      tags: ["events"],
      summary: "Send events",
      description:
        "An acknowledged event is durable. Whatever has no answer, or the status `retry`, may be sent again without harm. Give `position` to the read API as `atLeast` to see the event in the figures.",
      parameters,
      requestBody,
      responses: {
        "200": { description: "Many events: what became of each, in input order.", content: json("BatchAnswer") },
        "202": { description: "The one event is accepted and durable.", content: json("Accepted") },
        ...refusals,
      },
    },
  },
  "/v1/events:validate": {
    post: {
      operationId: "validateEvents",
      tags: ["events"],
      summary: "Judge events and store nothing",
      description: "The same judgement as sending, without positions: nothing reaches the log.",
      parameters,
      requestBody,
      responses: {
        "200": {
          description: "What would become of each of many events; of one, that it would be accepted.",
          content: { "application/json": { schema: { anyOf: [reference("BatchAnswer"), reference("Accepted")] } } },
        },
        ...refusals,
      },
    },
  },
};
