/**
 * What an error of the reading means for the caller. A store that fails, or a log that is away, is no fault of the request: the response is
 * a 503 that says so, never a 500.
 */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { ProblemError, sendProblem } from "@qorgau/infra/http/http-server";
import { ProofError } from "@qorgau/infra/proof/proof-error";
import { StoreError } from "@qorgau/infra/store/store";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance } from "fastify";
import { TooManyCells, TooManyRows, TooManyTied } from "../paging/domain/response-rows.ts";
import { ResponseError } from "../published/response-error.ts";
import type { ResponseErrorCode } from "../published/response-error.ts";

/** A repeat within a second rarely helps what has to start again. */
const retryAfterSeconds = 2;
/** Heavy requests are served one after the other: the one before takes so long. */
const queueRetryAfterSeconds = 30;

const problems: Readonly<Record<ResponseErrorCode, { readonly status: number; readonly retryAfterSeconds?: number }>> = {
  answer_unavailable: { status: 503, retryAfterSeconds },
  answer_queue_full: { status: 503, retryAfterSeconds: queueRetryAfterSeconds },
  answer_refused: { status: 400 },
  answer_not_found: { status: 404 },
  answer_conflict: { status: 409 },
};

/**
 * Sets the error handler of the server: 400 for too many rows or cells, the status of a `ResponseError` by its code, and 503 for a
 * `StoreError` or a retryable `EventLogError`. It throws any other error again.
 */
export function respondToOutages(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem !== null) return sendProblem(reply, problem);
    const outage = outageOf(error);
    if (outage === null) throw error;
    request.log.error({ err: error, code: outage.code }, outage.what);
    return sendProblem(reply, new ProblemError(503, [fault(outage.rule, "")], { retryAfterSeconds, cause: error }));
  });
}

/** Null where it is none of the errors that the capabilities throw. */
function problemOf(error: unknown): ProblemError | null {
  if (error instanceof TooManyRows) return new ProblemError(400, [fault("QG-0870", "", { rows: error.rows, rowsMax: error.rowsMax })]);
  if (error instanceof TooManyTied) return new ProblemError(400, [fault("QG-0874", "", { statements: error.statements })]);
  if (error instanceof TooManyCells) return new ProblemError(400, [fault("QG-0871", "", { cells: error.cells, cellsMax: error.cellsMax })]);
  if (!(error instanceof ResponseError)) return null;
  const { status, ...options } = problems[error.code];
  return new ProblemError(status, error.faults, { ...options, cause: error.cause });
}

/** Whether the request is refused, as one of too many rows: the same again is refused again while the figures are what they are. */
export function isRefusal(error: unknown): boolean {
  const problem = problemOf(error);
  return problem !== null && problem.status < 500;
}

/** The rule of what passes by itself: an outage, or figures that cannot be read for a moment. Null of any other error. */
export function outageRule(error: unknown): string | null {
  const outage = outageOf(error);
  if (outage !== null) return outage.rule;
  if (!(error instanceof ResponseError) || problems[error.code].status !== 503) return null;
  return error.faults[0]?.rule ?? null;
}

function outageOf(error: unknown) {
  if (error instanceof StoreError) {
    return { rule: "QG-0791", code: error.code, what: "the store of the published figures failed a question" } as const;
  }
  if (error instanceof EventLogError && error.retryable) {
    return { rule: "QG-0901", code: error.code, what: "the log was away when a question needed it" } as const;
  }
  if (error instanceof ProofError && error.retryable) {
    return { rule: "QG-0946", code: error.code, what: "what was to be signed was not" } as const;
  }
  return null;
}
