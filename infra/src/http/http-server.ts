/** The HTTP server of every service: structured logs without identifiers, and every error as RFC 9457 problem details with rule ids. */
import { Readable } from "node:stream";
import { duplicateMember } from "@qorgau/schemas/events/duplicate-members";
import type { SignIn } from "@qorgau/schemas/access/sign-in";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { fault } from "@qorgau/schemas/rules/rules";
import { fastify, LogController } from "fastify";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Access } from "../access/access.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { addVary, compressResponses } from "./compress-responses.ts";
import { createAllowedMethods } from "./allowed-methods.ts";
import { callerLanguage } from "./caller-language.ts";
import { askWhoCalls, isForOperators, refuseOtherScopes, safeMethods } from "./http-access.ts";
import { limitRates } from "./limit-rates.ts";
import { createFailedAuthentications, noRateLimits } from "../limits/rate-limits.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import { checkHead, frameworkProblem, nameCharactersMax, plainUrl } from "./http-request-head.ts";
import { requestDurations } from "./measures/http-metrics.ts";
import { createSockets } from "./http-sockets.ts";
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";
import { ProblemError, renderDocument } from "./problem.ts";
import type { RenderProblem } from "./problem.ts";
import { createRefusals } from "./refusals.ts";
import type { Refusals } from "./refusals.ts";
import { discardRest, readPaced, SlowBodyError, defaultBodyPace } from "./request-body.ts";
import type { BodyPace, DiscardLimits } from "./request-body.ts";
import { isOwnSite, namesLoopback } from "./request-origin.ts";
import { traceRequests } from "./measures/trace-requests.ts";

export { problemDocument, ProblemError } from "./problem.ts";
export type { FastifyInstance as HttpServer, FastifyPluginAsync as HttpRoutes } from "fastify";
export type { ScopedServer } from "./http-access.ts";

/** The rules of each refused request, for the metrics. */
const problemRules = new WeakMap<FastifyRequest, readonly string[]>();

/**
 * Sends the problem document (RFC 9457, `application/problem+json`), or what the route has in its place, in the caller's language, with Retry-After in
 * seconds and WWW-Authenticate where the problem has them, and without a Link to pages of what is not shown. Its rules are noted for the metrics.
 */
export function sendProblem(
  reply: FastifyReply,
  problem: ProblemError,
  render: RenderProblem = reply.request.routeOptions.config.renderProblem ?? renderDocument,
): FastifyReply {
  reply.removeHeader("link");
  if (problem.retryAfterSeconds !== undefined) reply.header("retry-after", problem.retryAfterSeconds);
  problemRules.set(reply.request, [...new Set(problem.faults.map(({ rule }) => rule))]);
  if (problem.wwwAuthenticate !== undefined) reply.header("www-authenticate", problem.wwwAuthenticate);
  const language = callerLanguage(reply.request);
  // A form of its own is chosen by what the caller accepts.
  addVary(reply, render === renderDocument ? "Accept-Language" : "Accept, Accept-Language");
  const { status, mediaType, body } = render(problem, language, reply.request);
  return reply.code(status).header("content-language", language).type(mediaType).send(body);
}

const isTraceparent = (text: unknown) => typeof text === "string" && /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(text);

function problemOf(error: FastifyError | ProblemError): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return frameworkProblem(status, error);
  return new ProblemError(500, [fault("QG-0902", "")], { cause: error });
}

/** Headers of every response; a page that loads anything states its own policy. No other origin may read a response (no CORS). */
const securityHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};

export interface HttpServerOptions {
  readonly logger: Logger;
  /** With it, the duration of every request is measured. */
  readonly metrics?: Metrics;
  /** With it, callers need a token. */
  readonly access?: Access | null;
  /** With `access`: callers without a token get the rights of the open audience at public routes. */
  readonly isPublic?: boolean;
  /** True where no token is needed and only this machine is meant to send requests: their `Host` must then name it. */
  readonly loopbackOnly?: boolean;
  /** The least that callers send of a body. */
  readonly bodyPace?: BodyPace | undefined;
  readonly connectionsMax?: number | undefined;
  /** What each caller may ask and send in a minute; absent: without bound. */
  readonly rateLimits?: RateLimits | undefined;
  /** Addresses and networks of proxies, whose X-Forwarded-For is believed; absent: of none. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The header in which these proxies say which client certificate was shown, in lower case; null, or absent: none does. */
  readonly clientCertificateHeader?: string | null | undefined;
  /** Where reads of cases and acts of operators are put down; absent: nowhere. */
  readonly auditTrail?: AuditTrail;
  /** The figures are made up, as in the demo, and every response says so. */
  readonly madeUp?: boolean;
  /** Aborts when the connections are to end: a response without an end of its own ends then. */
  readonly ending?: AbortSignal;
}

