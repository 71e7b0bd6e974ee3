import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { leafHashText } from "@qorgau/infra/proof/domain/leaf-hash";
import { gzipSync } from "node:zlib";
import { acceptedResponseSchema, batchResponseSchema, problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { rules } from "@qorgau/schemas/rules/rules";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runEndpoint, sampleEvent } from "./running-endpoint.ts";
import type { RunningEndpoint } from "./running-endpoint.ts";

const one = "application/cloudevents+json";
const batch = "application/cloudevents-batch+json";
const lines = "application/x-ndjson";

let endpoint: RunningEndpoint;
beforeAll(async () => {
  endpoint = await runEndpoint({ limits: { groupEventsMax: 7 } });
});
afterAll(() => endpoint[Symbol.asyncDispose]());

async function post(
  path: string,
  type: string | null,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await fetch(endpoint.url + path, {
    method: "POST",
    headers: { ...(type === null ? {} : { "content-type": type }), ...headers },
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  });
  const parsed: unknown = await response.json();
  return { status: response.status, type: response.headers.get("content-type"), body: parsed };
}

async function storedCount(): Promise<number> {
  return [...(await endpoint.log.end()).values()].reduce((sum, offset) => sum + offset + 1, 0);
}

const record = (number: number) => ({ source: "urn:kz:bin:200140000004", subject: `N1-2026-${number}`, revision: 1 });
const text = (number: number, changes?: Readonly<Record<string, unknown>>) => JSON.stringify(sampleEvent(number, changes));

async function expectProblem(response: Promise<{ status: number; type: string | null; body: unknown }>, status: number, rule: string) {
  const given = await response;
  expect(given.type).toMatch(/^application\/problem\+json/);
  const problem = problemDocumentSchema.parse(given.body);
  expect({ status: given.status, inBody: problem.status, rule: problem.errors[0]?.rule }).toEqual({ status, inBody: status, rule });
  return problem;
}

