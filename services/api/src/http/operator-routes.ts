/** What an operator's machines ask: is it alive, may it be sent work, how does it fare. */
import type { FastifyInstance } from "fastify";
import type { ApiDependencies } from "./api-dependencies.ts";

export function operatorRoutes(server: FastifyInstance, { readiness, metrics }: Pick<ApiDependencies, "readiness" | "metrics">): void {
  server.get("/healthz", async (_request, reply) => reply.header("cache-control", "no-store").send({ alive: true }));

  server.get("/readyz", async (_request, reply) => {
    const { ready, reason } = readiness();
    if (!ready) reply.code(503).header("retry-after", 1);
    return reply.header("cache-control", "no-store").send({ ready, ...(reason === undefined ? {} : { reason }) });
  });

  server.get("/metrics", async (_request, reply) =>
    reply
      .header("cache-control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text()),
  );
}
