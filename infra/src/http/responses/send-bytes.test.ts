import { createHash } from "node:crypto";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { fastify } from "fastify";
import { expect, test } from "vitest";
import { sendBytes } from "./send-bytes.ts";

const body = "year,injured\r\n2025,1430\r\n";

async function tagOf(options: Parameters<typeof sendBytes>[2]): Promise<unknown> {
  const server = fastify();
  server.get("/", { config: { scope: "open" } }, (_request, reply) => sendBytes(reply, { body, mediaType: "text/csv" }, options));
  return (await server.inject("/")).headers["etag"];
}

const sha256 = (text: string) => `"${createHash("sha256").update(text).digest("base64url")}"`;

test("the tag of an answer includes the merging rules, whatever the form prints; that of kept bytes is of the bytes alone", async () => {
  expect(await tagOf({ immutable: true })).toBe(sha256(`rules ${mergingRules}\n${body}`));
  expect(await tagOf({ immutable: true, stored: true })).toBe(sha256(body));
  expect(await tagOf({ immutable: false })).toBe(sha256(`rules ${mergingRules}\n${body}`));
});
