import { expect, test } from "vitest";
import type { Grant } from "../access/token.ts";
import { needs, openToAll } from "./http-access.ts";
import type { Need } from "./http-access.ts";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "../process/logger.ts";

const grants: Readonly<Record<string, Grant>> = { reporter: { source: "urn:kz:bin:200140000004" }, reader: "read", operator: "operate" };
const access = { grantOf: async (token: string) => grants[token] ?? null };
const server = createHttpServer({ logger: createLogger({ level: "silent" }), access });
for (const need of ["nothing", "send", "read", "operate"] as const satisfies readonly Need[]) {
  server.get(`/${need}`, { config: { need } }, (request) => ({ grant: request.grant }));
}
server.get("/forgotten", () => ({}));
await server.register(async (reads) => {
  reads.addHook("onRoute", needs("read"));
  reads.get("/within", () => ({}));
  reads.get("/within/own", { config: { need: "operate" } }, () => ({}));
  await reads.register(async (open) => {
    open.addHook("onRoute", openToAll);
    open.get("/within/open", () => ({}));
  });
});

const ask = (url: string, token?: string, method: "GET" | "HEAD" = "GET") =>
  server.inject({ method, url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

test.each([
  ["/nothing", [200, 200, 200, 200, 200]],
  ["/send", [401, 401, 200, 403, 403]],
  ["/read", [401, 401, 403, 200, 200]],
  ["/operate", [401, 401, 403, 403, 200]],
  ["/forgotten", [401, 401, 403, 403, 200]],
  ["/within", [401, 401, 403, 200, 200]],
  ["/within/own", [401, 401, 403, 403, 200]],
  ["/within/open", [200, 200, 200, 200, 200]],
])("%s for nobody, a stranger, a reporter, a reader, an operator: %j", async (url, expected) => {
  const callers = [undefined, "stranger", "reporter", "reader", "operator"];
  for (const method of ["GET", "HEAD"] as const) {
    const responses = await Promise.all(callers.map((caller) => ask(url, caller, method)));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual(expected);
  }
});

test("a refusal says how to come in (RFC 6750), with a rule id and without the token", async () => {
  const [nobody, stranger, reader] = [await ask("/operate"), await ask("/operate", "stranger"), await ask("/operate", "reader")];
  expect(nobody.headers["www-authenticate"]).toBe('Bearer realm="qorgau"');
  expect(nobody.json().errors[0].rule).toBe("QG-0851");
  expect(stranger.headers["www-authenticate"]).toContain('error="invalid_token"');
  expect(stranger.json().errors[0].rule).toBe("QG-0852");
  expect(stranger.body).not.toContain("stranger");
  expect(reader.headers["www-authenticate"]).toContain('error="insufficient_scope"');
  expect(reader.json().errors[0]).toMatchObject({ rule: "QG-0853", message: expect.stringContaining("--operate") });
});

test.each(["Basic cmVhZGVyOg==", "Bearer", "Bearer reader reader", "Bearer rea\u00a0der", "reader"])(
  "%j lets nobody in",
  async (authorization) => {
    expect((await server.inject({ url: "/read", headers: { authorization } })).statusCode).toBe(401);
  },
);

test("the scheme's name is of any case, and a token in the address counts for nothing", async () => {
  expect((await server.inject({ url: "/read", headers: { authorization: "bEARER reader" } })).statusCode).toBe(200);
  expect((await server.inject({ url: "/read?access_token=reader" })).statusCode).toBe(401);
});

test("nobody is asked where there is no access", async () => {
  const open = createHttpServer({ logger: createLogger({ level: "silent" }) });
  open.get("/operate", { config: { need: "operate" } }, (request) => ({ grant: request.grant }));
  expect((await open.inject("/operate")).json()).toEqual({ grant: null });
});
