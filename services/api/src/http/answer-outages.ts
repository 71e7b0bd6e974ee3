/** What an error of the reading means for the caller. A store that fails, or a log that is away, is no fault of the question: every such answer is a 503 that says so, never a 500. */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { ProblemError, sendProblem } from "@qorgau/infra/http/http-server";
import { StoreError } from "@qorgau/infra/store/store";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance } from "fastify";
import { TooManyCells, TooManyRows } from "../paging/domain/answer-rows.ts";
import { unavailable } from "../published/unavailable.ts";

export function answerOutages(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => {
    if (error instanceof TooManyRows || error instanceof TooManyCells) return sendProblem(reply, refusalOf(error));
    const outage = outageOf(error);
    if (outage === null) throw error;
    request.log.error({ err: error, code: outage.code }, outage.what);
    return sendProblem(reply, unavailable(outage.rule, "", error));
  });
}

function refusalOf(error: TooManyRows | TooManyCells): ProblemError {
  const refusal =
    error instanceof TooManyRows
      ? fault("QG-0870", "", { rows: error.rows, rowsMax: error.rowsMax })
      : fault("QG-0871", "", { cells: error.cells, cellsMax: error.cellsMax });
  return new ProblemError(400, [refusal]);
}

function outageOf(error: unknown) {
  if (error instanceof StoreError) {
    return { rule: "QG-0791", code: error.code, what: "the store of the published figures failed a question" } as const;
  }
  if (error instanceof EventLogError && error.retryable) {
    return { rule: "QG-0901", code: error.code, what: "the log was away when a question needed it" } as const;
  }
  return null;
}
