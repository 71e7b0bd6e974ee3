/** The contract of the Kafka topics as AsyncAPI 3: what reporters and operators write and read, seen from Qorgau. */
import { acksTopic, deadLettersTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import { kindHeader } from "@qorgau/schemas/events/kafka-messages";
import manifest from "../../package.json" with { type: "json" };
import { jsonSchemaOf, namedSchemas } from "./event-schemas.ts";
import type { NamedSchema } from "./event-schemas.ts";

const text = (description: string, ...examples: readonly string[]) => ({
  type: "string",
  description,
  ...(examples.length > 0 ? { examples } : {}),
});
const reference = (path: string) => ({ $ref: `#/${path}` });

const eventHeaders = {
  type: "object",
  properties: {
    "content-type": text(
      "Structured mode, where the value is the whole event, needs none. Binary mode: `application/json`, the data as value and every attribute in a header `ce_<name>`.",
      "application/cloudevents+json; charset=UTF-8",
    ),
    "accept-language": text("The language of what the acknowledgement says: en, ru or kk.", "kk"),
    leaves: { ...text("Whether the acknowledgement is to state the leaf of the record in the tree of the log."), enum: ["true", "false"] },
  },
};

const deadLetterHeaders = {
  type: "object",
  required: [kindHeader],
  properties: {
    [kindHeader]: { ...text("What the record is."), enum: ["dead_letter", "replayed"] },
    reason: text("What the first fault says; of a dead letter."),
    rules: text("The rule ids of its faults, with commas.", "QG-0421,QG-0204"),
    pointers: text("Where they are: JSON pointers, as a JSON array.", '["/data/severity",""]'),
    "origin-topic": text("The topic of the reporter's message."),
    "origin-partition": text("Its partition."),
    "origin-offset": text("Its offset."),
  },
};

const keys: Readonly<Record<string, object>> = {
  "acknowledgement.v1": text("The number of the inbound partition: its acknowledgements are in one partition, in its order.", "2"),
  "dead-letter.v1": text("`topic/partition/offset` of the reporter's message.", "qorgau.inbound.mine.v1/2/812"),
  "replayed-dead-letter.v1": text("`topic/partition/offset` of the reporter's message.", "qorgau.inbound.mine.v1/2/812"),
};
const headers: Readonly<Record<string, object>> = { "dead-letter.v1": deadLetterHeaders, "replayed-dead-letter.v1": deadLetterHeaders };

/** `kz.qorgau.case.reported.v1` is `case.reported.v1` in the document: names of components need not be unique in the world. */
const shortName = ({ name }: NamedSchema) => name.replace("kz.qorgau.", "");

function messageOf(named: NamedSchema) {
  const { name, title, description, of } = named;
  const isEvent = of === "event";
  const examples = (named.schema.meta()?.["examples"] ?? []) as readonly object[];
  return {
    name,
    title,
    summary: description,
    contentType: isEvent ? "application/cloudevents+json" : "application/json",
    headers: isEvent ? eventHeaders : (headers[name] ?? { type: "object" }),
    payload: jsonSchemaOf(named, "draft-7"),
    ...(examples.length > 0 ? { examples: examples.map((payload) => ({ payload })) } : {}),
    bindings: {
      kafka: {
        key: keys[name] ?? text("Any, or none: it takes no part in what is counted."),
        bindingVersion: "0.5.0",
      },
    },
  };
}

const topicParameter = {
  topic: { description: "The short name of the reporter's topics, as the operator's list of reporters has it.", examples: ["mine"] },
};

const namesOf = (of: NamedSchema["of"], ...some: readonly string[]) =>
  namedSchemas.filter((one) => one.of === of && (some.length === 0 || some.includes(one.name))).map(shortName);
const messagesOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, reference(`components/messages/${name}`)]));

const eventNames = namesOf("event");
const acknowledgementNames = namesOf("message", "acknowledgement.v1");
const deadLetterNames = namesOf("message", "dead-letter.v1", "replayed-dead-letter.v1");

const operation = (action: "send" | "receive", channel: string, summary: string, description: string, names: readonly string[]) => ({
  action,
  channel: reference(`channels/${channel}`),
  summary,
  description,
  messages: names.map((name) => reference(`channels/${channel}/messages/${name}`)),
});

/** Returns the document as a plain object. Its content is the same at every call. */
export function asyncApiDocument() {
  return {
    asyncapi: "3.0.0",
    id: "urn:qorgau:kafka",
    info: {
      title: "Qorgau on Kafka",
      version: manifest.version,
      description:
        "Reporters write events to an inbound topic of their own and read from another one what became of each. Every event is a statement: the full state of one record as its reporter knows it now. " +
        "A later revision replaces an earlier one; order and repetition change no figure, so whatever has no acknowledgement may be sent again. The same events are taken over HTTP (`/openapi.json`). Every fault names a permanent rule id (`/v1/rules`).",
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers: {
      brokers: {
        host: "{bootstrap}",
        protocol: "kafka-secure",
        description: "The brokers, by the address and with the credentials that the operator gives a reporter.",
        variables: { bootstrap: { description: "Host and port of a broker.", default: "localhost:9092" } },
      },
    },
    channels: {
      inbound: {
        address: inboundTopic("{topic}"),
        title: "Events of one reporter",
        description:
          "Kept for 30 days. A message is one event of at most 256 KiB, compressed in whatever way Kafka has. What is no event, or is another reporter's, becomes a dead letter.",
        parameters: topicParameter,
        messages: messagesOf(eventNames),
      },
      acknowledgements: {
        address: acksTopic("{topic}"),
        title: "What became of them",
        description: "Kept for 30 days, with `origin` as the place of the message that it answers.",
        parameters: topicParameter,
        messages: messagesOf(acknowledgementNames),
      },
      deadLetters: {
        address: deadLettersTopic,
        title: "What could not be accepted",
        description: "Of all reporters, for operators; kept for 90 days. A reporter reads its own at `/v1/dead-letters`.",
        messages: messagesOf(deadLetterNames),
      },
    },
    operations: {
      takeEvents: operation(
        "receive",
        "inbound",
        "Reporters send events",
        "Each is judged by itself, in the order of its partition.",
        eventNames,
      ),
      acknowledge: operation(
        "send",
        "acknowledgements",
        "Reporters read what became of each",
        "Written once the event is durable, or refused for good: at least once for every message.",
        acknowledgementNames,
      ),
      putAside: operation(
        "send",
        "deadLetters",
        "Operators see what was refused",
        "One record for every refused message, and another one when it was replayed and got in.",
        deadLetterNames,
      ),
    },
    components: {
      messages: Object.fromEntries(namedSchemas.map((named) => [shortName(named), messageOf(named)])),
    },
  };
}
