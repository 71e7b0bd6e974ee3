import { Validator } from "@seriousme/openapi-schema-validator";
import { inboundEventSchema } from "@qorgau/schemas/events/inbound-event";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi-document.ts";

const document = openApiDocument();

function references(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "$ref" in value && typeof value.$ref === "string" ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

describe("openApiDocument", () => {
  it("is valid OpenAPI 3.1 by an independent validator", async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(document) as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe("3.1");
  });

  it("refers to nothing that is not in it, and names no schema in vain", () => {
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    const used = new Set(references(document));
    expect([...used].filter((reference) => !known.includes(reference))).toEqual([]);
    expect(known.filter((name) => !used.has(name))).toEqual([]);
  });

  it("shows events that are what the schema says", () => {
    const { content } = document.paths["/v1/events"].post.requestBody;
    const lines = content["application/x-ndjson"].examples.lines.value.trim().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(inboundEventSchema.safeParse(JSON.parse(line)).error).toBeUndefined();
    const single = content["application/cloudevents+json"].examples;
    for (const { value } of Object.values(single)) expect(inboundEventSchema.safeParse(value).error).toBeUndefined();
    expect(Object.keys(single)).toEqual(
      expect.arrayContaining(["claimFiled", "claimRecognised", "claimPaid", "claimCorrected", "claimWithdrawn"]),
    );
  });

  it("describes every parameter and gives every operation a name of its own", () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as {
      operationId: string;
      parameters?: { name: string; description?: string }[];
    }[];
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const undescribed = operations.flatMap(({ parameters = [] }) => parameters.filter(({ description = "" }) => description.length < 10));
    expect(undescribed).toEqual([]);
  });

  it("describes every member of events and of the answers with rates, and of what they hold", () => {
    const schemas = document.components.schemas as Readonly<Record<string, Described>>;
    const undescribed = (schema: Described, at: string): string[] => [
      ...Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [
        ...("$ref" in member || (member.description ?? "").length > 5 ? [] : [`${at}.${name}`]),
        ...undescribed(member, `${at}.${name}`),
      ]),
      ...(schema.items === undefined ? [] : undescribed(schema.items, at)),
    ];
    const names = Object.keys(schemas).filter((name) => /^(?:Rates|AnnualRollup|ComparedFigure|Explain|Contributing)/.test(name));
    const data = ["CaseEvent", "ClaimEvent", "ExposureEvent"].map((name) => schemas[name]?.properties?.["data"] ?? {});
    expect(names).toHaveLength(7);
    expect(data.flatMap((schema) => undescribed(schema, "data"))).toEqual([]);
    expect(Object.keys(schemas["RatesRow"]?.properties ?? {}).length).toBeGreaterThan(40);
    expect(names.flatMap((name) => undescribed(schemas[name]!, name))).toEqual([]);
  });
});

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
}
