import { flag, listOf, orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { expect, test } from "vitest";
import { z } from "zod";
import { ratesParameters } from "../rates/domain/parameters/rates-parameters.ts";
import { bodySchema, pathParameters, queryParameters } from "./parameters-of.ts";

const parameters = z.object({
  source: z
    .string()
    .min(1)
    .meta({ description: "Who reports.", examples: ["urn:x"] }),
  per: z
    .enum(["year", "month"])
    .default("year")
    .meta({ description: "How long.", examples: ["month"] }),
  by: orNull(listOf(z.enum(["region", "sector"]))).meta({ description: "Of what.", examples: [["region"]] }),
  limit: wholeNumber(1, 1000)
    .default(100)
    .meta({ description: "How many.", examples: [20] })
    .register(refusals, { rule: "QG-0816" }),
  running: flag({ description: "Whether it runs." }),
});

test("a parameter is described by the schema that reads it: its values, its default, its example", () => {
  expect(queryParameters(parameters)).toEqual([
    {
      name: "source",
      in: "query",
      required: true,
      description: "Who reports.",
      schema: { type: "string", minLength: 1, examples: ["urn:x"] },
    },
    {
      name: "per",
      in: "query",
      description: "How long.",
      schema: { type: "string", enum: ["year", "month"], default: "year", examples: ["month"] },
    },
    {
      name: "by",
      in: "query",
      description: "Of what.",
      schema: { type: "array", items: { type: "string", enum: ["region", "sector"] }, uniqueItems: true, examples: [["region"]] },
      style: "form",
      explode: false,
    },
    {
      name: "limit",
      in: "query",
      description: "How many.",
      schema: { type: "integer", minimum: 1, maximum: 1000, default: 100, examples: [20] },
    },
    { name: "running", in: "query", description: "Whether it runs.", schema: { type: "boolean", default: false } },
  ]);
});

test("a part of an address is required and has its example beside the schema", () => {
  expect(pathParameters(parameters.pick({ limit: true }))).toEqual([
    {
      name: "limit",
      in: "path",
      required: true,
      description: "How many.",
      schema: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
      example: 20,
    },
  ]);
});

test("the members of a body are one schema, which requires what cannot be left out", () => {
  expect(bodySchema(parameters.pick({ source: true, running: true }))).toEqual({
    type: "object",
    required: ["source"],
    properties: {
      source: { type: "string", minLength: 1, examples: ["urn:x"], description: "Who reports." },
      running: { type: "boolean", default: false, description: "Whether it runs." },
    },
  });
});

test("every example is taken by the parameter that it is of, and every code that is listed too", () => {
  const asText = (value: unknown): string => (Array.isArray(value) ? value.join(",") : String(value));
  for (const { name, schema } of queryParameters(ratesParameters)) {
    const parameter: z.ZodType = ratesParameters.shape[name as keyof typeof ratesParameters.shape];
    const { items } = schema as { items?: { enum?: string[]; anyOf?: { enum?: string[] }[] } };
    const listed = (items?.anyOf ?? [items ?? {}]).flatMap((one) => one.enum ?? []);
    for (const value of [...((schema["enum"] ?? []) as string[]), ...(schema.examples ?? []), ...listed]) {
      expect([name, value, parameter.safeParse(asText(value)).success]).toEqual([name, value, true]);
    }
  }
});
