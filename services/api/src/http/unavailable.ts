/** A store that fails is no fault of the question: every such answer is a 503 that says so, never a 500. */
import { ProblemError, sendProblem } from "@qorgau/infra/runtime/http-server";
import { StoreError } from "@qorgau/infra/store/store";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance } from "fastify";

/** A repeat within a second rarely helps one that has to start again. */
const retryAfterSeconds = 2;

export function unavailable(
  rule: "QG-0901" | "QG-0791" | "QG-0803" | "QG-0841" | "QG-0865",
  pointer: string,
  cause?: unknown,
): ProblemError {
  return new ProblemError(503, [fault(rule, pointer)], { retryAfterSeconds, cause });
}

export function answerStoreErrors(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => {
    if (!(error instanceof StoreError)) throw error;
    request.log.error({ err: error, code: error.code }, "the store of the published figures failed a question");
    return sendProblem(reply, unavailable("QG-0791", "", error));
  });
}
