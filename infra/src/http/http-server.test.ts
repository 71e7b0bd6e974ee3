import { describe, expect, it } from "vitest";
import { rightsOf } from "../access/grant.ts";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "../process/logger.ts";
import { createMetrics } from "../process/metrics.ts";

const logger = createLogger({ level: "silent" });
const metrics = createMetrics();
const server = createHttpServer({ logger, metrics });
server.get("/v1/things/:name", { config: { scope: ["figures"] } }, () => ({ fine: true }));
server.post("/v1/things::check", { config: { scope: ["send"] } }, () => ({ fine: true }));

describe("createHttpServer", () => {
  it("answers 404 with a rule id where nothing is, whatever the body's media type", async () => {
    const response = await server.inject({ method: "POST", url: "/nothing", headers: { "content-type": "text/odd" }, payload: "x" });
    expect(response.statusCode).toBe(404);
    expect(response.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(response.json().errors[0].rule).toBe("QG-0104");
  });

  it("answers 405 with Allow to a method that the address does not take", async () => {
    const response = await server.inject({ method: "DELETE", url: "/v1/things/a?b=c" });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe("GET, HEAD, OPTIONS");
    expect(response.json().errors[0].rule).toBe("QG-0702");
    expect((await server.inject({ method: "GET", url: "/v1/things:check" })).headers.allow).toBe("POST, OPTIONS");
  });

  it("lists the methods for OPTIONS and answers HEAD without a body", async () => {
    const options = await server.inject({ method: "OPTIONS", url: "/v1/things/a" });
    expect([options.statusCode, options.headers.allow]).toEqual([204, "GET, HEAD, OPTIONS"]);
    const head = await server.inject({ method: "HEAD", url: "/v1/things/a" });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
  });

  it("sends security headers with every answer and opens no CORS", async () => {
    for (const url of ["/v1/things/a", "/nothing"]) {
      const response = await server.inject({ url, headers: { origin: "https://elsewhere.example" } });
      expect(response.headers["x-content-type-options"]).toBe("nosniff");
      expect(response.headers["content-security-policy"]).toContain("default-src 'none'");
      expect(response.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("refuses a body in which a member name stands twice, however it is spelt: two readers would see two bodies", async () => {
    const send = (payload: string) =>
      server.inject({ method: "POST", url: "/v1/things:check", headers: { "content-type": "application/json" }, payload });
    expect((await send('{"year":2026,"names":[{"kk":"a"},{"kk":"a"}]}')).statusCode).toBe(200);
    for (const [payload, pointer] of [
      ['{"year":2025,"year":2026}', "/year"],
      ['{"year":2026,"\\u0079ear":2026}', "/year"],
      ['{"names":[{"kk":"a"},{"kk":"a","kk":"b"}]}', "/names/1/kk"],
    ] as const) {
      const response = await send(payload);
      expect([response.statusCode, ...response.json().errors]).toMatchObject([400, { rule: "QG-0230", pointer }]);
    }
  });

  it("measures by the pattern of the route, never by the address", async () => {
    await server.inject("/v1/things/secret-name");
    const text = await metrics.text();
    expect(text).toContain('route="/v1/things/:name",status="200"');
    expect(text).not.toContain("secret-name");
  });
});

describe("where nobody is asked who they are", () => {
  const alone = createHttpServer({ logger, loopbackOnly: true });
  const open = createHttpServer({ logger });
  const asking = createHttpServer({ logger, access: { rightsOf: async () => rightsOf("read") }, loopbackOnly: false });
  for (const one of [alone, open, asking]) {
    one.get("/figures", { config: { scope: ["figures"] } }, () => ({ fine: true }));
    one.post("/events", { config: { scope: ["send"] } }, () => ({ fine: true }));
  }
  const rebound = { host: "elsewhere.example:8080" };

  it("answers by the names of this machine alone, so that no page reads figures by a name that leads here", async () => {
    for (const url of ["/figures", "/nothing"]) {
      const response = await alone.inject({ url, headers: rebound });
      expect([response.statusCode, response.json().errors[0].rule]).toEqual(url === "/figures" ? [403, "QG-0130"] : [404, "QG-0104"]);
    }
    expect((await alone.inject({ url: "/figures", headers: { host: "[::1]:8080" } })).statusCode).toBe(200);
    expect((await open.inject({ url: "/figures", headers: rebound })).statusCode).toBe(200);
    const known = { ...rebound, authorization: "Bearer reader" };
    expect((await asking.inject({ url: "/figures", headers: known })).statusCode).toBe(200);
  });

  it("takes nothing from a page of another site, whatever media type it uses to be let through unasked", async () => {
    for (const one of [alone, open]) {
      for (const headers of [{ origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }, { origin: "null" }]) {
        const response = await one.inject({
          method: "POST",
          url: "/events",
          headers: { "content-type": "text/plain", ...headers },
          payload: "{}",
        });
        expect([response.statusCode, response.json().errors[0].rule]).toEqual([403, "QG-0131"]);
      }
      expect((await one.inject({ method: "POST", url: "/events", headers: { origin: "http://localhost:80" } })).statusCode).toBe(200);
    }
    expect((await open.inject({ url: "/figures", headers: { "sec-fetch-site": "cross-site" } })).statusCode).toBe(200);
  });
});
