/** How long requests take, by route and class of status. The route is its pattern, never the address that was asked for. */
import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";

const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const durations = metrics.histogram(
    "qorgau_http_request_duration_seconds",
    "Time from a request's head to the end of its answer, by route and class of status.",
    bucketsSeconds,
    ["method", "route", "status"],
  );
  server.addHook("onResponse", (request, reply, done) => {
    const route = request.is404 ? "none" : (request.routeOptions.url ?? "none");
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    done();
  });
}
