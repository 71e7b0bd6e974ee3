import type { RouteCost } from "@qorgau/schemas/access/route-costs";
import { expect, test } from "vitest";
import { rightsOf } from "../access/grant.ts";
import { createFailedAuthentications, noRateLimits } from "../limits/rate-limits.ts";
import { createLogger } from "../process/logger.ts";
import { createMetrics } from "../process/metrics.ts";
import { createHttpServer } from "./http-server.ts";
import type { HttpServerOptions } from "./http-server.ts";

const logger = createLogger({ level: "silent" });
const access = { rightsOf: async (token: string) => (token.startsWith("known") ? rightsOf("operate") : null) };

function serverOf(options: Partial<HttpServerOptions>) {
  const server = createHttpServer({ logger, ...options });
  for (const cost of ["free", "reads", "dearReads", "events"] satisfies RouteCost[])
    server.get(`/${cost}`, { config: { scope: ["operate"], cost } }, async (request) => ({
      refused: await request.chargeEvents(Number((request.query as { events?: string }).events ?? 1)),
    }));
  server.get("/unstated", { config: { scope: ["operate"] } }, () => ({}));
  server.get("/open", { config: { scope: "open", cost: "reads" } }, () => ({}));
  return server;
}

type Server = ReturnType<typeof serverOf>;
const statusOf = async (server: Server, url: string, headers: Record<string, string> = {}, remoteAddress = "192.0.2.7") =>
  (await server.inject({ url, headers, remoteAddress })).statusCode;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("each budget is one of its own, of each token, and says how much is left", async () => {
  const metrics = createMetrics();
  const server = serverOf({ access, metrics, rateLimits: { ...noRateLimits, reads: 3, dearReads: 2 } });
  const first = await server.inject({ url: "/reads", headers: bearer("known-a") });
  expect([first.headers["ratelimit-policy"], first.headers["ratelimit"]]).toEqual(['"reads";q=3;w=60', '"reads";r=2;t=20']);
  expect(await statusOf(server, "/unstated", bearer("known-a"))).toBe(200);
  expect(await statusOf(server, "/reads", bearer("known-a"))).toBe(200);
  const refused = await server.inject({ url: "/reads", headers: bearer("known-a") });
  expect([refused.statusCode, refused.headers["ratelimit"]]).toEqual([429, '"reads";r=0;t=60']);
  expect(Number(refused.headers["retry-after"])).toBe(20);
  expect(refused.json()).toMatchObject({ status: 429, errors: [{ rule: "QG-0882", message: expect.stringContaining("reads: 3") }] });
  expect(await statusOf(server, "/dearReads", bearer("known-a"))).toBe(200);
  expect(await statusOf(server, "/reads", bearer("known-b"))).toBe(200);
  const free = await server.inject({ url: "/free", headers: bearer("known-a") });
  expect([free.statusCode, free.headers["ratelimit"]]).toEqual([200, undefined]);
  const told = await metrics.text();
  expect(told).toContain('qorgau_http_problems_total{rule="QG-0882",status="429"} 1');
  expect(told).toContain('qorgau_http_refusals_total{reason="rate"} 1');
});

test("what another scope is needed for is taken from the budget as well, and then no more is looked at", async () => {
  const reader = { rightsOf: async () => rightsOf({ scopes: ["figures"] }) };
  const server = serverOf({ access: reader, rateLimits: { ...noRateLimits, reads: 2 } });
  const responses = await Promise.all([1, 2, 3].map(() => server.inject({ url: "/reads", headers: bearer("known-a") })));
  expect(responses.map(({ statusCode }) => statusCode)).toEqual([403, 403, 429]);
  expect(responses.map(({ headers }) => headers["ratelimit"])).toEqual(['"reads";r=1;t=30', '"reads";r=0;t=60', '"reads";r=0;t=60']);
  expect(responses[0]!.json()).toMatchObject({ errors: [{ rule: "QG-0853" }] });
});

test("a request for events that is refused for its scope, or has none, takes one; what it has takes no more than their number", async () => {
  const reader = { rightsOf: async (token: string) => rightsOf(token === "known-a" ? { scopes: ["figures"] } : "operate") };
  const server = serverOf({ access: reader, rateLimits: { ...noRateLimits, events: 4 } });
  const send = (token: string, events: number) => server.inject({ url: `/events?events=${events}`, headers: bearer(token) });
  const outcomes = async (token: string, counts: readonly number[]) => {
    const found: unknown[] = [];
    for (const count of counts) {
      const { statusCode, headers } = await send(token, count);
      found.push([statusCode, /r=(\d+)/.exec(String(headers["ratelimit"]))?.[1]]);
    }
    return found;
  };
  expect(await outcomes("known-a", [1, 1, 1, 1, 1])).toEqual([...["3", "2", "1", "0"].map((left) => [403, left]), [429, "0"]]);
  expect(await outcomes("known-b", [0, 2, 1, 1])).toEqual([...["3", "2", "0"].map((left) => [200, left]), [429, "0"]]);
});

