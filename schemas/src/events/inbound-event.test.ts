import { describe, expect, test } from "vitest";
import { z } from "zod";
import { acceptedResponseSchema, batchResponseSchema, problemDocumentSchema } from "./acknowledgement.ts";
import { eventTypes } from "../codes/enumerations.ts";
import { inboundEventSchema } from "./inbound-event.ts";

const variants = inboundEventSchema.options;

test("every event type is taken by exactly one of the shapes", () => {
  expect(variants.flatMap((variant) => variant.shape.type.options).toSorted()).toEqual([...eventTypes].toSorted());
});

describe.each(
  [...variants, acceptedResponseSchema, batchResponseSchema, problemDocumentSchema].map(
    (schema) => [schema.meta()?.title, schema] as const,
  ),
)("%s", (_title, schema) => {
  test("has an example, and each is of its shape", () => {
    const examples = (schema.meta()?.examples ?? []) as unknown[];
    expect(examples).not.toHaveLength(0);
    for (const example of examples) expect(schema.safeParse(example).error).toBeUndefined();
  });

  test("can be told in JSON Schema", () => {
    expect(z.toJSONSchema(schema)).toMatchObject({ type: "object", properties: expect.anything() as object });
  });
});

test("the union can be told in JSON Schema, each shape under its name", () => {
  const { anyOf } = z.toJSONSchema(inboundEventSchema) as { anyOf: { title: string; examples: unknown[] }[] };
  expect(anyOf.map(({ title }) => title)).toEqual([
    "CaseEvent",
    "ClaimEvent",
    "ExposureEvent",
    "EnterpriseStatusEvent",
    "InspectionStatisticsEvent",
    "OccurrenceEvent",
    "Withdrawal",
  ]);
});
