/** Callers who mean harm, or whose program is broken, beside one who does not: over real sockets, against a real log. */
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Grant } from "@qorgau/infra/access/token";
import { batchAnswerSchema } from "@qorgau/schemas/events/acknowledgement";
import type { BatchAnswer } from "@qorgau/schemas/events/acknowledgement";
import { expect, test, vi } from "vitest";
import { runDoor, sampleEvent } from "./running-door.ts";
import type { RunningDoor } from "./running-door.ts";

const line = (number: number, changes: Readonly<Record<string, unknown>> = {}) => `${JSON.stringify(sampleEvent(number, changes))}\n`;
const mebibyte = 1024 * 1024;
const lines = "application/x-ndjson";
const quick = { bytesPerSecondMin: 1_000, windowMs: 500 };

type Headers = Readonly<Record<string, string>>;

function begin(door: RunningDoor, headers: Headers = {}): ClientRequest {
  const outgoing = request({ port: door.port, method: "POST", path: "/v1/events", headers: { "content-type": lines, ...headers } });
  return outgoing.on("error", () => undefined);
}

async function answerOf(outgoing: ClientRequest): Promise<{ status: number; text: string; rule: string | undefined }> {
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += String(chunk);
  const { errors } = JSON.parse(text) as { errors?: { rule: string }[] };
  return { status: incoming.statusCode ?? 0, text, rule: errors?.[0]?.rule };
}

