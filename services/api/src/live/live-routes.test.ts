/** The stream over HTTP without a store: who gets one, with which head, and when it ends. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Access } from "@qorgau/infra/access/access";
import { rightsOf } from "@qorgau/infra/access/grant";
import type { Grant } from "@qorgau/infra/access/grant";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endWorkWithItsCaller } from "../http/aborted-once-gone.ts";
import { respondToOutages } from "../http/respond-to-outages.ts";
import { createWatermarkGate } from "../past/await-watermark.ts";
import { createListenerPlaces } from "./listener-places.ts";
import { liveRoutes } from "./live-routes.ts";
import { createLiveStreams } from "./live-streams.ts";

const published = { offset: 0, isAway: false };
const metrics = createMetrics();
let token: Grant | null;
let ending: AbortController;
let server: ReturnType<typeof createHttpServer>;
let url: string;
let notify: () => void;

function responseNow(): RatesResponse {
  const watermark = `0:${published.offset}`;
  return { asOf: null, watermark, rules: 2, measure: "injured", per: "none", rows: [] };
}
const version = () => `table ${published.offset}`;
async function whileThere<Result>(make: () => Result): Promise<Result> {
  if (published.isAway) throw new StoreError("store_unavailable", "connection refused");
  return make();
}

beforeEach(async () => {
  Object.assign(published, { offset: 0, isAway: false });
  token = "read";
  ending = new AbortController();
  const access: Access = { rightsOf: async () => (token === null ? null : rightsOf(token)) };
  server = createHttpServer({ logger: createLogger({ level: "silent" }), metrics, access, ending: ending.signal });
  const gate = createWatermarkGate({
    read: () => whileThere(() => ({ watermark: new Map([[0, published.offset]]), version: version() })),
    followMs: 20,
  });
  ({ notify } = gate);
  const streams = createLiveStreams({
    reader: {
      publishedRates: () => whileThere(() => ({ response: responseNow(), version: version(), bytes: 1 })),
      rates: () => whileThere(responseNow),
    },
    gate,
    behind: { recordsAfter: async () => 7, readiness: async () => ({ ready: true }) },
    metrics,
    onError: () => {},
    intervalMs: 0,
    tickMs: 20,
  });
  await server.register(async (scope) => {
    respondToOutages(scope);
    endWorkWithItsCaller(scope);
    liveRoutes(scope, { streams, places: createListenerPlaces(4, metrics), requestCut: async () => undefined });
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/v1/live`;
});
afterEach(async () => {
  ending.abort();
  // Of clients that keep one open for a next request.
  server.server.closeAllConnections();
  await server.close();
});

async function listen(headers: Record<string, string> = {}, search = "") {
  const leaving = new AbortController();
  const response = await fetch(url + search, { headers: { authorization: "Bearer x", ...headers }, signal: leaving.signal });
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  return { response, next: () => events.read(), leave: () => leaving.abort() };
}

async function refused(headers: Record<string, string> = {}, search = "") {
  const response = await fetch(url + search, { headers: { authorization: "Bearer x", ...headers } });
  const { errors } = (await response.json()) as { errors: { rule: string; pointer: string }[] };
  return [response.status, ...errors.map(({ rule, pointer }) => `${rule} ${pointer}`)];
}

const listeners = () => metrics.valueOf("qorgau_live_listeners");
/** Resolves once so many streams are open; the server hears of a caller who leaves in its own time. */
async function untilListeners(count: number): Promise<void> {
  while ((await listeners()) !== count) await delay(5);
}

test("the head of a stream keeps caches and buffers away", async () => {
  const { response, next, leave } = await listen({ accept: "text/event-stream", "accept-encoding": "gzip, br" });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
  });
  expect(response.headers.has("content-encoding")).toBe(false);
  expect((await next()).value).toEqual({ event: "snapshot", id: "0:0", data: JSON.stringify(responseNow()) });
  leave();
  await untilListeners(0);
});

