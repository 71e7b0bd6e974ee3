/** A question about one row of `/v1/rates`: its parameters, and the page of the answer. Every page is of the cut of the first one. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { Fault } from "@qorgau/schemas/faults";
import { pageLimitDefault, pageLimitMax } from "@qorgau/schemas/responses/page-limits";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import { readRowCursor } from "../paging/domain/row-cursor.ts";
import type { RowAddress, RowCursor } from "../paging/domain/row-cursor.ts";
import type { Page } from "./journal-reader.ts";
import type { AskedCut } from "../past/asked-cut.ts";
import { withCutOfCursor } from "../http/answer-pages.ts";
import { readQuestion } from "../http/question.ts";
import type { Question } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";

/** Each reads all of the journal: a second one at the same time would only slow the first, and whoever asks for figures. */
export const waitingMax = 16;

export interface RowQuestion {
  readonly question: Question;
  readonly query: RatesQuery;
  readonly page: Page;
  readonly past: AskedCut | undefined;
}

/** Throws 400 with every fault of the question; waits for the cut that it is of. */
export async function readRowQuestion(address: RowAddress, request: FastifyRequest, questionCut: QuestionCut): Promise<RowQuestion> {
  const question = readQuestion(request);
  const faults: Fault[] = [...question.faults];
  const limit = readLimit(question.parameters, faults);
  const parsed = parseRatesQuery(withoutPage(question.parameters));
  const cursor = readSentCursor(question.parameters, faults, (text) =>
    "query" in parsed ? readRowCursor(text, address, parsed.query) : null,
  );
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  if (faults.length > 0) throw new ProblemError(400, faults);
  const past = await questionCut(withCutOfCursor(question, cursor === null ? null : formatWatermark(cursor.watermark)));
  if (cursor !== null && past !== undefined && formatWatermark(past.watermark) !== formatWatermark(cursor.watermark)) {
    throw new ProblemError(400, [fault("QG-0817", "cursor")]);
  }
  return { question, query: parsed.query, page: { limit, after: cursor?.after ?? null }, past };
}

function readLimit(parameters: URLSearchParams, faults: Fault[]): number {
  const text = parameters.get("limit") ?? String(pageLimitDefault);
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (parameters.getAll("limit").length > 1) faults.push(fault("QG-0602", "limit"));
  else if (limit < 1 || limit > pageLimitMax) faults.push(fault("QG-0816", "limit", { limitMax: pageLimitMax }));
  return limit;
}

/** Of a question that is faulty itself no cursor can be. */
function readSentCursor(parameters: URLSearchParams, faults: Fault[], read: (text: string) => RowCursor | null): RowCursor | null {
  const [text, ...others] = parameters.getAll("cursor");
  if (text === undefined) return null;
  const cursor = read(text);
  if (others.length > 0) faults.push(fault("QG-0602", "cursor"));
  else if (cursor === null) faults.push(fault("QG-0817", "cursor"));
  return cursor;
}

function withoutPage(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([name]) => name !== "limit" && name !== "cursor"));
}
