/** Claims counted as claims, an insurer's worklist, and the statutory clocks: `GET /v1/claims` and `GET /v1/clocks`. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { claimRowSchema, unmatchedClaimSchema } from "@qorgau/schemas/responses/claims-answer";
import { clockRowSchema } from "@qorgau/schemas/responses/clocks-answer";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { parseClaimsQuery, parseClocksQuery, parseUnmatchedQuery } from "./domain/claims-query.ts";
import type { AskedCut } from "../past/asked-cut.ts";
import { answerClaims, answerClocks, answerUnmatched } from "./claims-answers.ts";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import { linkNextPage, withCutOfCursor } from "../http/answer-pages.ts";
import { askedColumns, citedTable } from "../render/cited-table.ts";
import type { QualityDependencies } from "../quality/quality-routes.ts";
import { readQuestion } from "../http/question.ts";
import type { Question } from "../http/question.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

export function claimsRoutes(server: FastifyInstance, dependencies: QualityDependencies): void {
  const { quality } = dependencies;

  server.get("/v1/clocks", async (request, reply) => {
    const sent = readQuestion(request);
    const query = queryOf(sent, parseClocksQuery(sent.parameters));
    const { json, past } = await answerOf(dependencies, reply, sent, (cut, gone) => answerClocks(quality, query, cut, gone));
    const columns = askedColumns(clockRowSchema, ["region", "sector", "employer"], query.by);
    return sendAnswer(
      reply,
      sent.form,
      { json, table: () => citedTable(json, columns, json.rows), fileName: "qorgau-clocks" },
      { immutable: past },
    );
  });

  server.get("/v1/claims", async (request, reply) => {
    const sent = readQuestion(request);
    if (sent.parameters.has("unmatched")) return sendUnmatched(dependencies, request, reply);
    const query = queryOf(sent, parseClaimsQuery(sent.parameters));
    const { json, past } = await answerOf(dependencies, reply, sent, (cut, gone) => answerClaims(quality, query, cut, gone));
    const columns = askedColumns(claimRowSchema, ["insurer", "status", "band", "kind", "region", "sector", "employer"], query.by);
    return sendAnswer(
      reply,
      sent.form,
      { json, table: () => citedTable(json, columns, json.rows), fileName: "qorgau-claims" },
      { immutable: past },
    );
  });
}

async function sendUnmatched(dependencies: QualityDependencies, request: FastifyRequest, reply: FastifyReply) {
  const sent = readQuestion(request);
  const query = queryOf(sent, parseUnmatchedQuery(sent.parameters));
  const firstCut = query.cursor === null ? null : formatWatermark(query.cursor.watermark);
  const asked = withCutOfCursor(sent, firstCut);
  const { json, past } = await answerOf(dependencies, reply, asked, (cut, gone) => {
    if (firstCut !== null && firstCut !== formatWatermark(cut.watermark)) throw new ProblemError(400, [fault("QG-0831", "cursor")]);
    return answerUnmatched(dependencies.quality, query, cut, gone);
  });
  linkNextPage(reply, sent, json.nextCursor);
  const columns = askedColumns(unmatchedClaimSchema, [], []);
  const answer = { json, table: () => citedTable(json, columns, json.rows), fileName: "qorgau-unmatched-claims" };
  return sendAnswer(reply, sent.form, answer, { immutable: past });
}

type Parsed<Query> = { readonly query: Query } | { readonly errors: readonly Fault[] };

/** The query, or 400 with every fault of the question. */
function queryOf<Query>({ faults }: Question, parsed: Parsed<Query>): Query {
  const all = [...faults, ...("errors" in parsed ? parsed.errors : [])];
  if (all.length > 0 || "errors" in parsed) throw new ProblemError(400, all);
  return parsed.query;
}

async function answerOf<Answer>(
  { cuts, questionCut, oneAtATime }: QualityDependencies,
  reply: FastifyReply,
  sent: Question,
  answer: (cut: AskedCut, gone: AbortSignal) => Promise<Answer>,
): Promise<{ readonly json: Answer; readonly past: boolean }> {
  const past = await questionCut(sent);
  const gone = abortedOnceGone(reply);
  const json = await oneAtATime(async () => answer(past ?? (await cuts.live()), gone));
  return { json, past: past !== undefined };
}