describe("one event", () => {
  test("accepted: 202 with its place in the log", async () => {
    const { status, body } = await post("/v1/events", one, text(1));
    expect(status).toBe(202);
    const accepted = acceptedResponseSchema.parse(body);
    expect(accepted).toMatchObject({ id: "b1f0-1", source: "urn:kz:bin:200140000004", status: "accepted" });
    const [partition, offset] = (accepted.position ?? "").split(":").map(Number);
    expect((await endpoint.log.end()).get(partition!)).toBe(offset);
    expect(accepted.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const record = (await readToEnd(endpoint.log)).find((stored) => stored.partition === partition && stored.offset === offset);
    expect(accepted.leaf).toBe(leafHashText(record!));
  });

  test("warnings are told", async () => {
    const { status, body } = await post("/v1/events", one, text(1, { data: { ...(sampleEvent(1)["data"] as object), unheardOf: 1 } }));
    expect(status).toBe(202);
    expect(acceptedResponseSchema.parse(body).warnings?.[0]?.pointer).toBe("/data/unheardOf");
  });

  test("rejected: 422 with its faults, and nothing is stored", async () => {
    const before = await storedCount();
    const response = post("/v1/events", one, text(1, { specversion: "2" }));
    await expectProblem(response, 422, "QG-0211");
    expect((await response).body).toMatchObject({ id: "b1f0-1" });
    expect(await storedCount()).toBe(before);
  });

  test("application/json, a byte order mark, parameters and gzip are taken", async () => {
    expect((await post("/v1/events", 'application/json; charset="UTF-8"', text(1))).status).toBe(202);
    expect((await post("/v1/events", `${one}; profile=x`, `\uFEFF${JSON.stringify(sampleEvent(1), null, 2)}\n`)).status).toBe(202);
    expect((await post("/v1/events", one, gzipSync(text(1)), { "content-encoding": "gzip" })).status).toBe(202);
  });

  test("application/json is one event or an array of them, as its first bracket says", async () => {
    const json = "application/json";
    for (const before of ["", " \r\n\t", "\uFEFF", " ".repeat(1000)]) {
      expect((await post("/v1/events", json, `${before}${text(1)}`)).status).toBe(202);
      const { status, body } = await post("/v1/events", json, `${before}[${text(2)},${text(3, { specversion: "2" })}]`);
      expect(status).toBe(200);
      expect(batchResponseSchema.parse(body)).toMatchObject({ accepted: 1, rejected: 1 });
    }
    const validated = await post("/v1/events:validate", json, gzipSync(`[${text(1)}]`), { "content-encoding": "gzip" });
    expect(batchResponseSchema.parse(validated.body)).toMatchObject({ accepted: 1, results: [{ id: "b1f0-1" }] });
    expect((await post("/v1/events", json, "[]")).body).toMatchObject({ accepted: 0, rejected: 0 });
    await expectProblem(post("/v1/events", json, " \n"), 400, "QG-0107");
    await expectProblem(post("/v1/events", json, "17"), 422, "QG-0201");
    await expectProblem(post("/v1/events", json, `[${text(1)}]`, { "content-encoding": "gzip" }), 400, "QG-0114");
  });

  test("of a body of application/json no more than its beginning is held before it is known what it holds", async () => {
    await expectProblem(post("/v1/events", "application/json", `${" ".repeat(300_000)}[]`), 413, "QG-0106");
  });

  test.each([
    ["nothing", "", 400, "QG-0107"],
    ["blanks", " \r\n", 400, "QG-0107"],
    ["no JSON", "{", 422, "QG-0101"],
    ["no UTF-8", Uint8Array.of(0x22, 0xff, 0x22), 422, "QG-0101"],
    ["no object", "[]", 422, "QG-0201"],
    ["more than 256 KiB", " ".repeat(256 * 1024 + 1), 413, "QG-0106"],
  ])("%s", async (_name, body, status, rule) => {
    await expectProblem(post("/v1/events", one, body), status, rule);
  });

  test("an event of 256 KiB is taken", async () => {
    const event = text(1);
    expect((await post("/v1/events", one, event + " ".repeat(256 * 1024 - event.length))).status).toBe(202);
  });

  test("a small gzip of much is refused once it is too much", async () => {
    await expectProblem(post("/v1/events", one, gzipSync(Buffer.alloc(50_000_000, " ")), { "content-encoding": "gzip" }), 413, "QG-0106");
  });
});

describe("the leaf of a record", () => {
  test("is in each accepted result of many where it is asked for, and in none otherwise", async () => {
    const body = [text(1), text(2, { specversion: "2" }), text(3)].join("\n");
    const { results } = batchResponseSchema.strict().parse((await post("/v1/events?leaves=true", lines, body)).body);
    const records = new Map((await readToEnd(endpoint.log)).map((stored) => [`${stored.partition}:${stored.offset}`, stored]));
    expect(results.map(({ leaf }) => leaf)).toEqual(results.map(({ position }) => position && leafHashText(records.get(position)!)));
    expect(results.filter(({ leaf }) => leaf !== undefined)).toHaveLength(2);
    for (const search of ["", "?leaves=false"]) {
      const without = batchResponseSchema.strict().parse((await post(`/v1/events${search}`, lines, body)).body);
      expect(without.results.filter((result) => "leaf" in result)).toEqual([]);
    }
    await expectProblem(post("/v1/events?leaves=yes", lines, body), 400, "QG-0108");
    expect((await post("/v1/events:validate", one, text(1))).body).not.toHaveProperty("leaf");
  });
});

describe("what a result names", () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const trace = { traceparent, correlationid: "claim 17/2026" };

  test("the record and the sender's own trace, accepted and refused, of one event and of many, and in the log line", async () => {
    expect((await post("/v1/events", one, text(1, trace))).body).toMatchObject({ ...record(1), ...trace, status: "accepted" });
    const refused = await post("/v1/events", one, text(2, { ...trace, revision: 0 }), { "accept-language": "ru" });
    expect(refused.body).toMatchObject({ ...record(2), ...trace, revision: null, id: "b1f0-2" });
    const line = endpoint.lines.findLast((one) => one.includes("an event was refused"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({ ...trace, rules: ["QG-0215"] });
    const { body } = await post("/v1/events", lines, [text(3, trace), text(4, { specversion: "2" }), "no JSON"].join("\n"));
    expect(batchResponseSchema.strict().parse(body).results).toMatchObject([
      { ...record(3), ...trace, status: "accepted" },
      { ...record(4), status: "rejected" },
      { id: null, source: null, subject: null, revision: null, status: "rejected" },
    ]);
  });

  test("an identifier in a correlation is refused, and stands nowhere; what is no trace is dropped", async () => {
    const hidden = post("/v1/events", one, text(1, { correlationid: "850808310738" }));
    await expectProblem(hidden, 422, "QG-0301");
    expect(JSON.stringify((await hidden).body)).not.toContain("850808310738");
    expect(endpoint.lines.join("")).not.toContain("850808310738");
    const odd = await post("/v1/events", one, text(1, { traceparent: "00-x", correlationid: { a: 1 } }));
    expect(odd.status).toBe(202);
    expect(odd.body).not.toHaveProperty("traceparent");
    expect(odd.body).not.toHaveProperty("correlationid");
  });

  test("faults and warnings in the language that is asked for", async () => {
    const messageOf = (rule: "QG-0215" | "QG-0290", language: "kk" | "ru") => rules[rule].message[language].replace("{max}", "2147483647");
    const refused = await post("/v1/events", one, text(1, { revision: 0 }), { "accept-language": "kk-KZ,ru;q=0.5" });
    expect(refused.body).toMatchObject({ errors: [{ rule: "QG-0215", message: messageOf("QG-0215", "kk") }] });
    const warned = text(1, { data: { ...(sampleEvent(1)["data"] as object), unheardOf: 1 } });
    expect((await post("/v1/events?lang=ru", one, warned)).body).toMatchObject({ warnings: [{ message: messageOf("QG-0290", "ru") }] });
    const many = await post("/v1/events", batch, `[${text(1, { revision: 0 })},${warned}]`, { "accept-language": "ru" });
    expect(many.body).toMatchObject({
      results: [{ errors: [{ message: messageOf("QG-0215", "ru") }] }, { warnings: [{ message: messageOf("QG-0290", "ru") }] }],
    });
  });
});

describe("what the head must say", () => {
  test.each([
    ["no type", null, {}, "QG-0102"],
    ["another type", "text/plain", {}, "QG-0102"],
    ["no type at all", "bogus", {}, "QG-0102"],
    ["a name of every object", "constructor", {}, "QG-0102"],
    ["another charset", `${lines}; charset=windows-1251`, {}, "QG-0103"],
    ["another encoding", one, { "content-encoding": "br" }, "QG-0103"],
    ["another format of events", "application/cloudevents+xml", { "ce-specversion": "1.0", "ce-type": "x", "ce-id": "1" }, "QG-0102"],
    ["data in another charset", "application/json; charset=utf-16", { "ce-specversion": "1.0", "ce-id": "1" }, "QG-0103"],
  ])("%s: 415", async (_name, type, headers, rule) => {
    await expectProblem(post("/v1/events", type, text(1), headers), 415, rule);
  });

  test.each(["results=all", "results=", "result=rejected", "results=rejected&results=rejected"])("%s: 400", async (query) => {
    await expectProblem(post(`/v1/events?${query}`, lines, text(1)), 400, "QG-0108");
  });

  test("the language of messages is taken, alone and beside results", async () => {
    expect((await post("/v1/events?lang=kk", one, text(1))).status).toBe(202);
    expect((await post("/v1/events?lang=ru&results=rejected", lines, text(1))).body).toMatchObject({ accepted: 1, results: [] });
    await expectProblem(post("/v1/events?lang=de", lines, text(1)), 400, "QG-0108");
  });

  test("an IIN in the name of a parameter is not repeated", async () => {
    const problem = await expectProblem(post("/v1/events?a.850808310738=1", lines, text(1)), 400, "QG-0108");
    expect(problem.errors[0]?.pointer).toBe("a.#");
  });
});

describe.each([
  [batch, (events: readonly string[]) => `[${events.join(",")}]`],
  [lines, (events: readonly string[]) => events.join("\n")],
])("many events: %s", (type, bodyOf) => {
  const events = Array.from({ length: 40 }, (_, index) => {
    if (index % 5 === 1) return `{"id":"broken"`;
    return text(index, index % 5 === 3 ? { revision: 0 } : {});
  });

  test("each has its result, in input order", async () => {
    const before = await storedCount();
    const { status, body } = await post("/v1/events", type, bodyOf(events));
    expect(status).toBe(200);
    const response = batchResponseSchema.strict().parse(body);
    expect(response).toMatchObject({ accepted: 24, rejected: 16, retry: 0 });
    expect(response.results.map(({ index }) => index)).toEqual(events.map((_, index) => index));
    expect(response.results.map(({ status }) => status === "accepted")).toEqual(events.map((_, index) => ![1, 3].includes(index % 5)));
    expect(response.results[1]).toMatchObject({ id: null, errors: [{ rule: "QG-0101" }] });
    expect(response.results[3]).toMatchObject({ id: "b1f0-3", errors: [{ pointer: "/revision" }] });
    expect(await storedCount()).toBe(before + 24);
  });

  test("?results=rejected tells of the others, and the highest position of every partition", async () => {
    const { body } = await post("/v1/events?results=rejected", type, bodyOf(events));
    const response = batchResponseSchema.strict().parse(body);
    expect(response).toMatchObject({ accepted: 24, rejected: 16, retry: 0 });
    expect(response.results.map(({ index }) => index)).toEqual(
      events.map((_, index) => index).filter((index) => [1, 3].includes(index % 5)),
    );
    const end = [...(await endpoint.log.end())].toSorted(([a], [b]) => a - b);
    expect(response.positions).toBe(end.map(([partition, offset]) => `${partition}:${offset}`).join(","));
  });

  test("validate judges and stores nothing", async () => {
    const before = await storedCount();
    const { status, body } = await post("/v1/events:validate", type, bodyOf(events));
    expect(status).toBe(200);
    const response = batchResponseSchema.parse(body);
    expect(response).toMatchObject({ accepted: 24, rejected: 16, retry: 0 });
    expect(response.results[0]).toEqual({ index: 0, id: "b1f0-0", ...record(0), status: "accepted" });
    expect(await storedCount()).toBe(before);
  });

  test("an event beyond 256 KiB is one fault", async () => {
    const long = text(2, { subject: "x".repeat(300_000) });
    const { body } = await post("/v1/events", type, bodyOf([text(1), long, text(3)]));
    expect(batchResponseSchema.parse(body).results.map(({ status, errors }) => errors?.[0]?.rule ?? status)).toEqual([
      "accepted",
      "QG-0106",
      "accepted",
    ]);
  });

  test("gzip is taken; where it breaks off, what came before stands", async () => {
    const whole = gzipSync(bodyOf(Array.from({ length: 400 }, (_, index) => text(index, { id: `${Math.sin(index)}` }))));
    const { body } = await post("/v1/events", type, whole, { "content-encoding": "gzip" });
    expect(batchResponseSchema.parse(body).accepted).toBe(400);
    const cut = await post("/v1/events", type, whole.subarray(0, whole.length - 400), { "content-encoding": "gzip" });
    const response = batchResponseSchema.parse(cut.body);
    expect(response.accepted).toBeGreaterThan(100);
    expect(response.results.at(-1)?.errors?.[0]?.rule).toBe("QG-0114");
    await expectProblem(post("/v1/events", type, "no gzip", { "content-encoding": "gzip" }), 400, "QG-0114");
  });

  test("an empty body is 400", async () => {
    await expectProblem(post("/v1/events", type, ""), 400, "QG-0107");
    await expectProblem(post("/v1/events", type, "\r\n"), 400, "QG-0107");
  });
});

test("an empty batch is an answer of zeros", async () => {
  expect(await post("/v1/events", batch, "[]")).toMatchObject({ status: 200, body: { accepted: 0, rejected: 0, retry: 0, results: [] } });
  expect((await post("/v1/events?results=rejected", batch, "[]")).body).toEqual({
    accepted: 0,
    rejected: 0,
    retry: 0,
    positions: "",
    results: [],
  });
});

test("a batch that is no array is 400, one that breaks off keeps what came before", async () => {
  await expectProblem(post("/v1/events", batch, text(1)), 400, "QG-0109");
  await expectProblem(post("/v1/events", batch, `[${text(1).slice(0, 99)}`), 400, "QG-0111");
  const { body } = await post("/v1/events", batch, `[${text(1)},${text(2)}`);
  expect(batchResponseSchema.parse(body)).toMatchObject({ accepted: 2, rejected: 1, results: [{}, {}, { errors: [{ rule: "QG-0111" }] }] });
});

test("validate of one event: 200 without a place", async () => {
  expect(await post("/v1/events:validate", one, text(1))).toMatchObject({
    status: 200,
    body: { id: "b1f0-1", source: "urn:kz:bin:200140000004", status: "accepted" },
  });
  await expectProblem(post("/v1/events:validate", one, "{}"), 422, "QG-0202");
});

test("results and faults are counted, and nothing that was sent stands in a log line or a metric", async () => {
  const metrics = await endpoint.metrics.text();
  expect(metrics).toMatch(/^qorgau_ingest_events_total\{result="accepted"\} \d+$/m);
  expect(metrics).toMatch(/^qorgau_ingest_rejections_total\{rule="QG-0101"\} \d+$/m);
  expect(metrics).toMatch(/^qorgau_ingest_append_seconds_count \d+$/m);
  for (const sent of ["850808310738", "200140000004", "b1f0", "kostenko"]) expect(endpoint.lines.join("") + metrics).not.toContain(sent);
  expect(endpoint.lines.filter((line) => line.includes('"level":50'))).toEqual([]);
});
