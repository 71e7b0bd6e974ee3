import { describe, expect, it } from "vitest";
import { createHttpServer } from "./http-server.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";

const logger = createLogger({ level: "silent" });
const metrics = createMetrics();
const server = createHttpServer({ logger, metrics });
server.get("/v1/things/:name", () => ({ fine: true }));
server.post("/v1/things::check", () => ({ fine: true }));

describe("createHttpServer", () => {
  it("answers 404 with a rule id where nothing is, whatever the body's media type", async () => {
    const answer = await server.inject({ method: "POST", url: "/nothing", headers: { "content-type": "text/odd" }, payload: "x" });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.json().errors[0].rule).toBe("QG-0104");
  });

  it("answers 405 with Allow to a method that the address does not take", async () => {
    const answer = await server.inject({ method: "DELETE", url: "/v1/things/a?b=c" });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe("GET, HEAD, OPTIONS");
    expect(answer.json().errors[0].rule).toBe("QG-0702");
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
      const answer = await server.inject({ url, headers: { origin: "https://elsewhere.example" } });
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("measures by the pattern of the route, never by the address", async () => {
    await server.inject("/v1/things/secret-name");
    const text = await metrics.text();
    expect(text).toContain('route="/v1/things/:name",status="2xx"');
    expect(text).not.toContain("secret-name");
  });
});
