import { createHash } from "node:crypto";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { fastify } from "fastify";
import type { FastifyReply, FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { rightsOf } from "../../access/grant.ts";
import { createLogger } from "../../process/logger.ts";
import { auditRead } from "../audit-requests.ts";
import { createHttpServer } from "../http-server.ts";
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

test.each([
  ["/figures", undefined, "max-age=31536000, immutable", "no-cache"],
  ["/figures", "reader", "private, max-age=31536000, immutable", "private, no-cache"],
  ["/cases", undefined, "max-age=31536000, immutable", "no-cache"],
  ["/cases", "reader", "private, no-store", "private, no-store"],
])("%s with the token %s may be kept: of a past cut %s, of the live one %s", async (url, token, past, live) => {
  const access = token === undefined ? null : { rightsOf: async () => rightsOf("read") };
  const server = createHttpServer({ logger: createLogger({ level: "silent" }), access });
  const respond = async (request: FastifyRequest, reply: FastifyReply) => {
    if (url === "/cases") await auditRead(request, { cut: null, records: 1 });
    return sendBytes(reply, { body, mediaType: "text/csv" }, { immutable: request.url.endsWith("past") });
  };
  server.get(url, { config: { scope: ["figures"] } }, respond);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  for (const [cut, expected] of [
    ["past", past],
    ["live", live],
  ] as const) {
    const shown = await server.inject({ url: `${url}?${cut}`, headers });
    const known = await server.inject({ url: `${url}?${cut}`, headers: { ...headers, "if-none-match": shown.headers["etag"] as string } });
    expect([shown.statusCode, shown.headers["cache-control"]]).toEqual([200, expected]);
    expect([known.statusCode, known.headers["cache-control"]]).toEqual([304, expected]);
  }
});
