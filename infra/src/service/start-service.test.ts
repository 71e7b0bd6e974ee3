import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLogger } from "../process/logger.ts";
import type { HttpRoutes } from "../http/http-server.ts";
import { startService } from "./start-service.ts";
import type { StartedService, WiredService, Wiring } from "./start-service.ts";

const logger = createLogger({ level: "silent" });
const audit = { auditDirectory: "none", auditDays: 0 };
const listen = { port: 0, listen: "127.0.0.1", tokensFile: null, open: false, loopbackOnly: true, ...audit };
const never = new Promise<never>(() => {});

let service: StartedService | undefined;
afterEach(async () => service?.stop());

async function begin(wire: (wiring: Wiring) => Promise<WiredService>, drainSeconds = 0): Promise<StartedService> {
  service = await startService({ settings: { ...listen, drainSeconds }, logger }, wire);
  return service;
}

const greets: HttpRoutes = async (server) => {
  server.get("/greeting", { config: { scope: "open" } }, () => ({ hello: true }));
};
const wiredWith = (routes: HttpRoutes): WiredService => ({ routes: [routes], readiness: () => ({ ready: true }), failed: never });
const statusOf = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status;

describe("a service that is starting", () => {
  test("is alive, not ready, and answers everything else with a 503 that may be repeated", async () => {
    const there = Promise.withResolvers<WiredService>();
    const { url, started } = await begin(() => there.promise);
    expect(await statusOf(`${url}/healthz`)).toBe(200);
    const readiness = await fetch(`${url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([503, { ready: false, reason: "the service is starting" }]);
    expect(await statusOf(`${url}/metrics`)).toBe(200);
    const body = { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: "{}" };
    const posted = await fetch(`${url}/greeting`, body);
    expect([posted.status, posted.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(((await posted.json()) as { errors: { rule: string }[] }).errors[0]?.rule).toBe("QG-0903");

    there.resolve(wiredWith(greets));
    await started;
    expect(await statusOf(`${url}/readyz`)).toBe(200);
    expect(await statusOf(`${url}/greeting`)).toBe(200);
    expect(await statusOf(`${url}/nothing`)).toBe(404);
  });

  test("stops although what it waits for never comes", async () => {
    const { url, started, stop } = await begin(({ waitForDependency }) =>
      waitForDependency("the log", () => Promise.reject(Object.assign(new Error("away"), { retryable: true }))),
    );
    await stop();
    await expect(started).rejects.toThrow();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test("fails where a part cannot be started, and stops the parts that were", async () => {
    const stopped = vi.fn();
    const { failed, stop } = await begin(async ({ parts }) => {
      parts.defer(stopped);
      throw new Error("wrong password");
    });
    await expect(failed).rejects.toThrow("wrong password");
    await stop();
    expect(stopped).toHaveBeenCalledOnce();
  });
});

describe("a service that stops", () => {
  test("says first that it is not ready, while it still answers; its parts go last", async () => {
    const order: string[] = [];
    const { url, started, stop } = await begin(async ({ parts }) => {
      parts.defer(() => void order.push("parts"));
      return wiredWith(greets);
    }, 1);
    await started;
    const stopping = stop().then(() => order.push("stopped"));
    const readiness = await fetch(`${url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([503, { ready: false, reason: "the service is stopping" }]);
    expect(await statusOf(`${url}/greeting`)).toBe(200);
    expect(order).toEqual([]);
    await stopping;
    expect(order).toEqual(["parts", "stopped"]);
  });

  test("ends the routes that come only once it has stopped", async () => {
    const ended = vi.fn<() => void>();
    const late = Promise.withResolvers<void>();
    const registering = Promise.withResolvers<void>();
    const { started, stop } = await begin(async () =>
      wiredWith(async (server) => {
        server.addHook("onClose", async () => ended());
        registering.resolve();
        await late.promise;
      }),
    );
    await registering.promise;
    const stopping = stop();
    // The port is closed while the routes are being registered.
    await new Promise((resolve) => setTimeout(resolve, 100));
    late.resolve();
    await started;
    await stopping;
    expect(ended).toHaveBeenCalledOnce();
  });

  test("lets an answer under way end, and keeps no connection after it", async () => {
    const requested = Promise.withResolvers<void>();
    const response = Promise.withResolvers<{ late: true }>();
    const { url, started, stop } = await begin(async () =>
      wiredWith(async (server) => {
        server.get("/late", { config: { scope: "open" } }, () => (requested.resolve(), response.promise));
      }),
    );
    await started;
    const { port } = new URL(url);
    const idle = connect(Number(port), "127.0.0.1");
    await once(idle, "connect");
    const late = fetch(`${url}/late`);
    await requested.promise;
    const stopping = stop();
    response.resolve({ late: true });
    expect(await (await late).json()).toEqual({ late: true });
    await stopping;
    if (!idle.destroyed) await once(idle.resume(), "close");
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
