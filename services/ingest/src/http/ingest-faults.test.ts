/** The HTTP ingest endpoint when something gives way: the log, the disk, the client. Against a real log, over real sockets. */
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { connect } from "node:net";
import { batchResponseSchema } from "@qorgau/schemas/events/acknowledgement";
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import { expect, test, vi } from "vitest";
import { runEndpoint, sampleEvent } from "./running-endpoint.ts";
import type { RunningEndpoint } from "./running-endpoint.ts";

const line = (number: number) => `${JSON.stringify(sampleEvent(number))}\n`;
const linesOf = (count: number) => Array.from({ length: count }, (_, index) => line(index)).join("");

function begin(endpoint: RunningEndpoint, type = "application/x-ndjson", headers: Readonly<Record<string, string>> = {}): ClientRequest {
  return request({ port: endpoint.port, method: "POST", path: "/v1/events", headers: { "content-type": type, ...headers } });
}

async function responseOf(outgoing: ClientRequest): Promise<{ status: number; retryAfter: string | undefined; text: string }> {
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += String(chunk);
  return { status: incoming.statusCode ?? 0, retryAfter: incoming.headers["retry-after"], text };
}

async function send(endpoint: RunningEndpoint, body: string): Promise<BatchResponse> {
  const { status, text } = await responseOf(begin(endpoint).end(body));
  expect(status).toBe(200);
  return batchResponseSchema.parse(JSON.parse(text));
}

/** Resolves once the log holds `count` records. */
async function stored(endpoint: RunningEndpoint, count: number): Promise<void> {
  let seen = 0;
  for await (const records of endpoint.log.read(new Map(), { recordsMax: 1000, signal: AbortSignal.timeout(10_000) })) {
    seen += records.length;
    if (seen >= count) return;
  }
  throw new Error(`the log holds ${seen} of ${count} records`);
}

/** However it came about: `once` would reject with the error. */
function closed(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => outgoing.once("close", () => resolve()));
}

async function storedCount(endpoint: RunningEndpoint): Promise<number> {
  return [...(await endpoint.log.end()).values()].reduce((sum, offset) => sum + offset + 1, 0);
}

const statusesOf = ({ results }: BatchResponse) => results.map(({ status }) => status);

test("a log that takes nothing: 503 with Retry-After, for one event and for many", async () => {
  await using endpoint = await runEndpoint();
  await endpoint.log.close();
  for (const [type, body] of [
    ["application/cloudevents+json", line(1)],
    ["application/x-ndjson", `no JSON\n${linesOf(3)}`],
    ["application/cloudevents-batch+json", `[${line(1)}]`],
  ] as const) {
    const { status, retryAfter, text } = await responseOf(begin(endpoint, type).end(body));
    expect({ status, retryAfter, rule: (JSON.parse(text) as { errors: { rule: string }[] }).errors[0]?.rule }).toEqual({
      status: 503,
      retryAfter: "1",
      rule: "QG-0901",
    });
  }
  expect(await send(endpoint, "no JSON\n")).toMatchObject({ accepted: 0, rejected: 1, retry: 0 });
});

test.each(["keep-alive", "close"])("503 reaches a client that sends a long body to its end before it reads: %s", async (connection) => {
  await using endpoint = await runEndpoint();
  await endpoint.log.close();
  const body = linesOf(20_000);
  const socket = connect(endpoint.port, "127.0.0.1").pause();
  const head = ["POST /v1/events HTTP/1.1", "Host: door", `Connection: ${connection}`, "Content-Type: application/x-ndjson"];
  socket.write(`${head.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`);
  await new Promise<void>((resolve, reject) => socket.once("error", reject).write(body, () => resolve()));
  let text = "";
  for await (const chunk of socket.setEncoding("utf8")) {
    text += String(chunk);
    if (text.includes('"errors":[')) break;
  }
  expect(text).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: 1\r\n/);
});

test("a log that closes within a body: the rest answers retry, what is faulty is still told", async () => {
  await using endpoint = await runEndpoint();
  const outgoing = begin(endpoint);
  const response = responseOf(outgoing);
  outgoing.write(linesOf(3));
  await stored(endpoint, 3);
  await endpoint.log.close();
  outgoing.end(`${line(3)}no JSON\n${line(4)}`);
  const { status, text } = await response;
  expect(status).toBe(200);
  const body = batchResponseSchema.parse(JSON.parse(text));
  expect(body).toMatchObject({ accepted: 3, rejected: 1, retry: 2 });
  expect(statusesOf(body)).toEqual(["accepted", "accepted", "accepted", "retry", "rejected", "retry"]);
  expect(body.results[3]).toMatchObject({ index: 3, id: "b1f0-3", subject: "N1-2026-3", revision: 1, status: "retry" });
});

test("a full queue: what was appended is accepted, nothing more is tried", async () => {
  // Room for one group of ten, not for two.
  await using endpoint = await runEndpoint({ queueBytesMax: 12_000, limits: { groupEventsMax: 10 } });
  const body = await send(endpoint, linesOf(60));
  expect(body.accepted).toBeGreaterThanOrEqual(10);
  expect(body.retry).toBeGreaterThanOrEqual(10);
  expect(statusesOf(body)).toEqual(Array.from({ length: 60 }, (_, index) => (index < body.accepted ? "accepted" : "retry")));
  expect(await storedCount(endpoint)).toBe(body.accepted);
  // Sent again, everything comes in at last.
  expect((await send(endpoint, linesOf(10))).accepted).toBe(10);
});

