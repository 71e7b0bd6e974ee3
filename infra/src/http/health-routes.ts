/** What monitoring requests of every service: whether it is alive, whether it may get requests, and its metrics. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { Readiness } from "@qorgau/schemas/responses/health";
import type { ScopedServer } from "./http-server.ts";
import type { Metrics } from "../process/metrics.ts";

export interface HealthRoutesOptions {
  readonly readiness: () => Readiness | Promise<Readiness>;
  readonly metrics: Metrics;
}

/**
 * Registers `/healthz` (always 200), `/readyz` (200, or 503 with Retry-After 1 s and a reason) and `/metrics` (Prometheus text). The
 * first two need no token. All are sent with `no-store`.
 */
export function healthRoutes(server: ScopedServer, { readiness, metrics }: HealthRoutesOptions): void {
  server.get("/healthz", { config: routeAccess("GET /healthz") }, async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ alive: true }),
  );

  server.get("/readyz", { config: routeAccess("GET /readyz") }, async (_request, reply) => {
    const { ready, reason } = await readiness();
    if (!ready) reply.code(503).header("retry-after", 1);
    return reply.header("cache-control", "no-store").send({ ready, ...(reason === undefined ? {} : { reason }) });
  });

  const readyNow = metrics.gauge("qorgau_ready", "Whether /readyz answers 200 now: 1, or 0.");
  server.get("/metrics", { config: routeAccess("GET /metrics") }, async (_request, reply) => {
    readyNow.set((await readiness()).ready ? 1 : 0);
    return reply
      .header("cache-control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text());
  });
}
