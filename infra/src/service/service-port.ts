/**
 * The port of a service, open before its parts are: meanwhile `/healthz`, `/readyz` and `/metrics` respond, and everything else is a 503 that may
 * be repeated. When the service stops, `/readyz` is 503 first, then connections end with their responses.
 */
import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Access } from "../access/access.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { healthRoutes } from "../http/health-routes.ts";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { createHttpServer } from "../http/http-server.ts";
import type { HttpRoutes, HttpServerOptions } from "../http/http-server.ts";
import { createSockets } from "../http/http-sockets.ts";
import type { SocketsOptions } from "../http/http-sockets.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";
import { ProblemError } from "../http/problem.ts";
import { createRefusals } from "../http/refusals.ts";
import type { BodyPace } from "../http/request-body.ts";

export interface ServicePortOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly access: Access | null;
  readonly isPublic?: boolean;
  readonly loopbackOnly: boolean;
  readonly auditTrail: AuditTrail;
  readonly rateLimits?: RateLimits | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
  readonly clientCertificateHeader?: string | null | undefined;
  readonly connectionsMax?: number | undefined;
  readonly bodyPace?: BodyPace | undefined;
  /** Every response says that its figures are made up. */
  readonly madeUp?: boolean;
}

/** The routes of a service, and the state behind `/readyz`. */
export interface ServedRoutes {
  readonly routes: readonly HttpRoutes[];
  readonly readiness: () => Readiness | Promise<Readiness>;
}

export interface ServicePort {
  readonly url: string;
  /** The routes respond from when this resolves; of a port that is closed by then they end. */
  serve(served: ServedRoutes): Promise<void>;
  /** `/readyz` is 503 for this long while every request still gets its response; then connections end. Safe to call twice. */
  close(drainMs?: number): Promise<void>;
}

const retryAfterSeconds = 1;

/**
 * Listens at once: until `serve`, anything but health and metrics is 503 (QG-0903, Retry-After 1 s). Rejects with the system's error where the port
 * cannot be opened (EADDRINUSE, EACCES).
 */
export async function openServicePort(options: ServicePortOptions): Promise<ServicePort> {
  const { host, port, logger, metrics, connectionsMax } = options;
  const starting = await startingServer(options);
  let isDraining = false;
  let listener: RequestListener = starting.routing;
  let closeServed = async () => {};
  let isClosed = false;
  const refusals = createRefusals({ logger, metrics });
  const connections = trackConnections((request, response) => listener(request, response), { connectionsMax, refusals });
  const { sockets } = connections;
  const ending = new AbortController();
  sockets.listen(port, host);
  await once(sockets, "listening");

  const close = async (drainMs: number) => {
    isDraining = true;
    if (drainMs > 0) await delay(drainMs);
    const closed = once(sockets, "close");
    sockets.close();
    connections.end();
    ending.abort();
    await closed;
    isClosed = true;
    await closeServed();
    await starting.close();
  };
  let closing: Promise<void> | undefined;

  return {
    url: urlOf(sockets.address() as AddressInfo),
    async serve({ routes, readiness }) {
      const server = createHttpServer({ ...serverOptionsOf(options), ending: ending.signal });
      const stoppingOr = () => (isDraining ? { ready: false, reason: "the service is stopping" } : readiness());
      healthRoutes(server, { readiness: stoppingOr, metrics });
      for (const route of routes) await server.register(route);
      await server.ready();
      // Nobody closes it any more: what its routes hold ends here.
      if (isClosed) {
        await server.close();
        return;
      }
      closeServed = () => server.close();
      listener = server.routing;
    },
    close: (drainMs = 0) => (closing ??= close(drainMs)),
  };
}

/** Knows which connections have a response under way: the others may be closed at any time, also those that were never used. */
function trackConnections(listener: RequestListener, options: SocketsOptions) {
  let isEnding = false;
  const underWay = new Map<Socket, ServerResponse | null>();
  const sockets = createSockets((request, response) => {
    const { socket } = request;
    underWay.set(socket, response);
    if (isEnding) response.shouldKeepAlive = false;
    response.once("close", () => {
      if (underWay.get(socket) === response) underWay.set(socket, null);
      if (isEnding) socket.end();
    });
    listener(request, response);
  }, options);
  sockets.on("connection", (socket) => {
    underWay.set(socket, null);
    socket.once("close", () => underWay.delete(socket));
  });
  return {
    sockets,
    /** Ends the connections, each once its response is sent. */
    end(): void {
      isEnding = true;
      for (const [socket, response] of underWay) {
        if (response === null) socket.destroy();
        else if (!response.headersSent) response.shouldKeepAlive = false;
      }
    },
  };
}

function serverOptionsOf({ host: _host, port: _port, connectionsMax: _connectionsMax, ...options }: ServicePortOptions): HttpServerOptions {
  return options;
}

/** Until the parts are there. The body of what is refused is left unread. */
async function startingServer(options: ServicePortOptions) {
  const { metrics: _notMeasured, ...others } = serverOptionsOf(options);
  const server = createHttpServer(others);
  healthRoutes(server, { readiness: () => ({ ready: false, reason: "the service is starting" }), metrics: options.metrics });
  await server.register(async (refused) => {
    refused.addHook("onRequest", async () => {
      throw new ProblemError(503, [fault("QG-0903", "")], { retryAfterSeconds });
    });
    refused.all("/*", { config: { scope: "open" } }, () => undefined);
  });
  return server.ready().then(() => server as typeof server & { routing: RequestListener });
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
