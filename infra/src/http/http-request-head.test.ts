/** Heads as clients and proxies send them, byte by byte: each refusal is a problem document, and spellings of one address are one. */
import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { setImmediate as nextIteration } from "node:timers/promises";
import { problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plainUrl } from "./http-request-head.ts";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "../process/logger.ts";

const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
server.post("/v1/things::check", { config: { scope: ["send"] }, bodyLimit: 100 }, () => ({ fine: true }));
server.get("/v1/things/:name", { config: { scope: ["figures"] } }, ({ params }) => params);
beforeAll(async () => {
  await server.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

async function send(...packets: readonly string[]): Promise<string> {
  const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  const response = textOf(socket);
  for (const packet of packets) {
    if (!socket.writable) break;
    socket.write(packet);
    await nextIteration();
  }
  return response;
}

const host = "Host: localhost\r\nConnection: close\r\n";
const json = "Content-Type: application/json\r\n";
const post = (path: string, headers = json, body = "{}") =>
  `POST ${path} HTTP/1.1\r\n${host}${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const statusOf = (response: string) => Number(response.split(" ")[1]);

describe("spellings of one address", () => {
  test.each([
    "/v1/things:check",
    "/v1/things%3Acheck",
    "/v1/things%3acheck",
    "/v1/%74hings%3A%63heck",
    "//v1//things%3Acheck",
    "/v1/things%3Acheck/",
  ])("%s", async (path) => {
    expect(statusOf(await send(post(path)))).toBe(200);
  });

  test("what is another address stays one, and says so", async () => {
    expect(statusOf(await send(post("/v1/things%253Acheck")))).toBe(404);
    expect(statusOf(await send(post("/v1%2Fthings:check")))).toBe(404);
    expect(await send(`GET /v1/things%3Acheck HTTP/1.1\r\n${host}\r\n`)).toMatch(/ 405 [^]*allow: POST, OPTIONS\r\n/i);
  });

  test("names and queries are left as they are", async () => {
    expect(await send(`GET /v1/things/a%3Ab%2Fc?x=%3A%2F%2F HTTP/1.1\r\n${host}\r\n`)).toContain('{"name":"a:b/c"}');
    expect(plainUrl("http://h//a%3Ab?c=//%3A")).toBe("http://h//a:b?c=//%3A");
  });
});

const long = (characters: number) => "a".repeat(characters);

test("a question with every filter there is, and a head full of cookies, are within the limits", async () => {
  expect(statusOf(await send(`GET /v1/things/${long(500)}?x=${long(15_000)} HTTP/1.1\r\n${host}Cookie: ${long(15_000)}\r\n\r\n`))).toBe(
    200,
  );
});

describe("a problem document", () => {
  test.each([
    [414, "QG-0136", "an address of 20,000 characters", [`GET /v1/things/${long(20_000)} HTTP/1.1\r\n${host}\r\n`]],
    [414, "QG-0136", "a query of 20,000 characters", [`GET /v1/things/a?x=${long(20_000)} HTTP/1.1\r\n${host}\r\n`]],
    [414, "QG-0136", "an address longer than a packet", [`GET /v1/${long(300_000)}`]],
    [414, "QG-0136", "an address whose end comes by itself", [`GET /v1/${long(60_000)}`, `${long(20_000)} HTTP/1.1\r\n${host}\r\n`]],
    [414, "QG-0136", "a name of 600 characters", [`GET /v1/things/${long(600)} HTTP/1.1\r\n${host}\r\n`]],
    [431, "QG-0137", "a header of 20,000 characters", [`GET /v1/things/a HTTP/1.1\r\n${host}X: ${long(20_000)}\r\n\r\n`]],
    [431, "QG-0137", "a header longer than the parser reads", [`GET /v1/things/a HTTP/1.1\r\n${host}Cookie: ${long(300_000)}\r\n\r\n`]],
    [431, "QG-0137", "many headers", [`GET / HTTP/1.1\r\n${host}${"X: aaaa\r\n".repeat(2_500)}\r\n`]],
    [413, "QG-0138", "a body over the limit of its address", [post("/v1/things:check", json, `"${long(200)}"`)]],
    [415, "QG-0139", "another media type", [post("/v1/things:check", "Content-Type: text/csv\r\n")]],
    [417, "QG-0140", "another expectation", [post("/v1/things:check", `Expect: more\r\n${json}`)]],
    [400, "QG-0105", "no host", ["GET /v1/things/a HTTP/1.1\r\nConnection: close\r\n\r\n"]],
    [400, "QG-0105", "a broken percent-encoding", [`GET /v1/things/%E0%A4 HTTP/1.1\r\n${host}\r\n`]],
    [400, "QG-0105", "a method nobody knows", [`BREW /v1/things/a HTTP/1.1\r\n${host}\r\n`]],
    [400, "QG-0105", "two lengths", [post("/v1/things:check", `Transfer-Encoding: chunked\r\n${json}`)]],
    [405, "QG-0702", "a proxy's method", [`CONNECT localhost:80 HTTP/1.1\r\n${host}\r\n`]],
    [405, "QG-0702", "a method that the address does not take", [`PATCH /v1/things/a HTTP/1.1\r\n${host}\r\n`]],
    [404, "QG-0104", "nothing there", [`GET /nothing HTTP/1.1\r\n${host}\r\n`]],
  ])("%i %s: %s", async (status, rule, _name, packets) => {
    const response = await send(...packets);
    expect(response).toMatch(/content-type: application\/problem\+json/i);
    const problem = problemDocumentSchema.parse(JSON.parse(response.slice(response.indexOf("{"))));
    expect([statusOf(response), problem.status, problem.errors[0]?.rule]).toEqual([status, status, rule]);
    expect(problem.title).not.toBe("Error");
    expect(problem.errors[0]?.message).not.toContain("{");
  });
});