declare module "fastify" {
  interface FastifyInstance {
    readonly madeUp: boolean;
    readonly auditTrail: AuditTrail | null;
    /** How people sign in on the page; null where they cannot, or not yet. */
    readonly signIn: () => SignIn | null;
    readonly bodyPace: BodyPace;
    readonly refusals: Refusals;
    /** Aborts when the connections are to end. */
    readonly ending: AbortSignal;
  }
}

/** How much of a body is still read once it was refused: up to the largest batch that every client may send, and of strangers little. */
const discardLimits: DiscardLimits = { bytesMax: 32 * 1024 * 1024, msMax: 30_000 };
const discardLimitsOfStrangers: DiscardLimits = { bytesMax: 1024 * 1024, msMax: 5_000 };
const statusesOfStrangers: readonly number[] = [401, 403, 404, 405];

/**
 * Gives a server that does not listen yet. It has what all services share: checks of the head, access, problem documents for every error, JSON
 * bodies at a lowest rate, metrics and compression. It is never ready while a route does not state its `scope`.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { bodyPace = defaultBodyPace } = options;
  const refusals = createRefusals(options);
  const server = fastify({
    loggerInstance: options.logger.child(
      {},
      {
        serializers: {
          req: (request: FastifyRequest) => ({ method: request.method, url: maskIins(decodeSafely(request.url)) }),
        },
      },
    ),
    logController: new LogController({ disableRequestLogging: true }),
    // The sockets respond by themselves; the framework's own handler would end them before the response is sent.
    clientErrorHandler: () => undefined,
    // A caller's own trace (W3C Trace Context) is in every log line of its request.
    childLoggerFactory: (logger, bindings, options, { headers: { traceparent } }) =>
      logger.child(isTraceparent(traceparent) ? { ...bindings, traceparent } : bindings, options) as Logger,
    serverFactory: (listener) => createSockets(listener, { connectionsMax: options.connectionsMax, refusals }),
    trustProxy: (options.trustedProxies ?? []).length === 0 ? false : [...(options.trustedProxies ?? [])],
    rewriteUrl: ({ url = "" }) => plainUrl(url),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: nameCharactersMax },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOf(error)),
  }) as unknown as FastifyInstance;

  server.decorate("bodyPace", bodyPace);
  server.decorate("madeUp", options.madeUp ?? false);
  server.decorate("signIn", () => options.access?.signIn?.() ?? null);
  server.decorate("auditTrail", options.auditTrail ?? null);
  server.decorate("refusals", refusals);
  server.decorate("ending", options.ending ?? new AbortController().signal);
  if (options.metrics !== undefined) measureRequests(server, options.metrics);
  traceRequests(server);
  const allowedMethods = createAllowedMethods();
  /** By the addresses below which there is no route without it. */
  const renderings = new Map<string, RenderProblem>();
  server.addHook("onRoute", ({ url, method, config }) => {
    allowedMethods.add(url, [method].flat());
    if (config?.renderProblem !== undefined) renderings.set(`${url.split("/:", 1)[0] ?? url}/`, config.renderProblem);
  });
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(securityHeaders);
    if (server.madeUp) reply.header("qorgau-made-up", "demo");
    checkHead(request.raw);
    // Before the body is looked at: what has no address needs no media type.
    if (!request.is404) {
      done();
      return;
    }
    const path = pathOf(request.url);
    const [, render] = [...renderings].find(([address]) => path.startsWith(address)) ?? [];
    respondNoRoute(reply, request.method, { methods: allowedMethods.of(path), render });
  });
  const { rateLimits = noRateLimits } = options;
  askWhoCalls(server, options.access ?? null, createFailedAuthentications(rateLimits.failedAuthentications), options);
  if ((options.access ?? null) === null) refusePages(server, options.loopbackOnly ?? false);
  limitRates(server, rateLimits);
  refuseOtherScopes(server);
  server.setNotFoundHandler((_request, reply) => respondNoRoute(reply, "", { methods: [] }));
  server.setErrorHandler(async (error: FastifyError | ProblemError, request, reply) => {
    const problem = problemOf(error);
    if (problem.status === 500) request.log.error({ err: error, method: request.method }, "a request failed unexpectedly");
    if (error instanceof SlowBodyError) refusals.refuse("body_too_slow", { caller: request.caller, route: request.routeOptions.url });
    // A connection that closes with its response would be reset by what is still coming, so the response waits for the end of the body.
    const isClosing = request.headers.connection?.toLowerCase() === "close";
    if (isClosing && !request.raw.complete) await discardRest(request.raw, limitsOfDiscarding(problem.status));
    return sendProblem(reply, problem);
  });
  compressResponses(server);
  readJsonBodies(server);
  boundBodies(server, refusals);
  return server;
}