test.each([
  ["", { accept: "application/json" }, [406, "QG-0701 "]],
  ["?asOf=0:1&format=csv&limit=5", {}, [400, "QG-0601 asOf", "QG-0601 format", "QG-0601 limit"]],
  ["?partial=maybe&partial=true&atLeast=5", {}, [400, "QG-0703 atLeast", "QG-0603 partial", "QG-0602 partial"]],
  ["?excel=true", {}, [400, "QG-0706 excel"]],
  ["?measure=all", {}, [400, "QG-0603 measure"]],
])("%s with %j is refused by %j, and holds no place", async (search, headers, expected) => {
  expect(await refused(headers, search)).toEqual(expected);
  await untilListeners(0);
});

test("a token is needed as at /v1/rates, and an address has none", async () => {
  token = null;
  expect(await refused()).toEqual([401, "QG-0852 "]);
  expect((await fetch(`${url}?token=x`)).status).toBe(401);
  token = { source: "urn:x:y" };
  expect(await refused()).toEqual([403, "QG-0853 "]);
});

test("a stream ends once its token is revoked, long before the time of the next comment", { timeout: 10_000 }, async () => {
  const { next } = await listen();
  expect((await next()).value?.event).toBe("snapshot");
  token = null;
  while (!(await next()).done);
  await untilListeners(0);
});

test("HEAD has no stream to begin", async () => {
  const response = await fetch(url, { method: "HEAD", headers: { authorization: "Bearer x" } });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, OPTIONS"]);
});

test("one caller has half of the places; a place is free again once its caller leaves", async () => {
  const before = await metrics.valueOf("qorgau_http_refusals_total", { reason: "listeners" });
  const [one, other] = [await listen(), await listen()];
  const response = await fetch(url, { headers: { authorization: "Bearer x" } });
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "30"]);
  expect((await response.json()) as object).toMatchObject({ errors: [{ rule: "QG-0876" }] });
  const others = [await listen({ authorization: "Bearer y" }), await listen({ authorization: "Bearer z" })];
  expect(await refused({ authorization: "Bearer w" })).toEqual([503, "QG-0875 "]);
  expect((await metrics.valueOf("qorgau_http_refusals_total", { reason: "listeners" })) - before).toBe(2);
  one.leave();
  await untilListeners(3);
  const again = await listen({ authorization: "Bearer w" });
  for (const { leave } of [other, again, ...others]) leave();
  await untilListeners(0);
});

test("a store that is away when a stream begins is a problem document; while it goes on it is told, and ends nothing", async () => {
  published.isAway = true;
  expect(await refused()).toEqual([503, "QG-0791 "]);
  published.isAway = false;
  const { next, leave } = await listen();
  expect((await next()).value?.event).toBe("snapshot");
  expect((await next()).value).toMatchObject({ event: "behind", id: undefined, data: '{"records":7,"ready":true,"rule":null}' });
  published.isAway = true;
  expect(JSON.parse((await next()).value!.data)).toEqual({ records: 7, ready: true, rule: "QG-0791" });
  [published.offset, published.isAway] = [1, false];
  const events = [(await next()).value!, (await next()).value!];
  const [behind, change] = ["behind", "change"].map((name) => events.find(({ event }) => event === name));
  expect([JSON.parse(behind!.data), change!.id]).toEqual([{ records: 7, ready: true, rule: null }, "0:1"]);
  leave();
  await untilListeners(0);
});

test("every stream ends when the connections are to end, behind a whole event, and nothing keeps the server", async () => {
  const streams = await Promise.all([listen(), listen({ authorization: "Bearer y" })]);
  for (const { next } of streams) expect((await next()).value?.event).toBe("snapshot");
  const ended = streams.map(async ({ next }) => {
    while (!(await next()).done);
  });
  ending.abort();
  await Promise.all(ended);
  await untilListeners(0);
  const closed = once(server.server, "close");
  await server.close();
  await closed;
});

test("what is sent is counted by its name", async () => {
  const counted = (event: string) => metrics.valueOf("qorgau_live_events_total", { event });
  const before = await Promise.all(["snapshot", "change"].map(counted));
  const { next, leave } = await listen();
  await next();
  expect((await next()).value?.event).toBe("behind");
  published.offset = 1;
  notify();
  expect((await next()).value?.event).toBe("change");
  expect((await Promise.all(["snapshot", "change"].map(counted))).map((count, place) => count - before[place]!)).toEqual([1, 1]);
  leave();
  await untilListeners(0);
});
