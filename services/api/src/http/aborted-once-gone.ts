/** Ends the work for a response that nobody waits for any more, in every route: its statements in the store too. */
import { callerSignal, forCaller } from "@qorgau/infra/process/caller-signal";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance, FastifyReply } from "fastify";

/** After the body was read, right before the route's own work: what comes in on a socket is not of the request's context. */
export function endWorkWithItsCaller(server: FastifyInstance): void {
  server.addHook("preHandler", ({ caller }, reply, done) => forCaller(abortedOnceGone(reply), done, caller));
}

/** A signal that is aborted once the connection is closed before the response is written. Its reason is a `ProblemError` (503). */
export function abortedOnceGone(reply: FastifyReply): AbortSignal {
  const known = callerSignal();
  if (known !== undefined) return known;
  const leaving = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) leaving.abort(new ProblemError(503, [fault("QG-0791", "")]));
  });
  return leaving.signal;
}
