/** Callers who mean harm, or whose program is broken, beside one who does not: over real sockets, against a real log. */
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { rightsOf } from "@qorgau/infra/access/grant";
import type { Rights } from "@qorgau/schemas/access/scopes";
import { batchResponseSchema } from "@qorgau/schemas/events/acknowledgement";
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import { expect, test, vi } from "vitest";
import { runEndpoint, sampleEvent } from "./running-endpoint.ts";
import type { RunningEndpoint } from "./running-endpoint.ts";

const line = (number: number, changes: Readonly<Record<string, unknown>> = {}) => `${JSON.stringify(sampleEvent(number, changes))}\n`;
const mebibyte = 1024 * 1024;
const lines = "application/x-ndjson";
const quick = { bytesPerSecondMin: 1_000, windowMs: 500 };

type Headers = Readonly<Record<string, string>>;

function begin(endpoint: RunningEndpoint, headers: Headers = {}): ClientRequest {
  const outgoing = request({ port: endpoint.port, method: "POST", path: "/v1/events", headers: { "content-type": lines, ...headers } });
  return outgoing.on("error", () => undefined);
}

async function responseOf(outgoing: ClientRequest): Promise<{ status: number; text: string; rule: string | undefined }> {
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += String(chunk);
  const { errors } = JSON.parse(text) as { errors?: { rule: string }[] };
  return { status: incoming.statusCode ?? 0, text, rule: errors?.[0]?.rule };
}

async function batchOf(outgoing: ClientRequest): Promise<BatchResponse> {
  const { status, text } = await responseOf(outgoing);
  expect(status).toBe(200);
  return batchResponseSchema.parse(JSON.parse(text));
}

/** Resolves with all that comes until the connection ends. */
async function endOf(socket: Socket): Promise<string> {
  let text = "";
  socket
    .setEncoding("utf8")
    .on("data", (chunk) => (text += String(chunk)))
    .on("error", () => undefined);
  if (!socket.destroyed) await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  return text;
}

const refusals = (endpoint: RunningEndpoint, reason: string) => endpoint.metrics.valueOf("qorgau_http_refusals_total", { reason });
const isReported = (endpoint: RunningEndpoint, reason: string) => endpoint.lines.some((one) => one.includes(`"reason":"${reason}"`));

async function expectRefused(endpoint: RunningEndpoint, reason: string): Promise<void> {
  await vi.waitFor(async () => expect(await refusals(endpoint, reason)).toBeGreaterThan(0), { timeout: 10_000 });
  expect(isReported(endpoint, reason)).toBe(true);
}

/** Whoever is not named is a stranger. */
const callers: Readonly<Record<string, Rights>> = {
  slow: rightsOf({ source: "urn:kz:bin:990140000004" }),
  honest: rightsOf({ source: "urn:kz:bin:200140000004" }),
};
const access = { rightsOf: async (token: string) => callers[token] ?? null };
const as = (caller: string) => ({ authorization: `Bearer ${caller}` });

