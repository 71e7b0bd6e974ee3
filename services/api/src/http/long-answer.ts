/** What answers share that take long to make or come in pages. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyReply } from "fastify";
import type { Question } from "./question.ts";

/** Nobody waits for the answer once the connection is closed. */
export function abortedOnceGone(reply: FastifyReply): AbortSignal {
  const leaving = new AbortController();
  reply.raw.once("close", () => leaving.abort(new ProblemError(503, [fault("QG-0791", "")])));
  return leaving.signal;
}

/** So that files can be read page by page as well (RFC 8288). */
export function linkNextPage(reply: FastifyReply, path: string, { parameters }: Question, cursor: string | null): void {
  if (cursor === null) return;
  const next = new URLSearchParams(parameters);
  next.set("cursor", cursor);
  // Whatever was waited for is in the cursor's cut.
  next.delete("atLeast");
  reply.header("link", `<${path}?${next.toString()}>; rel="next"`);
}
