/** `GET /v1/live`: the figures of `/v1/rates` as a stream of server-sent events, from now on. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { figuresOf } from "../access/domain/access-target.ts";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { readSent, refuseFaults } from "@qorgau/infra/http/responses/plain-parameters";
import type { Presentation } from "@qorgau/infra/http/responses/presentation";
import { acceptsMediaType } from "@qorgau/infra/http/responses/response-form";
import { fault } from "@qorgau/schemas/rules/rules";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isOpenTo, permit, permits, refuseCutOfOpen } from "../http/permit.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { eventStreamMediaType, retryField } from "./domain/event-stream.ts";
import { openListener } from "./listener.ts";
import type { Listener } from "./listener.ts";
import type { ListenerPlaces } from "./listener-places.ts";
import { parseLiveRequest } from "./live-parameters.ts";
import type { LiveRequest } from "./live-parameters.ts";
import type { LiveStreams, Subscribed } from "./live-streams.ts";
import type { Resumed } from "./subscription.ts";

export interface LiveDependencies {
  readonly streams: LiveStreams;
  /** Of the figures that are open to all; absent where none are. */
  readonly openStreams?: LiveStreams | undefined;
  readonly places: ListenerPlaces;
  readonly requestCut: RequestCut;
}

const retryAfterSeconds = 30;
/** What a client waits before it connects again: a process that is started anew is there in about this time, and not all are to come at once. */
const retryMs = () => Math.round(1_500 + 1_500 * Math.random());
/** How often it is looked whether a caller would still get in. With the 500 ms in which a changed tokens file is seen it is less than a second. */
const accessMs = 250;

/**
 * No cache, no transformation on the way, and no buffer: each event is to be there at once. `X-Accel-Buffering` is what nginx, and others after it,
 * look for.
 */
const headers = {
  "content-type": eventStreamMediaType,
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Adds `GET /v1/live`. Until the first response is there, what hinders it is a problem document as at `/v1/rates`; 503 (QG-0875, QG-0877) or 429
 * (QG-0876) where there is no room for another listener. The streams end when the server's connections are to end.
 */
export function liveRoutes(server: ScopedServer, { streams, openStreams, places, requestCut }: LiveDependencies): void {
  server.ending.addEventListener("abort", streams.end, { once: true });
  if (openStreams !== undefined) server.ending.addEventListener("abort", openStreams.end, { once: true });
  const config = { ...routeAccess("GET /v1/live"), isPublic: openStreams !== undefined };
  // A HEAD request would ask for the head of a stream that never ends.
  server.get("/v1/live", { exposeHeadRoute: false, config }, async (request, reply) => {
    const { query, presentation, atLeast } = readRequest(request);
    const isOpen = isOpenTo(request, openStreams);
    if (isOpen) refuseCutOfOpen({ asOf: null, atLeast });
    takePlace(request, reply, places);
    if (!isOpen) await requestCut({ asOf: null, atLeast });
    const subscribed = (isOpen ? openStreams : streams).subscribe(query, presentation);
    if (subscribed === null) throw new ProblemError(503, [fault("QG-0877", "")], { retryAfterSeconds });
    onceClosed(reply, subscribed.release);
    await subscribed.ready(atLeast);
    const lastEventId = request.headers["last-event-id"];
    const resumed = typeof lastEventId === "string" ? await subscribed.resume(lastEventId) : null;
    stream({ request, reply, subscribed, resumed });
    return reply;
  });
}

/**
 * Throws a `ProblemError`: 406 where the Accept header refuses event streams, 400 with every fault of the parameters, 403 where the caller may not
 * see the figures.
 */
function readRequest(request: FastifyRequest): LiveRequest & { readonly presentation: Presentation } {
  if (!acceptsMediaType(request.headers.accept, eventStreamMediaType))
    throw new ProblemError(406, [fault("QG-0701", "", { forms: eventStreamMediaType })]);
  const { presentation, parameters, faults } = readSent(request, "json");
  const parsed = parseLiveRequest(parameters);
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  refuseFaults(faults);
  permit(request, figuresOf(parsed.query));
  return { ...parsed, presentation };
}

function takePlace({ caller, server }: FastifyRequest, reply: FastifyReply, places: ListenerPlaces): void {
  const taken = places.take(caller);
  if (taken === "taken") return onceClosed(reply, () => places.leave(caller));
  server.refusals.refuse("listeners", { caller, taken });
  const { listenersMax } = places;
  if (taken === "none_left") throw new ProblemError(503, [fault("QG-0875", "", { listenersMax })], { retryAfterSeconds });
  throw new ProblemError(429, [fault("QG-0876", "")], { retryAfterSeconds });
}

interface Opened {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly subscribed: Subscribed;
  readonly resumed: Resumed | null;
}

/** From here on the response is the listener's: the framework neither compresses nor ends it. */
function stream({ request, reply, subscribed, resumed }: Opened): void {
  for (const [name, value] of Object.entries(reply.headers(headers).getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  let bring = () => {};
  const listener = openListener(reply.raw, {
    onReady: () => bring(),
    onUnread: () => request.server.refusals.refuse("answer_unread", { caller: request.caller, route: "/v1/live" }),
  });
  listener.write(Buffer.from(retryField(retryMs())));
  const added = subscribed.add(listener, resumed);
  bring = added.bring;
  const stopChecking = endOnceRefused(request, listener);
  onceClosed(reply, () => {
    stopChecking();
    added.leave();
  });
  if (request.server.ending.aborted) listener.end();
}

function endOnceRefused(request: FastifyRequest, listener: Listener): () => void {
  // Where no token is needed none is taken back.
  if (request.rights === null) return () => {};
  const timer = setInterval(() => {
    void request.isStillAllowed(permits(request)).then((isAllowed) => {
      if (!isAllowed) listener.end();
    });
  }, accessMs);
  return () => clearInterval(timer);
}

/** Whichever way the response ends, and at once where it has ended. */
function onceClosed({ raw }: FastifyReply, act: () => void): void {
  if (raw.closed) act();
  else raw.once("close", act);
}