test("many at once against a small queue: each is stored or told to come again", async () => {
  await using endpoint = await runEndpoint({ queueBytesMax: 4_000 });
  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => responseOf(begin(endpoint, "application/cloudevents+json").end(line(index)))),
  );
  const statuses = responses.map(({ status, retryAfter }) => (status === 503 ? `503 after ${retryAfter}` : String(status)));
  expect(statuses.filter((status) => status !== "202" && status !== "503 after 1")).toEqual([]);
  expect(statuses.filter((status) => status === "202")).toHaveLength(await storedCount(endpoint));
});

test("an append that the log refuses for its size is divided", async () => {
  await using endpoint = await runEndpoint({ queueBytesMax: 3_000, limits: { appendsUnderWayMax: 1 } });
  expect(await send(endpoint, linesOf(20))).toMatchObject({ accepted: 20, rejected: 0, retry: 0 });
  expect(await storedCount(endpoint)).toBe(20);
});

test("an event that the log will never take is one rejected event", async () => {
  await using endpoint = await runEndpoint({ queueBytesMax: 3_000, limits: { appendsUnderWayMax: 1 } });
  const large = JSON.stringify(sampleEvent(1, { subject: "я".repeat(500), id: "й".repeat(500), source: `urn:${"x".repeat(500)}` }));
  const body = await send(endpoint, `${line(0)}${large}\n${line(2)}`);
  expect(body.results.map(({ status, errors }) => errors?.[0]?.rule ?? status)).toEqual(["accepted", "QG-0117", "accepted"]);
});

test("a client that goes away within its body: what was appended stays, and the ingest endpoint stays open", async () => {
  await using endpoint = await runEndpoint({ limits: { spoolMemoryBytesMax: 100, bytesInFlightMax: 13 * 1024 * 1024 } });
  for (let round = 0; round < 3; round += 1) {
    const outgoing = begin(endpoint);
    outgoing.on("error", () => undefined);
    outgoing.write(`${linesOf(5)}{"half":`);
    await stored(endpoint, 5 * (round + 1));
    await closed(outgoing.destroy());
  }
  // The place of a body that ended is free again, and so is its file.
  await vi.waitFor(async () => expect((await send(endpoint, linesOf(1))).accepted).toBe(1), { timeout: 5000 });
  await vi.waitFor(async () => expect(await readdir(endpoint.spoolDirectory)).toEqual([]), { timeout: 5000 });
  expect(endpoint.lines.filter((text) => text.includes('"level":50'))).toEqual([]);
});

test("a client that goes away before it has read its answer leaves no file", async () => {
  await using endpoint = await runEndpoint({ limits: { spoolMemoryBytesMax: 100 } });
  const outgoing = begin(endpoint);
  outgoing.on("error", () => undefined).on("response", () => outgoing.destroy());
  await closed(outgoing.end("{}\n".repeat(20_000)));
  await vi.waitFor(async () => expect(await readdir(endpoint.spoolDirectory)).toEqual([]), { timeout: 5000 });
  expect((await send(endpoint, linesOf(1))).accepted).toBe(1);
});

test("results that do not fit in memory pass through a file, which is gone afterwards", async () => {
  await using endpoint = await runEndpoint({ limits: { spoolMemoryBytesMax: 1000, groupEventsMax: 20 } });
  const body = await send(endpoint, linesOf(2000));
  expect(body).toMatchObject({ accepted: 2000, rejected: 0, retry: 0 });
  expect(body.results.map(({ index, id }) => [index, id])).toEqual(Array.from({ length: 2000 }, (_, index) => [index, `b1f0-${index}`]));
  await vi.waitFor(async () => expect(await readdir(endpoint.spoolDirectory)).toEqual([]), { timeout: 5000 });
});

test.each([
  ["the limit of all files is reached", async (_endpoint: RunningEndpoint) => undefined, 5000],
  ["the disk fails", (endpoint: RunningEndpoint) => rm(endpoint.spoolDirectory, { recursive: true }), 1_000_000],
])("where %s, the rest is not taken in and answers retry", async (_name, breakDisk, spoolDiskBytesMax) => {
  await using endpoint = await runEndpoint({ limits: { spoolMemoryBytesMax: 3000, spoolDiskBytesMax, groupEventsMax: 10 } });
  await breakDisk(endpoint);
  const body = await send(endpoint, linesOf(500));
  expect(body.accepted).toBeGreaterThan(0);
  expect(body.accepted + body.retry).toBe(500);
  expect(statusesOf(body)).toEqual(Array.from({ length: 500 }, (_, index) => (index < body.accepted ? "accepted" : "retry")));
  expect(body.results.map(({ index }) => index)).toEqual(Array.from({ length: 500 }, (_, index) => index));
  // What was under way to the log when the room ended may be in it without a result.
  expect(await storedCount(endpoint)).toBeLessThanOrEqual(body.accepted + 4 * 10);
});

test("more at once than may be held: 503, until a place is free", async () => {
  // Budgets are taken as bytes come: the first body holds what has come of a line that is not whole, more than a quarter of it all.
  await using endpoint = await runEndpoint({ limits: { bytesInFlightMax: 64 * 1024 } });
  const first = begin(endpoint);
  const response = responseOf(first);
  first.write(line(1));
  await stored(endpoint, 1);
  first.write(" ".repeat(10 * 1024));
  await vi.waitFor(async () => expect(await endpoint.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeGreaterThan(10 * 1024));
  const refused = await responseOf(begin(endpoint).end(line(2)));
  expect(refused).toMatchObject({ status: 503, retryAfter: "1" });
  expect((await responseOf(begin(endpoint, "application/cloudevents+json").end(line(2)))).status).toBe(202);
  first.end();
  expect((await response).status).toBe(200);
  expect((await send(endpoint, line(2))).accepted).toBe(1);
});