test("a hundred bodies of one token, a byte now and then, leave room for all others; each is refused in its time", async () => {
  await using endpoint = await runEndpoint({ access, bodyPace: { bytesPerSecondMin: 1_000, windowMs: 4_000 } });
  const slow = Array.from({ length: 100 }, () => begin(endpoint, as("slow")));
  const responses = slow.map(responseOf);
  const trickling = setInterval(() => slow.forEach((one) => one.writable && one.write("x")), 100);
  await vi.waitFor(async () => expect(await endpoint.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeGreaterThan(100), {
    timeout: 10_000,
  });
  for (let number = 0; number < 20; number += 1) {
    expect((await batchOf(begin(endpoint, as("honest")).end(line(number)))).accepted).toBe(1);
  }
  for (const { status, rule } of await Promise.all(responses)) expect([status, rule]).toEqual([408, "QG-0132"]);
  clearInterval(trickling);
  expect(await refusals(endpoint, "body_too_slow")).toBe(100);
  expect(isReported(endpoint, "body_too_slow")).toBe(true);
});

test("a body that becomes too slow is answered for what came, and says that the rest was not seen", async () => {
  await using endpoint = await runEndpoint({ bodyPace: quick });
  const outgoing = begin(endpoint);
  outgoing.write(`${line(0)}no JSON\n${line(1)}{"half":`);
  const { accepted, rejected, results } = await batchOf(outgoing);
  expect([accepted, rejected]).toEqual([2, 2]);
  expect(results.map(({ errors }) => errors?.[0]?.rule)).toEqual([undefined, "QG-0101", undefined, "QG-0132"]);
  await expectRefused(endpoint, "body_too_slow");
});

test("an honest client above the lowest rate is waited for, however long its body takes", async () => {
  await using endpoint = await runEndpoint({ bodyPace: quick });
  const outgoing = begin(endpoint);
  const response = batchOf(outgoing);
  for (let number = 0; number < 15; number += 1) {
    // Some 3,000 bytes a second, three windows long.
    outgoing.write(line(number));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  outgoing.end();
  expect((await response).accepted).toBe(15);
});

test.each([
  ["one event", { "content-type": "application/cloudevents+json" }, "{"],
  ["a batch", { "content-type": "application/cloudevents-batch+json" }, "["],
  ["gzip", { "content-encoding": "gzip" }, gzipSync(line(0)).subarray(0, 20)],
])("the lowest rate holds for %s as well", async (_what, headers, start) => {
  await using endpoint = await runEndpoint({ bodyPace: quick });
  const outgoing = begin(endpoint, headers);
  outgoing.write(start);
  const { status, rule } = await responseOf(outgoing);
  expect([status, rule]).toEqual([408, "QG-0132"]);
});

test("a body that unpacks to more than its size allows for is not read on", async () => {
  await using endpoint = await runEndpoint();
  const swollen = gzipSync(`${line(0)}${"\n".repeat(16 * mebibyte)}${line(1)}`);
  expect(swollen.length).toBeLessThan(20_000);
  const response = await responseOf(begin(endpoint, { "content-encoding": "gzip" }).end(swollen));
  expect(response.status).toBe(200);
  const { results, accepted } = batchResponseSchema.parse(JSON.parse(response.text));
  expect(accepted).toBe(1);
  expect(results.map(({ errors }) => errors?.[0]?.rule)).toEqual([undefined, "QG-0134"]);
  await expectRefused(endpoint, "body_swollen");
  expect(await endpoint.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeLessThan(6 * mebibyte);
  const one = await responseOf(
    begin(endpoint, { "content-encoding": "gzip", "content-type": "application/cloudevents+json" }).end(gzipSync(" ".repeat(2 * mebibyte))),
  );
  expect([one.status, one.rule]).toEqual([413, "QG-0106"]);
});

test("what is told one by one is bounded by what was sent", async () => {
  await using endpoint = await runEndpoint({ limits: { resultsBytesFree: 100_000, resultsPerSentByteMax: 16, groupEventsMax: 50 } });
  const body = await batchOf(begin(endpoint).end("x\n".repeat(50_000)));
  expect(body.results.at(-1)?.errors?.[0]?.rule).toBe("QG-0135");
  expect(body.rejected).toBe(body.results.length);
  expect(JSON.stringify(body.results).length).toBeLessThan(16 * 2 * 50_000 + 100_000);
  await expectRefused(endpoint, "results");
  // All results of an honest body of the same size are listed.
  const honest = await batchOf(begin(endpoint).end(Array.from({ length: 300 }, (_, number) => line(number)).join("")));
  expect(honest.accepted).toBe(300);
});

test("the spool leaves as much of the disk free as it takes, and says when there is no room", async () => {
  const limits = { spoolMemoryBytesMax: 1000, groupEventsMax: 10 };
  await using endpoint = await runEndpoint({ limits, freeBytes: async () => 40_000 });
  const body = await batchOf(begin(endpoint).end(Array.from({ length: 500 }, (_, number) => line(number)).join("")));
  expect(body.accepted).toBeGreaterThan(0);
  expect(body.retry).toBeGreaterThan(0);
  expect(body.accepted + body.retry).toBe(500);
  await expectRefused(endpoint, "spool");
});

test("so many are told to come again one by one, and then the body is not read on", async () => {
  await using endpoint = await runEndpoint({ limits: { spoolMemoryBytesMax: 100, spoolDiskBytesMax: 0 } });
  const { rejected, retry, results } = await batchOf(begin(endpoint).end("x\n".repeat(200_000)));
  expect(results.length).toBeLessThan(12_000);
  expect([rejected, retry]).toEqual([1, results.length - 1]);
  expect(results.at(-1)?.errors?.[0]?.rule).toBe("QG-0135");
});

test("work stops when the client has left, although all of its body is there", async () => {
  let appends = 0;
  const free = Promise.withResolvers<void>();
  await using endpoint = await runEndpoint({
    limits: { groupEventsMax: 10, appendsUnderWayMax: 1 },
    wrap: (log) => ({
      ...log,
      end: () => log.end(),
      append: async (records) => {
        appends += 1;
        if (appends === 2) await free.promise;
        return log.append(records);
      },
    }),
  });
  const outgoing = begin(endpoint, { "content-encoding": "gzip" }).end(
    gzipSync(Array.from({ length: 1000 }, (_, number) => line(number)).join("")),
  );
  await vi.waitFor(() => expect(appends).toBe(2), { timeout: 10_000 });
  const gone = new Promise((resolve) => outgoing.once("close", resolve));
  outgoing.destroy();
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 200));
  free.resolve();
  await vi.waitFor(async () => expect(await readdir(endpoint.spoolDirectory)).toEqual([]));
  expect((await batchOf(begin(endpoint).end(line(2000)))).accepted).toBe(1);
  expect(appends).toBeLessThan(10);
});

test("a token that is taken back while its body comes writes no more; what came before has its results", async () => {
  const known = new Map<string, Rights>([["honest", callers["honest"]!]]);
  await using endpoint = await runEndpoint({ access: { rightsOf: async (token) => known.get(token) ?? null } });
  const stored = async () => [...(await endpoint.log.end()).values()].reduce((sum, offset) => sum + offset + 1, 0);
  const outgoing = begin(endpoint, as("honest"));
  outgoing.write(line(0));
  await vi.waitFor(async () => expect(await stored()).toBe(1), { timeout: 10_000 });
  // Of another source now, which is as little as none.
  known.set("honest", callers["slow"]!);
  const { accepted, rejected, results } = await batchOf(outgoing.end(line(1) + line(2)));
  expect([accepted, rejected, results.at(-1)?.errors?.map(({ rule }) => rule)]).toEqual([1, 1, ["QG-0852"]]);
  expect(await stored()).toBe(1);
});

test.each([
  ["many", lines],
  ["one", "application/cloudevents+json"],
])("a token that is taken back before the first event is whole is refused as a whole: %s", async (_name, contentType) => {
  const known = new Map<string, Rights>([["honest", callers["honest"]!]]);
  await using endpoint = await runEndpoint({ access: { rightsOf: async (token) => known.get(token) ?? null } });
  const outgoing = begin(endpoint, { ...as("honest"), "content-type": contentType });
  outgoing.write(line(0).slice(0, 10));
  await vi.waitFor(async () => expect(await endpoint.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeGreaterThan(0), {
    timeout: 10_000,
  });
  known.clear();
  expect(await responseOf(outgoing.end(line(0).slice(10)))).toMatchObject({ status: 401, rule: "QG-0852" });
});

test.each(["keep-alive", "close"])("a refusal is no reason to read a body without end: %s", async (connection) => {
  await using endpoint = await runEndpoint({ access });
  const socket = connect(endpoint.port, "127.0.0.1");
  const head = [
    "POST /v1/events HTTP/1.1",
    "Host: localhost",
    `Connection: ${connection}`,
    `Content-Type: ${lines}`,
    "Transfer-Encoding: chunked",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  const ended = endOf(socket);
  const chunk = Buffer.from(`10000\r\n${"x".repeat(65_536)}\r\n`);
  let sent = 0;
  const pour = () => {
    while (!socket.destroyed && sent < 512 * mebibyte && socket.write(chunk)) sent += chunk.length;
  };
  socket.on("drain", pour);
  pour();
  expect(await ended).toMatch(/^HTTP\/1\.1 401 /);
  expect(sent).toBeLessThan(256 * mebibyte);
  if (connection === "keep-alive") await expectRefused(endpoint, "body_unread");
});

test("half a head does not stay, nor does a connection that says nothing", { timeout: 60_000 }, async () => {
  await using endpoint = await runEndpoint();
  const [half, silent] = [connect(endpoint.port, "127.0.0.1"), connect(endpoint.port, "127.0.0.1")];
  half.write("POST /v1/events HTTP/1.1\r\nHost: loc");
  expect(await endOf(half)).toMatch(/^HTTP\/1\.1 408 [^]*QG-0133/);
  await endOf(silent);
  await expectRefused(endpoint, "head_too_slow");
});

test("connections beyond the limit are closed, and it is told", async () => {
  await using endpoint = await runEndpoint({ connectionsMax: 10 });
  const open = Array.from({ length: 10 }, () => connect(endpoint.port, "127.0.0.1"));
  await Promise.all(open.map((socket) => once(socket, "connect")));
  await endOf(connect(endpoint.port, "127.0.0.1"));
  await expectRefused(endpoint, "connections");
  for (const socket of open) socket.destroy();
  await vi.waitFor(async () => expect((await batchOf(begin(endpoint).end(line(1)))).accepted).toBe(1), { timeout: 5_000 });
});

test("a client that does not read its answer is not waited for", { timeout: 30_000 }, async () => {
  await using endpoint = await runEndpoint({ limits: { pieceMsMax: 300, spoolMemoryBytesMax: 1000 } });
  const body = "x\n".repeat(60_000);
  const socket = connect(endpoint.port, "127.0.0.1").pause();
  const head = ["POST /v1/events HTTP/1.1", "Host: localhost", `Content-Type: ${lines}`, `Content-Length: ${body.length}`];
  socket.on("error", () => undefined).write(`${head.join("\r\n")}\r\n\r\n${body}`);
  await expectRefused(endpoint, "answer_unread");
  await vi.waitFor(async () => expect(await readdir(endpoint.spoolDirectory)).toEqual([]), { timeout: 5_000 });
  socket.destroy();
});
