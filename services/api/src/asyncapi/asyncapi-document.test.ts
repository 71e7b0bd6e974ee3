/** The contract of the topics: it is AsyncAPI 3.0 by the standard's own schema, and names what the services write and read. */
import { acksTopic, deadLettersTopic, inboundTopic } from "@qorgau/infra/kafka/topics";
import { eventTypes } from "@qorgau/schemas/codes/enumerations";
import standard from "@asyncapi/specs/schemas/3.0.0-without-$id.json" with { type: "json" };
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { asyncApiDocument } from "./asyncapi-document.ts";

const document = asyncApiDocument();
const isAsyncApi = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(standard);

test("is a document of AsyncAPI 3.0", () => {
  isAsyncApi(document);
  expect(isAsyncApi.errors).toBeNull();
  // The schema does look: an operation that neither sends nor receives is refused.
  expect(isAsyncApi({ ...document, operations: { odd: { ...document.operations.takeEvents, action: "publish" } } })).toBe(false);
});

test("has the topics by their names, and every event on the inbound one", () => {
  const { inbound, acknowledgements, deadLetters } = document.channels;
  expect(inbound.address.replace("{topic}", "mine")).toBe(inboundTopic("mine"));
  expect(acknowledgements.address.replace("{topic}", "mine")).toBe(acksTopic("mine"));
  expect(deadLetters.address).toBe(deadLettersTopic);
  expect(
    Object.keys(inbound.messages)
      .map((name) => `kz.qorgau.${name}`)
      .toSorted(),
  ).toEqual([...eventTypes].toSorted());
});

test("every reference leads somewhere", () => {
  const references: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (key === "$ref") references.push(String(value));
    return value;
  });
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split("/")
      .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], document);
    expect([reference, typeof found]).toEqual([reference, "object"]);
  }
});
