import { createLogger } from "@qorgau/infra/process/logger";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { rebuildStatusSchema } from "@qorgau/schemas/responses/operations";
import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import { operationsRoutes } from "./operations-routes.ts";

const idle = { state: "none", startedAt: null, endedAt: null, reason: null } as const;
const running = { ...idle, state: "running", startedAt: "2026-11-22T02:00:00.000Z" } as const;
let started: string[];
let server: ReturnType<typeof createHttpServer>;

beforeEach(async () => {
  started = [];
  server = createHttpServer({ logger: createLogger({ level: "silent" }) });
  const rebuild = { folded: 12, total: 80 };
  const reconciliation = { checked: 3, differences: 1 };
  await server.register(
    operationsRoutes({
      rebuild: { start: () => (started.push("rebuild"), { ...running, ...rebuild }), status: () => ({ ...idle, ...rebuild }) },
      reconciliation: {
        start: () => (started.push("reconciliation"), { ...running, ...reconciliation }),
        status: () => ({ ...idle, ...reconciliation }),
      },
    }),
  );
});

test.each(["rebuild", "reconciliation"])("POST starts a %s and answers 202 with how it stands, GET only looks", async (name) => {
  const looked = await server.inject(`/v1/operations/${name}`);
  expect(looked.statusCode).toBe(200);
  expect(looked.json()).toMatchObject({ state: "none" });
  expect(started).toEqual([]);
  const posted = await server.inject({ method: "POST", url: `/v1/operations/${name}` });
  expect(posted.statusCode).toBe(202);
  expect(posted.json()).toMatchObject({ state: "running" });
  expect(started).toEqual([name]);
});

test("where another member runs the jobs it is named, and nothing is started", async () => {
  const other = createHttpServer({ logger: createLogger({ level: "silent" }) });
  const job = { ...idle, folded: 0, total: 0, checked: 0, differences: 0 };
  const never = { start: () => (started.push("here"), job), status: () => job };
  await other.register(operationsRoutes({ rebuild: never, reconciliation: never, elsewhere: async () => "process 7 on b" }));
  const response = await other.inject({ method: "POST", url: "/v1/operations/rebuild" });
  expect([response.statusCode, response.json()]).toMatchObject([409, { errors: [{ rule: "QG-0844" }] }]);
  expect(response.body).toContain("process 7 on b");
  expect(started).toEqual([]);
  expect((await other.inject("/v1/operations/rebuild")).statusCode).toBe(200);
});

test("the same as CSV", async () => {
  const { body, headers } = await server.inject("/v1/operations/rebuild?format=csv");
  expect(headers["content-type"]).toContain("text/csv");
  const [row] = parse<Record<string, string>>(body, { columns: true });
  expect(row).toMatchObject({ state: "none", folded: "12", total: "80" });
  expect(rebuildStatusSchema.safeParse((await server.inject("/v1/operations/rebuild")).json()).success).toBe(true);
});

test("an unknown parameter is 400 and starts nothing", async () => {
  const response = await server.inject({ method: "POST", url: "/v1/operations/rebuild?now=yes" });
  expect(response.statusCode).toBe(400);
  expect(started).toEqual([]);
});

test.each([
  ["another machine", { remoteAddress: "192.0.2.7" }],
  ["a page of another site", { headers: { "sec-fetch-site": "cross-site" } }],
  ["a page of a neighbouring site", { headers: { "sec-fetch-site": "same-site" } }],
  ["a page of another site in a browser that tells the origin alone", { headers: { origin: "https://elsewhere.example" } }],
  ["a page without an origin of its own", { headers: { origin: "null" } }],
  ["another port of this machine", { headers: { origin: "http://localhost:3000" } }],
  ["a site whose name leads to this machine", { headers: { host: "elsewhere.example" } }],
  ["a proxy (RFC 7239)", { headers: { forwarded: "for=192.0.2.7" } }],
  ["a proxy", { headers: { "x-forwarded-for": "127.0.0.1" } }],
  ["a proxy that tells the name alone", { headers: { "x-forwarded-host": "localhost" } }],
  ["a proxy (RFC 9110)", { headers: { via: "1.1 proxy" } }],
  ["a proxy of nginx's example", { headers: { "x-real-ip": "192.0.2.7" } }],
])("%s starts nothing", async (_who, from) => {
  const response = await server.inject({ method: "POST", url: "/v1/operations/rebuild", ...from });
  expect(response.statusCode).toBe(403);
  expect(response.json()).toMatchObject({ errors: [{ rule: "QG-0842" }] });
  expect(started).toEqual([]);
});

test.each([
  { remoteAddress: "::1" },
  { remoteAddress: "::ffff:127.0.0.1" },
  { headers: { "sec-fetch-site": "same-origin" } },
  { headers: { host: "127.0.0.1:80", origin: "http://127.0.0.1" } },
])("this machine starts it: %j", async (from) => {
  expect((await server.inject({ method: "POST", url: "/v1/operations/rebuild", ...from })).statusCode).toBe(202);
});
