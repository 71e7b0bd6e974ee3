/** How good the reporting is: `GET /v1/quality`, all tables at once as JSON or one of them, page by page, in either form. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { qualityRowSchemas } from "@qorgau/schemas/responses/quality-answer";
import type { QualityAnswer, QualityTable } from "@qorgau/schemas/responses/quality-answer";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { FastifyInstance } from "fastify";
import { parseQualityQuery } from "./domain/quality-query.ts";
import type { QualityQuestion } from "./domain/quality-query.ts";
import type { CutResolver } from "../past/asked-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import type { QualityReader } from "./quality-reader.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { linkNextPage, withCutOfCursor } from "../http/answer-pages.ts";
import { citedTable } from "../render/cited-table.ts";
import { readQuestion, refuseFaults } from "../http/question.ts";
import type { Question } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

export interface QualityDependencies {
  readonly quality: QualityReader;
  readonly cuts: CutResolver;
  readonly questionCut: QuestionCut;
  /** A question reads every statement of its days; a second one at the same time would only slow the first, and the door with it. */
  readonly oneAtATime: OneAtATime;
}

export function qualityRoutes(server: FastifyInstance, { quality, cuts, questionCut, oneAtATime }: QualityDependencies): void {
  server.get("/v1/quality", async (request, reply) => {
    const sent = readQuestion(request);
    const question = questionOf(sent);
    const past = await questionCut(withCutOfCursor(sent, cutOf(question)));
    refuseOtherCut(question, past?.watermark);
    const gone = abortedOnceGone(reply);
    const answer = await oneAtATime(async () => quality.answer(question, past ?? (await cuts.live()), gone));
    const { table } = question.query;
    linkNextPage(reply, sent, table === null ? null : (answer[table]?.nextCursor ?? null));
    const form = { json: answer, table: () => qualityTable(answer, table ?? "reporters"), fileName: `qorgau-quality-${table ?? "all"}` };
    return sendAnswer(reply, sent.form, form, { immutable: past !== undefined });
  });
}

/** The question, or 400 with every fault of it. A file holds one table: that of the reporters unless another is named. */
function questionOf({ form, parameters, faults }: Question): QualityQuestion {
  const parsed = parseQualityQuery(parameters);
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  refuseFaults(faults);
  const { query, cursor } = parsed;
  return form === "json" ? parsed : { cursor, query: { ...query, table: query.table ?? "reporters" } };
}

/** Of the first page; null where this is the first. */
function cutOf({ cursor }: QualityQuestion): string | null {
  return cursor === null ? null : formatWatermark(cursor.watermark);
}

function refuseOtherCut(question: QualityQuestion, watermark: ReadonlyMap<number, number> | undefined): void {
  const first = cutOf(question);
  if (first === null || watermark === undefined) return;
  if (first !== formatWatermark(watermark)) throw new ProblemError(400, [fault("QG-0831", "cursor")]);
}

function qualityTable(answer: QualityAnswer, table: QualityTable): Table {
  return citedTable(answer, columnsOf(qualityRowSchemas[table]), answer[table]?.rows ?? []);
}