test("events are taken by their number, those that are there soon are waited for, and more are refused at once", async () => {
  const server = serverOf({ access, rateLimits: { ...noRateLimits, events: 120 } });
  const send = (events: number) => server.inject({ url: `/events?events=${events}`, headers: bearer("known-a") });
  expect((await send(100)).json()).toEqual({ refused: null });
  // 19 more than there are, each of half a second.
  const tooMany = (await send(39)).json<{ refused: object }>();
  expect(tooMany.refused).toMatchObject({ status: 429, faults: [{ rule: "QG-0882" }], retryAfterSeconds: 10 });
  const beganMs = performance.now();
  expect((await send(21)).json()).toEqual({ refused: null });
  expect(performance.now() - beganMs).toBeGreaterThan(300);
  const next = await send(1);
  expect([next.statusCode, next.headers["retry-after"]]).toEqual([429, "1"]);
  expect(await statusOf(server, "/reads", bearer("known-a"))).toBe(200);
});

test("where no token is needed callers are addresses, of IPv6 networks, and a header of a stranger makes no other address", async () => {
  const server = serverOf({ rateLimits: { ...noRateLimits, reads: 1 } });
  expect(await statusOf(server, "/open")).toBe(200);
  expect(await statusOf(server, "/reads", { "x-forwarded-for": "198.51.100.1" })).toBe(429);
  expect(await statusOf(server, "/open", {}, "2001:db8::1")).toBe(200);
  expect(await statusOf(server, "/open", {}, "2001:db8::2")).toBe(429);
  expect(await statusOf(server, "/open", {}, "2001:db8:0:1::2")).toBe(200);
});

test("a trusted proxy says from where a request comes, and nobody before it says more", async () => {
  const server = serverOf({ rateLimits: { ...noRateLimits, reads: 1 }, trustedProxies: ["10.0.0.0/8"] });
  const through = (chain: string) => statusOf(server, "/open", { "x-forwarded-for": chain }, "10.1.2.3");
  expect(await through("198.51.100.1")).toBe(200);
  expect(await through("203.0.113.9, 198.51.100.1")).toBe(429);
  expect(await through("198.51.100.1, 10.9.9.9")).toBe(429);
  expect(await through("198.51.100.2")).toBe(200);
});

test("wrong tokens are refused later and later, then not looked at for a while; a right one from the same address gets in", async () => {
  const server = serverOf({ access, rateLimits: { ...noRateLimits, failedAuthentications: 3 } });
  for (const token of ["a", "b", "c"]) expect(await statusOf(server, "/reads", bearer(token))).toBe(401);
  const refused = await server.inject({ url: "/reads", headers: bearer("d"), remoteAddress: "192.0.2.7" });
  expect([refused.statusCode, refused.json<{ errors: object[] }>().errors]).toEqual([429, [expect.objectContaining({ rule: "QG-0883" })]]);
  expect(Number(refused.headers["retry-after"])).toBe(20);
  expect(await statusOf(server, "/reads", { authorization: "Bearer" })).toBe(429);
  expect(await statusOf(server, "/reads", bearer("known-a"))).toBe(200);
  // No token at all is no guess.
  expect(await statusOf(server, "/reads")).toBe(401);
  expect(await statusOf(server, "/reads", bearer("a"), "192.0.2.8")).toBe(401);
});

test("the pauses grow, and end", async () => {
  const waits: number[] = [];
  const failures = createFailedAuthentications(30, async (ms) => void waits.push(ms));
  const told: number[] = [];
  for (let attempt = 0; attempt < 33; attempt += 1) told.push(await failures.failed("192.0.2.7"));
  expect(waits.slice(0, 8)).toEqual([100, 200, 400, 800, 1600, 3200, 3200, 3200]);
  expect(waits).toHaveLength(25);
  expect(told.slice(0, 30).every((seconds) => seconds === 0)).toBe(true);
  expect(told.slice(30)).toEqual([2, 4, 6]);
});