const limitsOfDiscarding = (status: number) => (statusesOfStrangers.includes(status) ? discardLimitsOfStrangers : discardLimits);

/** JSON bodies, where a member name that occurs twice in its object is refused. */
function readJsonBodies(server: FastifyInstance): void {
  server.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: FastifyRequest, text: string | Buffer) => {
    const json = String(text);
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch (cause) {
      throw new ProblemError(400, [fault("QG-0105", "")], { cause });
    }
    const duplicate = duplicateMember(json, value);
    if (duplicate !== null) throw new ProblemError(400, [fault("QG-0230", duplicate)]);
    return value;
  });
}

/** A body that the framework reads has a lowest rate; one that is left when its response is sent is not read without a limit. */
function boundBodies(server: FastifyInstance, refusals: Refusals): void {
  server.addHook("preParsing", async (request) => Readable.from(readPaced(request.raw, server.bodyPace), { objectMode: false }));
  server.addHook("onResponse", (request, reply, done) => {
    done();
    if (request.raw.complete || request.raw.destroyed) return;
    void discardRest(request.raw, limitsOfDiscarding(reply.statusCode)).then((isWhole) => {
      if (isWhole || request.raw.destroyed) return;
      refusals.refuse("body_unread", { caller: request.caller, status: reply.statusCode });
      request.raw.destroy();
    });
  });
}

/**
 * Where no token is needed, a browser on this machine or network gets in with any page that it shows. Requests that change nothing are safe,
 * since no page of another origin can read their responses, unless a name of that page leads here. Jobs refuse more: see `refuse-elsewhere.ts`.
 */
function refusePages(server: FastifyInstance, loopbackOnly: boolean): void {
  server.addHook("onRequest", async ({ method, headers, routeOptions }) => {
    if (loopbackOnly && !namesLoopback(headers.host)) throw new ProblemError(403, [fault("QG-0130", "")]);
    if (safeMethods.includes(method) || isForOperators(routeOptions.config.scope) || isOwnSite(headers)) return;
    throw new ProblemError(403, [fault("QG-0131", "")]);
  });
}

function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const observe = requestDurations(metrics);
  server.addHook("onResponse", (request, reply, done) => {
    const route = request.is404 ? undefined : request.routeOptions.url;
    observe({
      method: request.method,
      route,
      statusCode: reply.statusCode,
      elapsedMs: reply.elapsedTime,
      rules: problemRules.get(request) ?? [],
    });
    done();
  });
}

/** A slash in percent-encoding is a character of a name and parts nothing. */
function pathOf(url: string): string {
  return decodeSafely((url.split("?", 1)[0] ?? url).replaceAll(/%2f/gi, "%252F"));
}

/** The address takes other methods (OPTIONS lists them, anything else is 405), or there is nothing at all (404). */
function respondNoRoute(
  reply: FastifyReply,
  method: string,
  { methods, render }: { readonly methods: readonly string[]; readonly render?: RenderProblem | undefined },
): FastifyReply {
  if (methods.length === 0) return sendProblem(reply, new ProblemError(404, [fault("QG-0104", "")]), render);
  const allowed = [...methods, "OPTIONS"].join(", ");
  reply.header("allow", allowed);
  if (method === "OPTIONS") return reply.code(204).send();
  return sendProblem(reply, new ProblemError(405, [fault("QG-0702", "", { methods: allowed })]), render);
}

/** Percent-encoding must not hide an identifier from the mask. */
function decodeSafely(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
