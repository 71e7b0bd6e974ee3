/** The JSON Schemas by a validator that is not ours: they take what the services' own schemas take, and refuse what these refuse. */
import { eventTypes } from "@qorgau/schemas/codes/enumerations";
import { claimLife } from "@qorgau/schemas/claim-life";
import { inboundEventSchema } from "@qorgau/schemas/events/inbound-event";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { mutateEvent, validEvent } from "../../../../test/generators/event-mutations.ts";
import { seededRandom, testSeed } from "../../../../test/generators/random.ts";
import { jsonSchemaOf, namedSchemas } from "./event-schemas.ts";

const events = namedSchemas.filter(({ of }) => of === "event");
const validators = {
  "draft-2020-12": (schema: object) => new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema),
  "draft-7": (schema: object) => new Ajv({ strict: true, allowUnionTypes: true }).compile(schema),
};

test("each type of event has one, and so has what Kafka gives back", () => {
  expect(events.map(({ name }) => name).toSorted()).toEqual([...eventTypes].toSorted());
  const messages = namedSchemas.filter(({ of }) => of === "message").map(({ name }) => name);
  expect(messages).toEqual(["acknowledgement.v1", "dead-letter.v1", "replayed-dead-letter.v1"]);
});

test("each is whole in itself, under an identity that is the same everywhere", () => {
  for (const named of namedSchemas) {
    const schema = jsonSchemaOf(named, "draft-2020-12");
    expect(schema).toMatchObject({
      $id: `urn:qorgau:schema:${named.name}`,
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: named.title,
      type: "object",
    });
    expect(named.description).not.toBe("");
    expect(namedSchemas.filter(({ title }) => title === named.title)).toEqual([named]);
    expect(JSON.stringify(schema)).not.toMatch(/"\$ref"|"additionalProperties":false/);
  }
});

describe.each(["draft-2020-12", "draft-7"] as const)("in %s", (dialect) => {
  const byType = new Map(events.map((named) => [named.name, validators[dialect](jsonSchemaOf(named, dialect))]));

  test("they take a claim's whole life, and the examples", () => {
    for (const event of Object.values(claimLife)) expect([event.type, byType.get(event.type)!(event)]).toEqual([event.type, true]);
    const examples = events.flatMap(({ schema }) => (schema.meta()?.["examples"] ?? []) as { readonly type: string }[]);
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) expect([example.type, byType.get(example.type)!(example)]).toEqual([example.type, true]);
  });

  test("they judge thousands of damaged events as the services' own schemas do", () => {
    const random = seededRandom(testSeed);
    const judged = { true: 0, false: 0 };
    for (let round = 0; round < 3_000; round += 1) {
      const valid = validEvent(random);
      // As it travels: what JSON cannot say is no event.
      const event: unknown = JSON.parse(JSON.stringify(round % 4 === 0 ? valid : mutateEvent(valid, random)) ?? "null");
      const type = (event as { readonly type?: unknown } | null)?.type;
      const validate = byType.get(String(type));
      const isTaken = validate === undefined ? false : validate(event);
      expect([event, isTaken]).toEqual([event, inboundEventSchema.safeParse(event).success]);
      judged[`${isTaken}`] += 1;
    }
    expect(judged.true).toBeGreaterThan(300);
    expect(judged.false).toBeGreaterThan(300);
  });
});
