/** Traces of the real program at a collector: from a request over the log to the fold, and from a question to the store; none where it is away. */
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { startOtlpReceiver } from "../../otlp-receiver.ts";
import type { OtlpReceiver, ReceivedSpan } from "../../otlp-receiver.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let directory: string;
let qorgau: QorgauProcess | undefined;
let receiver: OtlpReceiver;

beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  await qorgau?.kill();
  await receiver.close();
  await removeDirectory(directory);
});

const start = (url: string) => startQorgau(join(directory, "data"), { QORGAU_TRACES: url });

const iin = "850808310738";
const [callers, events] = ["4bf92f3577b34da6a3ce929d0e0e4736", "0af7651916cd43dd8448eb211c80319c"];

async function post(url: string, event: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json", ...headers },
    body: JSON.stringify(event),
  });
  return { status: response.status, body: (await response.json()) as { position: string } };
}

test("a claim is followed from its request over the log to the figures, and a question to the store", async () => {
  receiver = await startOtlpReceiver();
  qorgau = await start(receiver.url);
  const event = caseEvent({ worker: { iin } }, { id: "sent-17", subject: "record-17", traceparent: `00-${events}-b7ad6b7169203331-01` });
  const { status, body } = await post(qorgau.url, event, { traceparent: `00-${callers}-00f067aa0ba902b7-01` });
  expect(status).toBe(202);
  await rates(qorgau.url, { atLeast: body.position, by: "region", region: "KZ-35" });

  const within = (name: string, parent?: ReceivedSpan) =>
    receiver.find((span) => span.name === name && (parent === undefined || span.parentSpanId === parent.spanId));
  const request = await receiver.find(({ name, traceId }) => name === "POST /v1/events" && traceId === callers);
  expect(request).toMatchObject({ service: "qorgau", parentSpanId: "00f067aa0ba902b7" });
  expect(request.attributes).toEqual({ "http.request.method": "POST", "http.route": "/v1/events", "http.response.status_code": 202 });
  const append = await within("append", request);
  expect(append.links).toEqual([{ traceId: events, spanId: "b7ad6b7169203331" }]);
  const fold = await within("fold", append);
  expect(fold).toMatchObject({ traceId: callers, attributes: { "messaging.batch.message_count": 1 }, isFailed: false });
  expect(fold.links).toEqual([{ traceId: callers, spanId: append.spanId }]);
  const tables = async () => {
    await within("INSERT", fold);
    return receiver.spans
      .filter(({ name, parentSpanId }) => name === "INSERT" && parentSpanId === fold.spanId)
      .map(({ attributes }) => attributes["db.collection.name"]);
  };
  expect(await tables()).toEqual(["journal", "published"]);

  const read = await receiver.find(({ name }) => name === "GET /v1/rates");
  expect(read.parentSpanId).toBeUndefined();
  const statement = await within("SELECT", read);
  expect(statement.attributes).toMatchObject({
    "db.system.name": "clickhouse",
    "db.query.text": expect.stringContaining("SELECT") as unknown,
  });

  // Neither monitoring nor a stream is a trace, and no span holds what was sent or who sent it.
  await fetch(`${qorgau.url}/metrics`);
  const stream = await fetch(`${qorgau.url}/v1/live?by=region`);
  await stream.body!.cancel();
  expect(await qorgau.stop()).toBe(0);
  expect(receiver.spans.filter(({ name }) => /metrics|live/.test(name))).toEqual([]);
  const sent = receiver.bodies.join("");
  for (const value of [iin, "200140000004", event.source, event.subject, event.id, "KZ-35", "2026-02-03"])
    expect(sent).not.toContain(value);
});

test("a batch of several callers names the appends of all of them", async () => {
  receiver = await startOtlpReceiver();
  qorgau = await start(receiver.url);
  const { positions } = await sendAll(
    qorgau.url,
    Array.from({ length: 5_000 }, () => caseEvent()),
    500,
  );
  await rates(qorgau.url, { atLeast: positions });
  expect(await qorgau.stop()).toBe(0);
  const spanIds = (name: string) => receiver.spans.filter((span) => span.name === name).map(({ spanId }) => spanId);
  const appends = spanIds("append");
  const linked = receiver.spans.filter(({ name }) => name === "fold").flatMap(({ links }) => links.map(({ spanId }) => spanId));
  expect(appends.length).toBeGreaterThanOrEqual(10);
  expect(appends.filter((span) => !linked.includes(span))).toEqual([]);
});

test("a collector that is away, or takes and never responds, holds up nothing", async () => {
  receiver = await startOtlpReceiver({ isSilent: true });
  qorgau = await start(receiver.url);
  expect((await post(qorgau.url, caseEvent())).status).toBe(202);
  await receiver.find(({ name }) => name === "POST /v1/events");
  // One batch is on its way for ever: others wait behind it, and work goes on.
  expect((await post(qorgau.url, caseEvent())).status).toBe(202);
  expect(await qorgau.stop()).toBe(0);

  await receiver.close();
  receiver = await startOtlpReceiver();
  const { url } = receiver;
  await receiver.close();
  receiver = await startOtlpReceiver();
  qorgau = await start(url);
  const { positions } = await sendAll(qorgau.url, [caseEvent()]);
  expect((await rates(qorgau.url, { atLeast: positions })).rows.length).toBeGreaterThan(0);
  await expect.poll(() => qorgau!.output(), { timeout: 60_000 }).toContain("traces cannot be sent");
  expect(await qorgau.stop()).toBe(0);
});
