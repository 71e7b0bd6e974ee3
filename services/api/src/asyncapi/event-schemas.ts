/**
 * JSON Schema of every event that is taken in, and of what Kafka gives back: each whole in itself, made of the zod schemas that
 * the services themselves use. For validators in any language, and for the AsyncAPI document.
 */
import { inboundEventSchema } from "@qorgau/schemas/events/inbound-event";
import { deadLetterSchema, kafkaAcknowledgementSchema, replayedDeadLetterSchema } from "@qorgau/schemas/events/kafka-messages";
import { z } from "zod";
import { openObjects } from "../openapi/open-objects.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

export interface NamedSchema {
  /** The type of the event, such as `kz.qorgau.case.reported.v1`, or the kind of the message with its version. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `event`: what reporters send; `message`: what they and operators read. */
  readonly of: "event" | "message";
  readonly schema: z.ZodType;
}

/** `CaseReported` of `kz.qorgau.case.reported.v1`: generators name a type by it, and of two of one name keep the last. */
const titleOf = (type: string) =>
  type
    .split(".")
    .slice(2, -1)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");

/** Each type has a schema of its own, so that a validator tells what is wrong with it and not that it is none of four. */
const events: readonly NamedSchema[] = inboundEventSchema.options.flatMap((option): NamedSchema[] => {
  const { description = "", examples = [] } = option.meta() ?? {};
  return option.shape.type.options.map((type): NamedSchema => {
    const ofType = (examples as readonly { readonly type: string }[]).filter((example) => example.type === type);
    const schema = z.object({ ...option.shape, type: z.literal(type).describe(option.shape.type.description ?? "") });
    return {
      name: type,
      title: titleOf(type),
      description,
      of: "event",
      schema: schema.meta(ofType.length > 0 ? { examples: ofType } : {}),
    };
  });
});

const messages: readonly NamedSchema[] = [
  {
    name: "acknowledgement.v1",
    title: "Acknowledgement",
    description: "What became of one message. A message that was read again is acknowledged again, with the same origin.",
    of: "message",
    schema: kafkaAcknowledgementSchema,
  },
  {
    name: "dead-letter.v1",
    title: "DeadLetter",
    description: "Why a message was not accepted, and what of it may be stored, pseudonymised.",
    of: "message",
    schema: deadLetterSchema,
  },
  {
    name: "replayed-dead-letter.v1",
    title: "ReplayedDeadLetter",
    description: "A dead letter that got in when it was replayed. The last record of a key is its present state.",
    of: "message",
    schema: replayedDeadLetterSchema,
  },
];

export const namedSchemas: readonly NamedSchema[] = [...events, ...messages];

/** AsyncAPI's own tools read draft 7; validators of today read 2020-12. */
export type Dialect = "draft-7" | "draft-2020-12";

/**
 * The schema as JSON, without references. Nothing says that there are no other members: unknown ones are dropped with a warning, and
 * attributes of an event that CloudEvents calls extensions may be added. It is what can be said of the shape: days of a calendar, code lists by
 * depth and members that contradict each other are judged by `POST /v1/events:validate`.
 */
export function jsonSchemaOf({ name, title, description, of, schema }: NamedSchema, dialect: Dialect): JsonSchema {
  const { $schema, ...made } = z.toJSONSchema(schema, {
    target: dialect,
    io: of === "event" ? "input" : "output",
    override: openObjects,
  });
  return dialect === "draft-7"
    ? { title, description, ...made }
    : { $schema, $id: `urn:qorgau:schema:${name}`, title, description, ...made };
}
