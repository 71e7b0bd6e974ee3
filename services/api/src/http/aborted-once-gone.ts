/** Ends the work for an answer that nobody waits for any more. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyReply } from "fastify";

/** Nobody waits for the answer once the connection is closed. */
export function abortedOnceGone(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  reply.raw.once("close", () => leaving.abort(new ProblemError(503, [fault("QG-0791", "")])));
  return leaving.signal;
}
