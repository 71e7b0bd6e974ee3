/** Invariant 7: whatever comes in, the answer is 202, or a 4xx with a rule id; the neighbours in a batch are not hurt. */
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import { rules } from "@qorgau/schemas/rules/rules";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutatedBody } from "../../generators/body-mutations.ts";
import { caseEvent } from "../../generators/events.ts";
import { mutateEvent, validEvent } from "../../generators/event-mutations.ts";
import { seededRandom, testScale, testSeed } from "../../generators/random.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  expect(await qorgau.stop()).toBe(0);
  await removeDirectory(qorgau.dataDirectory);
});

const mutations = 20_000 * testScale;
const inOneBody = 250;
const single = "application/cloudevents+json";
const batch = "application/cloudevents-batch+json";
const ndjson = "application/x-ndjson";

const post = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
  fetch(`${qorgau.url}/v1/events`, { method: "POST", headers: { "content-type": type }, body });
const ruleIds = new Set(Object.keys(rules));

function expectKnownRules(errors: readonly { rule: string }[] | undefined, context: string) {
  expect(errors?.length, context).toBeGreaterThan(0);
  for (const { rule } of errors ?? []) expect(ruleIds.has(rule), `${rule} ${context}`).toBe(true);
}

/** JSON.stringify gives no text for undefined; such a mutant is sent as an empty object. */
const textOf = (value: unknown) => JSON.stringify(value) ?? "{}";

test(
  `${mutations} mutated events in batches: each accepted or rejected with a rule id, its valid neighbours accepted`,
  async () => {
    const random = seededRandom(testSeed);
    let accepted = 0;
    for (let sent = 0; sent < mutations; sent += inOneBody) {
      const mutants = Array.from({ length: inOneBody }, () => textOf(mutateEvent(validEvent(random), random)));
      const neighbours = Array.from({ length: inOneBody }, () => JSON.stringify(caseEvent()));
      const texts = mutants.flatMap((mutant, index) => [mutant, neighbours[index] ?? ""]);
      const response = await (sent % (2 * inOneBody) === 0 ? post(texts.join("\n"), ndjson) : post(`[${texts.join(",")}]`, batch));
      expect(response.status).toBe(200);
      const responseBody = (await response.json()) as BatchResponse;
      expect(responseBody.results).toHaveLength(texts.length);
      for (const result of responseBody.results) {
        if (result.index % 2 === 1) expect(result.status, `neighbour, seed ${testSeed}`).toBe("accepted");
        else if (result.status === "rejected") expectKnownRules(result.errors, `${texts[result.index]}, seed ${testSeed}`);
        else expect(result.status).toBe("accepted");
      }
      accepted += responseBody.accepted - inOneBody;
    }
    expect(accepted).toBeGreaterThan(mutations / 1000);
    expect(accepted).toBeLessThan(mutations * 0.9);
    console.info(`${mutations} mutants: ${accepted} accepted, ${mutations - accepted} rejected`);
  },
  mutations * 10,
);

test(
  "mutated events one at a time: 202, or 4xx with a rule id",
  async () => {
    const random = seededRandom(testSeed + 1);
    for (let sent = 0; sent < 2000 * testScale; sent += 1) {
      const body = textOf(mutateEvent(validEvent(random), random));
      const response = await post(body, single);
      const responseBody = (await response.json()) as { errors?: { rule: string }[] };
      if (response.status === 202) continue;
      expect(response.status, body).toBeGreaterThanOrEqual(400);
      expect(response.status, body).toBeLessThan(500);
      expectKnownRules(responseBody.errors, body);
    }
  },
  600_000 * testScale,
);

test(
  "mutated bytes: never a 5xx, always a rule id",
  async () => {
    const random = seededRandom(testSeed + 2);
    for (let sent = 0; sent < 2000 * testScale; sent += 1) {
      const bytes = Buffer.from(JSON.stringify([caseEvent(), caseEvent()]));
      for (let flips = 0; flips < 1 + random() * 6; flips += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const cut = random() < 0.3 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
      const response = await post(cut, [single, batch, ndjson][sent % 3] ?? single);
      const responseBody = (await response.json()) as {
        errors?: { rule: string }[];
        results?: { status: string; errors?: { rule: string }[] }[];
      };
      if (response.status === 202) continue;
      if (response.status === 200) {
        for (const result of responseBody.results ?? [])
          if (result.status !== "accepted") expectKnownRules(result.errors, cut.toString("base64"));
      } else {
        expect(response.status, cut.toString("base64")).toBeLessThan(500);
        expectKnownRules(responseBody.errors, cut.toString("base64"));
      }
    }
  },
  600_000 * testScale,
);

const bodies = 10_000 * testScale;
const atOnce = 8;

test(
  `${bodies} mutated bodies under mutated heads: no 5xx but 503, a rule id for each fault, every valid neighbour accepted`,
  async () => {
    const random = seededRandom(testSeed + 3);
    const statuses = new Map<number, number>();
    let sent = 0;
    const sendAll = async () => {
      while (sent < bodies) {
        const { path, headers, bytes, neighbours } = mutatedBody(random, sent);
        sent += 1;
        const what = () => `seed ${testSeed}: ${path} ${JSON.stringify(headers)} ${bytes.toString("base64")}`;
        const response = await fetch(`${qorgau.url}${path}`, { method: "POST", headers, body: new Uint8Array(bytes) });
        const responseBody = (await response.json()) as Partial<BatchResponse> & { id?: string; errors?: { rule: string }[] };
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        expect(response.status < 500 || response.status === 503, what()).toBe(true);
        const results = responseBody.results ?? [];
        for (const { status, errors } of results) if (status === "rejected") expectKnownRules(errors, what());
        if (response.status >= 400) expectKnownRules(responseBody.errors, what());
        const accepted = new Set([responseBody.id, ...results.filter(({ status }) => status === "accepted").map(({ id }) => id)]);
        for (const id of neighbours) expect(accepted.has(id), `${id} ${what()}`).toBe(true);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sendAll));
    console.info(`${sent} bodies: ${JSON.stringify(Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)))}`);
    for (const status of [200, 202, 400, 415, 422]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0);
  },
  300_000 + bodies * 60,
);

test.each([
  ["an empty body", "", single],
  ["not JSON", "hello", single],
  ["another encoding", Buffer.from(JSON.stringify(caseEvent({ accident: "Алматы" })), "utf16le"), single],
  ["broken UTF-8", Buffer.concat([Buffer.from('{"specversion":"1.0","id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), single],
  ["an event beyond 256 KiB", JSON.stringify(caseEvent({ accident: "x".repeat(300_000) })), single],
  ["an unknown content type", JSON.stringify(caseEvent()), "text/plain"],
  ["no array", JSON.stringify(caseEvent()), batch],
  ["depth", "[".repeat(100_000), single],
  ["depth in a batch", `[${"[".repeat(100_000)}`, batch],
])("%s: a 4xx with a rule id", async (_name, body, type) => {
  const response = await post(body, type);
  const responseBody = (await response.json()) as { errors?: { rule: string }[]; results?: { errors?: { rule: string }[] }[] };
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(response.status).toBeLessThan(500);
  if (response.status === 200) for (const result of responseBody.results ?? []) expectKnownRules(result.errors, "");
  else expectKnownRules(responseBody.errors, "");
});

test("HTTP that is none is answered as such and leaves the server up", async () => {
  const { connect } = await import("node:net");
  const { port } = new URL(qorgau.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.end("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain("QG-0105");
  expect((await fetch(`${qorgau.url}/healthz`)).status).toBe(200);
});
