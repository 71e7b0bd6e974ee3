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
    const { batch, ...single } = content["application/json"].examples;
    for (const value of batch.value) expect(inboundEventSchema.safeParse(value).error).toBeUndefined();
    for (const { value } of Object.values(single)) expect(inboundEventSchema.safeParse(value).error).toBeUndefined();
    expect(Object.keys(single)).toEqual(
      expect.arrayContaining(["claimFiled", "claimRecognised", "claimPaid", "claimCorrected", "claimWithdrawn"]),
    );
  });

  it("describes every parameter, and gives every operation a name of its own", () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as { operationId: string }[];
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const parameters = objectsIn(document.paths).flatMap(({ at, value }) =>
      Array.isArray(value["parameters"])
        ? (value["parameters"] as Described[]).map((one, place) => ({ at: `${at}/parameters/${place}`, one }))
        : [],
    );
    expect(parameters.length).toBeGreaterThan(200);
    expect(parameters.filter(({ one }) => !isDescribed(one)).map(({ at }) => at)).toEqual([]);
  });

  it("states no member to be null alone: generators of clients have no type for it", () => {
    const isNull = (member: unknown) => (member as { readonly type?: unknown }).type === "null";
    const alone = objectsIn(document).flatMap(({ at, value }) =>
      Object.entries((value["properties"] ?? {}) as Record<string, unknown>).flatMap(([name, member]) =>
        isNull(member) ? [`${at}.${name}`] : [],
      ),
    );
    expect(alone).toEqual([]);
  });

  it("describes every member of everything that is sent or answered", () => {
    const members = objectsIn(document).flatMap(({ at, value }) =>
      Object.entries((value["properties"] ?? {}) as Record<string, Described>).map(([name, member]) => ({ at: `${at}.${name}`, member })),
    );
    expect(members.length).toBeGreaterThan(900);
    expect(members.filter(({ member }) => !("$ref" in member) && !isDescribed(member)).map(({ at }) => at)).toEqual([]);
  });
});

interface Described {
  readonly description?: string;
}

/** One word alone says no more than a name does. */
const isDescribed = ({ description = "" }: Described) => /\S+\s+\S+/.test(description);

/** Every object of the document with its place; examples are no part of what it says. */
function objectsIn(value: unknown, at = ""): { at: string; value: Record<string, unknown> }[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, one]) =>
    /^(?:examples?|default)$/.test(name) ? [] : objectsIn(one, `${at}/${name}`),
  );
  return Array.isArray(value) ? inside : [{ at, value: value as Record<string, unknown> }, ...inside];
}