async function batchOf(outgoing: ClientRequest): Promise<BatchAnswer> {
  const { status, text } = await answerOf(outgoing);
  expect(status).toBe(200);
  return batchAnswerSchema.parse(JSON.parse(text));
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

const refusals = (door: RunningDoor, reason: string) => door.metrics.valueOf("qorgau_http_refusals_total", { reason });
const isTold = (door: RunningDoor, reason: string) => door.lines.some((one) => one.includes(`"reason":"${reason}"`));

async function expectRefused(door: RunningDoor, reason: string): Promise<void> {
  await vi.waitFor(async () => expect(await refusals(door, reason)).toBeGreaterThan(0), { timeout: 10_000 });
  expect(isTold(door, reason)).toBe(true);
}

/** Whoever is not named is a stranger. */
const grants: Readonly<Record<string, Grant>> = {
  slow: { source: "urn:kz:bin:990140000004" },
  honest: { source: "urn:kz:bin:200140000004" },
};
const access = { grantOf: async (token: string) => grants[token] ?? null };
const as = (caller: string) => ({ authorization: `Bearer ${caller}` });

test("a hundred bodies of one token, a byte now and then, leave room for all others; each is refused in its time", async () => {
  await using door = await runDoor({ access, bodyPace: { bytesPerSecondMin: 1_000, windowMs: 4_000 } });
  const slow = Array.from({ length: 100 }, () => begin(door, as("slow")));
  const answers = slow.map(answerOf);
  const trickling = setInterval(() => slow.forEach((one) => one.writable && one.write("x")), 100);
  await vi.waitFor(async () => expect(await door.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeGreaterThan(100), {
    timeout: 10_000,
  });
  for (let number = 0; number < 20; number += 1) {
    expect((await batchOf(begin(door, as("honest")).end(line(number)))).accepted).toBe(1);
  }
  for (const { status, rule } of await Promise.all(answers)) expect([status, rule]).toEqual([408, "QG-0132"]);
  clearInterval(trickling);
  expect(await refusals(door, "body_too_slow")).toBe(100);
  expect(isTold(door, "body_too_slow")).toBe(true);
});

test("a body that becomes too slow is answered for what came, and says that the rest was not seen", async () => {
  await using door = await runDoor({ bodyPace: quick });
  const outgoing = begin(door);
  outgoing.write(`${line(0)}no JSON\n${line(1)}{"half":`);
  const { accepted, rejected, results } = await batchOf(outgoing);
  expect([accepted, rejected]).toEqual([2, 2]);
  expect(results.map(({ errors }) => errors?.[0]?.rule)).toEqual([undefined, "QG-0101", undefined, "QG-0132"]);
  await expectRefused(door, "body_too_slow");
});

test("an honest client above the lowest rate is waited for, however long its body takes", async () => {
  await using door = await runDoor({ bodyPace: quick });
  const outgoing = begin(door);
  const answer = batchOf(outgoing);
  for (let number = 0; number < 15; number += 1) {
    // Some 3,000 bytes a second, three windows long.
    outgoing.write(line(number));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  outgoing.end();
  expect((await answer).accepted).toBe(15);
});

test.each([
  ["one event", { "content-type": "application/cloudevents+json" }, "{"],
  ["a batch", { "content-type": "application/cloudevents-batch+json" }, "["],
  ["gzip", { "content-encoding": "gzip" }, gzipSync(line(0)).subarray(0, 20)],
])("the lowest rate holds for %s as well", async (_what, headers, start) => {
  await using door = await runDoor({ bodyPace: quick });
  const outgoing = begin(door, headers);
  outgoing.write(start);
  const { status, rule } = await answerOf(outgoing);
  expect([status, rule]).toEqual([408, "QG-0132"]);
});

test("a body that unpacks to more than its size allows for is not read on", async () => {
  await using door = await runDoor();
  const swollen = gzipSync(`${line(0)}${"\n".repeat(16 * mebibyte)}${line(1)}`);
  expect(swollen.length).toBeLessThan(20_000);
  const answer = await answerOf(begin(door, { "content-encoding": "gzip" }).end(swollen));
  expect(answer.status).toBe(200);
  const { results, accepted } = batchAnswerSchema.parse(JSON.parse(answer.text));
  expect(accepted).toBe(1);
  expect(results.map(({ errors }) => errors?.[0]?.rule)).toEqual([undefined, "QG-0134"]);
  await expectRefused(door, "body_swollen");
  expect(await door.metrics.valueOf("qorgau_ingest_body_bytes_total")).toBeLessThan(6 * mebibyte);
  const one = await answerOf(
    begin(door, { "content-encoding": "gzip", "content-type": "application/cloudevents+json" }).end(gzipSync(" ".repeat(2 * mebibyte))),
  );
  expect([one.status, one.rule]).toEqual([413, "QG-0106"]);
});

test("what is told one by one is bounded by what was sent", async () => {
  await using door = await runDoor({ limits: { resultsBytesFree: 100_000, resultsPerSentByteMax: 16, groupEventsMax: 50 } });
  const body = await batchOf(begin(door).end("x\n".repeat(50_000)));
  expect(body.results.at(-1)?.errors?.[0]?.rule).toBe("QG-0135");
  expect(body.rejected).toBe(body.results.length);
  expect(JSON.stringify(body.results).length).toBeLessThan(16 * 2 * 50_000 + 100_000);
  await expectRefused(door, "results");
  // An honest body of the same size is told whole.
  const honest = await batchOf(begin(door).end(Array.from({ length: 300 }, (_, number) => line(number)).join("")));
  expect(honest.accepted).toBe(300);
});

test("the spool leaves as much of the disk free as it takes, and says when there is no room", async () => {
  const limits = { spoolMemoryBytesMax: 1000, groupEventsMax: 10 };
  await using door = await runDoor({ limits, freeBytes: async () => 40_000 });
  const body = await batchOf(begin(door).end(Array.from({ length: 500 }, (_, number) => line(number)).join("")));
  expect(body.accepted).toBeGreaterThan(0);
  expect(body.retry).toBeGreaterThan(0);
  expect(body.accepted + body.retry).toBe(500);
  await expectRefused(door, "spool");
});

test("so many are told to come again one by one, and then the body is not read on", async () => {
  await using door = await runDoor({ limits: { spoolMemoryBytesMax: 100, spoolDiskBytesMax: 0 } });
  const { rejected, retry, results } = await batchOf(begin(door).end("x\n".repeat(200_000)));
  expect(results.length).toBeLessThan(12_000);
  expect([rejected, retry]).toEqual([1, results.length - 1]);
  expect(results.at(-1)?.errors?.[0]?.rule).toBe("QG-0135");
});

test("work stops when the client has left, although all of its body is there", async () => {
  let appends = 0;
  const free = Promise.withResolvers<void>();
  await using door = await runDoor({
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
  const outgoing = begin(door, { "content-encoding": "gzip" }).end(
    gzipSync(Array.from({ length: 1000 }, (_, number) => line(number)).join("")),
  );
  await vi.waitFor(() => expect(appends).toBe(2), { timeout: 10_000 });
  const gone = new Promise((resolve) => outgoing.once("close", resolve));
  outgoing.destroy();
  await gone;
  await new Promise((resolve) => setTimeout(resolve, 200));
  free.resolve();
  await vi.waitFor(async () => expect(await readdir(door.spoolDirectory)).toEqual([]));
  expect((await batchOf(begin(door).end(line(2000)))).accepted).toBe(1);
  expect(appends).toBeLessThan(10);
});

test.each(["keep-alive", "close"])("a refusal is no reason to read a body without end: %s", async (connection) => {
  await using door = await runDoor({ access });
  const socket = connect(door.port, "127.0.0.1");
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
  if (connection === "keep-alive") await expectRefused(door, "body_unread");
});

test("half a head does not stay, nor does a connection that says nothing", { timeout: 60_000 }, async () => {
  await using door = await runDoor();
  const [half, silent] = [connect(door.port, "127.0.0.1"), connect(door.port, "127.0.0.1")];
  half.write("POST /v1/events HTTP/1.1\r\nHost: loc");
  expect(await endOf(half)).toMatch(/^HTTP\/1\.1 408 [^]*QG-0133/);
  await endOf(silent);
  await expectRefused(door, "head_too_slow");
});

test("connections beyond the limit are closed, and it is told", async () => {
  await using door = await runDoor({ connectionsMax: 10 });
  const open = Array.from({ length: 10 }, () => connect(door.port, "127.0.0.1"));
  await Promise.all(open.map((socket) => once(socket, "connect")));
  await endOf(connect(door.port, "127.0.0.1"));
  await expectRefused(door, "connections");
  for (const socket of open) socket.destroy();
  await vi.waitFor(async () => expect((await batchOf(begin(door).end(line(1)))).accepted).toBe(1), { timeout: 5_000 });
});

test("a client that does not read its answer is not waited for", { timeout: 30_000 }, async () => {
  await using door = await runDoor({ limits: { pieceMsMax: 300, spoolMemoryBytesMax: 1000 } });
  const body = "x\n".repeat(60_000);
  const socket = connect(door.port, "127.0.0.1").pause();
  const head = ["POST /v1/events HTTP/1.1", "Host: localhost", `Content-Type: ${lines}`, `Content-Length: ${body.length}`];
  socket.on("error", () => undefined).write(`${head.join("\r\n")}\r\n\r\n${body}`);
  await expectRefused(door, "answer_unread");
  await vi.waitFor(async () => expect(await readdir(door.spoolDirectory)).toEqual([]), { timeout: 5_000 });
  socket.destroy();
});
