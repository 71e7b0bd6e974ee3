/** One event in CloudEvents' binary mode: what clients and proxies make of it on the wire, byte by byte. */
import { once } from "node:events";
import { connect } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import type { Statement } from "@qorgau/schemas/events/statement";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runEndpoint, sampleEvent } from "./running-endpoint.ts";
import type { RunningEndpoint } from "./running-endpoint.ts";

let endpoint: RunningEndpoint;
beforeAll(async () => {
  endpoint = await runEndpoint();
});
afterAll(() => endpoint[Symbol.asyncDispose]());

interface Body {
  readonly id?: unknown;
  readonly position?: string;
  readonly errors?: readonly { readonly rule: string; readonly pointer: string }[];
  readonly results?: readonly { readonly position?: string }[];
}
type Headers = readonly (readonly [string, string])[];

/** Written as it is: a client's library would mend what is tried here. */
async function post(headers: Headers, body: string | Buffer, path = "/v1/events") {
  const socket = connect(endpoint.port, "127.0.0.1");
  await once(socket, "connect");
  const lines = [["host", "localhost"], ["connection", "close"], ["content-length", String(Buffer.byteLength(body))], ...headers];
  socket.write(`POST ${path} HTTP/1.0\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
  socket.write(body);
  const response = await textOf(socket);
  // HTTP/1.0: a response in one piece.
  return {
    status: Number(response.split(" ")[1]),
    body: JSON.parse(response.slice(response.indexOf("{"), response.lastIndexOf("}") + 1)) as Body,
  };
}

const { data, datacontenttype: _type, ...attributes } = sampleEvent(1);
const dataText = JSON.stringify(data);
/** The attributes as headers, some of them changed. */
function ce(changes: Readonly<Record<string, string | null>> = {}): Headers {
  const reported = { ...attributes, ...changes } as Record<string, string | number | null>;
  return Object.entries(reported).flatMap(([name, value]) => (value === null ? [] : [[`ce-${name}`, String(value)]]));
}
const json: Headers = [["content-type", "application/json"]];
const ruleOf = ({ status, body }: Awaited<ReturnType<typeof post>>) =>
  `${status} ${body.errors?.map(({ rule, pointer }) => rule + pointer).join(" ") ?? ""}`;

async function stored({ body }: Awaited<ReturnType<typeof post>>): Promise<Statement> {
  const position = body.position ?? body.results?.[0]?.position;
  const record = (await readToEnd(endpoint.log)).find(({ partition, offset }) => `${partition}:${offset}` === position);
  return JSON.parse(record!.value) as Statement;
}

test("what is stored is what the structured mode stores", async () => {
  const structured = [["content-type", "application/cloudevents+json; charset=utf-8"]] as const;
  const expected = await post(structured, JSON.stringify(sampleEvent(1)));
  const response = await post([...ce(), ...json], dataText);
  expect(response).toMatchObject({ status: 202, body: { id: "b1f0-1" } });
  expect(await stored(response)).toEqual(await stored(expected));
});

describe("taken", () => {
  test.each<[string, Headers, string | Buffer]>([
    ["without a media type", ce(), dataText],
    ["with a charset and other spellings", [...ce(), ["Content-Type", "Application/JSON; Charset=UTF-8"]], dataText],
    ["names of headers in capitals", [...ce().map(([name, value]) => [name.toUpperCase(), value] as const), ...json], dataText],
    ["packed with gzip", [...ce(), ...json, ["content-encoding", "gzip"]], gzipSync(dataText)],
    ["behind a byte order mark", [...ce(), ...json], `\uFEFF${dataText}`],
    ["with extensions nobody knows", [...ce({ partitionkey: "x", sampledrate: "30" }), ...json], dataText],
  ])("%s", async (_name, headers, body) => {
    expect(ruleOf(await post(headers, body))).toBe("202 ");
  });

  test("the sender's trace among the headers comes back as in the structured mode", async () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const response = await post([...ce({ traceparent, correlationid: "%D0%B4%D0%B5%D0%BB%D0%BE 17/2026" }), ...json], dataText);
    expect(response).toMatchObject({
      status: 202,
      body: { subject: "N1-2026-1", revision: 1, traceparent, correlationid: "дело 17/2026" },
    });
  });

  test("judged alone", async () => {
    const before = (await readToEnd(endpoint.log)).length;
    expect(ruleOf(await post([...ce(), ...json], dataText, "/v1/events:validate"))).toBe("200 ");
    expect((await readToEnd(endpoint.log)).length).toBe(before);
  });

  test.each([
    ["%D0%9D1-%E2%82%AC", "Н1-€"],
    ["a%20b%22c%25d", 'a b"c%d'],
    ['"quoted \\"x\\" %41"', 'quoted "x" A'],
    ["50% of 7%2", "50% of 7%2"],
    // Sent as UTF-8 without percent-encoding, as clients of before that rule do.
    ["№ 7", "№ 7"],
  ])("a value %s is read as %s", async (sent, read) => {
    const response = await post([...ce({ subject: sent }), ...json], dataText);
    expect(response.status).toBe(202);
    expect((await stored(response)).subject).toBe(read);
  });
});

describe("refused", () => {
  test.each<[string, Headers, string, string]>([
    ["bytes that are no UTF-8", ce({ subject: "%C8" }), dataText, "400 QG-0118/subject"],
    ["an attribute twice", [...ce(), ["CE-Subject", "N1-2026-1"]], dataText, "400 QG-0119/subject"],
    ["an attribute that is missing", ce({ specversion: null }), dataText, "422 QG-0202/specversion"],
    ["a revision that is no number", ce({ revision: "01" }), dataText, "422 QG-0215/revision"],
    ["an IIN behind percent-encoding", ce({ subject: "%38%35%30808310738" }), dataText, "422 QG-0301/subject"],
    ["an IIN in a correlation, percent-encoded twice", ce({ correlationid: "85080%2538310738" }), dataText, "422 QG-0301/correlationid"],
    ["no data", ce(), "", "422 QG-0202/data"],
    ["data that are no JSON", ce(), "{", "422 QG-0101/data"],
    ["data that would add attributes", ce(), '{},"type":"kz.qorgau.tick.made.v1"', "422 QG-0101/data"],
    ["a member twice", ce(), dataText.replace('"kind":', '"kind":"disease","kind":'), "422 QG-0230/data/kind"],
  ])("%s", async (_name, headers, body, expected) => {
    expect(ruleOf(await post([...headers, ...json], body))).toBe(expected);
  });

  test("data of another media type, and too many of them", async () => {
    expect(ruleOf(await post([...ce(), ["content-type", "text/plain"]], dataText))).toBe("422 QG-0217/datacontenttype");
    expect(ruleOf(await post([...ce(), ...json], `"${"x".repeat(256 * 1024 - 50)}"`))).toBe("422 QG-0106");
  });
});

test("beside whole events the headers are ignored", async () => {
  const contrary = ce({ subject: "another", type: "kz.qorgau.tick.made.v1", revision: "7" });
  for (const type of ["application/cloudevents+json", "application/cloudevents"]) {
    const response = await post([...contrary, ["content-type", type]], JSON.stringify(sampleEvent(2)));
    expect(await stored(response)).toMatchObject({ subject: "N1-2026-2", revision: 1 });
  }
  const many = `[${JSON.stringify(sampleEvent(3))}]`;
  for (const [type, body] of [
    ["application/cloudevents-batch+json", many] as const,
    ["application/x-ndjson", many.slice(1, -1)] as const,
  ]) {
    const response = await post([...contrary, ["content-type", type]], body);
    expect(response).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await stored(response)).toMatchObject({ subject: "N1-2026-3" });
  }
});

test("small t and z of RFC 3339 are read, and kept as capitals", async () => {
  const event = sampleEvent(4, { time: "2026-02-03t07:10:00z" });
  const notified = { insurerAt: "2026-02-03t20:30:00z" };
  const body = JSON.stringify({ ...event, data: { ...(data as object), occurredAt: "2026-02-03t07:40:00+05:00", notified } });
  expect(await stored(await post([["content-type", "application/json"]], body))).toMatchObject({
    time: "2026-02-03T07:10:00Z",
    data: { occurredAt: "2026-02-03T07:40:00+05:00", notified: { insurerAt: "2026-02-03T20:30:00Z" } },
  });
  const inKazakhstan = JSON.stringify({ ...event, data: { ...(data as object), occurredAt: "2026-02-03t07:40:00z" } });
  expect(ruleOf(await post([["content-type", "application/json"]], inKazakhstan))).toBe("422 QG-0407/data/occurredAt");
});
