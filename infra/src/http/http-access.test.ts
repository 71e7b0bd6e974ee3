import { scopes } from "@qorgau/schemas/access/scopes";
import type { Rights, RouteScope } from "@qorgau/schemas/access/scopes";
import { expect, test } from "vitest";
import { rightsOf } from "../access/grant.ts";
import { openToAll } from "./http-access.ts";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "../process/logger.ts";

const callers: Readonly<Record<string, Rights | "expired">> = {
  reporter: rightsOf({ source: "urn:kz:bin:200140000004" }),
  reader: rightsOf("read"),
  operator: rightsOf("operate"),
  clerk: rightsOf({ own: ["urn:kz:bin:200140000004"], scopes: ["figures"] }),
  late: "expired",
};
const logger = createLogger({ level: "silent" });
const access = { rightsOf: async (token: string) => callers[token] ?? null };
const server = createHttpServer({ logger, access });
const routes: Readonly<Record<string, RouteScope>> = {
  open: "open",
  ...Object.fromEntries(scopes.map((scope) => [scope, [scope]])),
  either: ["cases", "own"],
};
for (const [name, scope] of Object.entries(routes))
  server.get(`/${name}`, { config: { scope } }, (request) => ({ sends: request.rights?.sends }));
await server.register(async (files) => {
  files.addHook("onRoute", openToAll);
  files.get("/files", () => ({}));
});

const ask = (url: string, token?: string, method: "GET" | "HEAD" = "GET") =>
  server.inject({ method, url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

test.each([
  ["/open", [200, 200, 200, 200, 200, 200, 200]],
  ["/files", [200, 200, 200, 200, 200, 200, 200]],
  ["/send", [401, 401, 401, 200, 403, 403, 403]],
  ["/own", [401, 401, 401, 200, 403, 403, 200]],
  ["/figures", [401, 401, 401, 403, 200, 200, 200]],
  ["/cases", [401, 401, 401, 403, 200, 200, 403]],
  ["/inspect", [401, 401, 401, 403, 403, 200, 403]],
  ["/release", [401, 401, 401, 403, 403, 200, 403]],
  ["/operate", [401, 401, 401, 403, 403, 200, 403]],
  ["/either", [401, 401, 401, 200, 200, 200, 200]],
])("%s for nobody, a stranger, an expired token, a reporter, a reader, an operator, a clerk: %j", async (url, expected) => {
  const asking = [undefined, "stranger", "late", "reporter", "reader", "operator", "clerk"];
  for (const method of ["GET", "HEAD"] as const) {
    const responses = await Promise.all(asking.map((caller) => ask(url, caller, method)));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual(expected);
  }
});

test("a server with a route that does not state its scope is never ready", async () => {
  const forgetful = createHttpServer({ logger });
  forgetful.get("/stated", { config: { scope: ["figures"] } }, () => ({}));
  await forgetful.register(async (within) => {
    within.post("/forgotten", () => ({}));
  });
  await expect(forgetful.ready()).rejects.toThrow("/forgotten");
});

test("a refusal says how to come in (RFC 6750), with a rule id and without the token", async () => {
  const [nobody, stranger, late, reader] = await Promise.all(
    [undefined, "stranger", "late", "reader"].map((caller) => ask("/operate", caller)),
  );
  expect(nobody!.headers["www-authenticate"]).toBe('Bearer realm="qorgau"');
  expect(nobody!.json().errors[0].rule).toBe("QG-0851");
  expect(stranger!.headers["www-authenticate"]).toContain('error="invalid_token"');
  expect(stranger!.json().errors[0].rule).toBe("QG-0852");
  expect(stranger!.body).not.toContain("stranger");
  expect([late!.json().errors[0].rule, late!.headers["www-authenticate"]]).toEqual(["QG-0849", expect.stringContaining('"invalid_token"')]);
  expect(reader!.headers["www-authenticate"]).toContain('error="insufficient_scope"');
  expect(reader!.json().errors[0]).toMatchObject({ rule: "QG-0853", message: expect.stringContaining("--operate") });
  expect((await ask("/either", "late")).statusCode).toBe(401);
});

test.each(["Basic cmVhZGVyOg==", "Bearer", "Bearer reader reader", "Bearer rea\u00a0der", "reader"])(
  "%j lets nobody in",
  async (authorization) => {
    expect((await server.inject({ url: "/figures", headers: { authorization } })).statusCode).toBe(401);
  },
);

test("the scheme's name is of any case, and a token in the address counts for nothing", async () => {
  expect((await server.inject({ url: "/figures", headers: { authorization: "bEARER reader" } })).statusCode).toBe(200);
  expect((await server.inject({ url: "/figures?access_token=reader" })).statusCode).toBe(401);
});

test("open to all is what says so, to callers without a token alone", async () => {
  const open = createHttpServer({ logger, access, isPublic: true });
  const scope = ["figures"] as const;
  open.get("/public", { config: { scope, isPublic: true } }, (request) => ({ scopes: [...(request.rights?.scopes ?? [])] }));
  open.get("/figures", { config: { scope } }, () => ({}));
  expect((await open.inject("/public")).json()).toEqual({ scopes: [] });
  expect((await open.inject("/figures")).statusCode).toBe(401);
  expect((await open.inject({ url: "/public", headers: { authorization: "Bearer stranger" } })).statusCode).toBe(401);
  expect((await open.inject({ url: "/public", headers: { authorization: "Bearer reader" } })).json().scopes).toContain("figures");
  const closed = createHttpServer({ logger, access });
  closed.get("/public", { config: { scope, isPublic: true } }, () => ({}));
  expect((await closed.inject("/public")).statusCode).toBe(401);
});

test("nobody is asked where there is no access", async () => {
  const open = createHttpServer({ logger });
  open.get("/operate", { config: { scope: ["operate"] } }, (request) => ({ rights: request.rights }));
  expect((await open.inject("/operate")).json()).toEqual({ rights: null });
});
