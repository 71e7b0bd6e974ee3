/** An honest reporter and an honest reader among callers who send and ask whatever costs most: both are served, whatever the others are told. */
import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { sendEvents } from "@qorgau/clients/import/send-events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeToken } from "../program/make-token.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const honest = "urn:kz:bin:200140000004";
const hostile = "urn:kz:bin:990140000004";
const importing = "urn:kz:bin:980140000004";
let directory: string;
let qorgau: QorgauProcess;
const tokens = { honest: "", reader: "", hostile: "", slow: "", importer: "" };

beforeAll(async () => {
  directory = await temporaryDirectory();
  const file = join(directory, "tokens.json");
  tokens.honest = await makeToken(file, "--source", honest);
  tokens.reader = await makeToken(file, "--read");
  tokens.hostile = await makeToken(file, "--source", hostile, "--read");
  tokens.importer = await makeToken(file, "--source", importing);
  tokens.slow = await makeToken(file, "--source", hostile);
  qorgau = await startQorgau(join(directory, "data"), {
    QORGAU_TOKENS_FILE: file,
    QORGAU_DEAR_READS_PER_MINUTE: "100",
    QORGAU_EVENTS_PER_MINUTE: "2000",
    QORGAU_FAILED_AUTHENTICATIONS_PER_MINUTE: "6",
  });
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

const event = (source: string, subject: string) =>
  JSON.stringify({
    specversion: "1.0",
    id: subject,
    source,
    type: "kz.qorgau.case.reported.v1",
    subject,
    revision: 1,
    data: { occurredAt: "2026-02-03", kind: "accident", severity: "severe", region: "KZ-35", employer: { bin: "200140000004" } },
  });

function ask(token: string, path: string, init: RequestInit = {}) {
  return fetch(`${qorgau.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...(init.headers as object) } });
}
const send = (token: string, events: readonly string[]) =>
  ask(token, "/v1/events", { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: events.join("\n") });
const rulesOf = async (response: Response) => ((await response.json()) as { errors: { rule: string }[] }).errors.map(({ rule }) => rule);

/** Of an honest reporter and an honest reader, at this moment. */
async function serveHonest(subject: string): Promise<void> {
  const sent = await send(tokens.honest, [event(honest, subject)]);
  expect([sent.status, await sent.json()]).toEqual([200, expect.objectContaining({ accepted: 1 })]);
  const explained = await ask(tokens.reader, "/v1/explain?period=year&from=2026-01-01&to=2026-12-31");
  expect(explained.status).toBe(200);
}

test("one who asks dear questions all at once is told to wait, and everybody else is answered", async () => {
  await serveHonest("first");
  const flood = Array.from({ length: 150 }, () => ask(tokens.hostile, "/v1/explain?period=year&from=2026-01-01&to=2026-12-31"));
  await serveHonest("beside-questions");
  const responses = await Promise.all(flood);
  const told = responses.filter(({ status }) => status === 429);
  // 100 at once, and those that come back meanwhile.
  expect(told.length).toBeGreaterThan(25);
  expect(told.length).toBeLessThanOrEqual(50);
  expect(told.every(({ headers }) => Number(headers.get("retry-after")) > 0 && headers.get("ratelimit")?.includes(";r=0;") === true)).toBe(
    true,
  );
  expect(await rulesOf(told[0]!)).toEqual(["QG-0882"]);
  expect(responses.filter(({ status }) => ![200, 429, 503].includes(status))).toEqual([]);
});

test("one who sends more than it may gets the rest of a body back, and of the next no more is taken than has come back", async () => {
  const many = Array.from({ length: 6_000 }, (_, place) => event(hostile, `many-${place}`));
  const first = (await (await send(tokens.hostile, many)).json()) as { accepted: number; retry: number };
  expect(first.accepted + first.retry).toBe(6_000);
  expect(first.accepted).toBeGreaterThan(1_500);
  expect(first.retry).toBeGreaterThan(3_000);
  const next = await send(tokens.hostile, many.slice(2_000));
  if (next.status === 200) {
    // Its last part was paid for before it asked again: it gets what has come back since, and may owe five seconds' worth of events, some 170.
    expect(((await next.json()) as { accepted: number }).accepted).toBeLessThan(500);
  } else {
    expect([next.status, await rulesOf(next)]).toEqual([429, ["QG-0882"]]);
    expect(Number(next.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  await serveHonest("beside-events");
});

test("a client of ours that sends more than it may in a minute, as fast as it can, gets all of it in by waiting as it is told", async () => {
  const all = Array.from({ length: 2_300 }, (_, place) => ({
    specversion: "1.0" as const,
    id: `import-${place}`,
    source: importing,
    type: "kz.qorgau.case.reported.v1",
    subject: `import-${place}`,
    revision: 1,
    datacontenttype: "application/json" as const,
    data: { occurredAt: "2026-02-03", kind: "accident", severity: "light", region: "KZ-35", employer: { bin: "200140000004" } },
  }));
  let accepted = 0;
  for (let first = 0; first < all.length; first += 500) {
    const outcome = await sendEvents(all.slice(first, first + 500), { url: qorgau.url, token: tokens.importer });
    accepted += outcome.accepted;
  }
  expect(accepted).toBe(2_300);
});

test("wrong tokens from an address do not keep a right one from it out", async () => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) statuses.push((await ask(`wrong-${attempt}`, "/v1/rates")).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  await serveHonest("beside-tokens");
});

test("bodies that come a byte now and then hold nobody up", async () => {
  const slow = Array.from({ length: 50 }, () => {
    const headers = { authorization: `Bearer ${tokens.slow}`, "content-type": "application/x-ndjson" };
    const posting = request(`${qorgau.url}/v1/events:validate`, { method: "POST", headers, agent: false });
    posting.on("error", () => undefined);
    posting.write("{");
    return posting;
  });
  await Promise.all(slow.map((posting) => once(posting, "socket")));
  await serveHonest("beside-slow-bodies");
  for (const posting of slow) posting.destroy();
});
