/** The figures: `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { Fault } from "@qorgau/schemas/faults";
import type { FastifyInstance } from "fastify";
import { parseRatesQuery } from "./domain/parameters/rates-query.ts";
import type { RatesReader } from "./rates-reader.ts";
import { annualBytes } from "../annual/annual-forms.ts";
import { parseAnnualRollupQuestion } from "../annual/domain/annual-parameters.ts";
import { readQuestion, refuseFaults } from "../http/question.ts";
import type { Question } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";
import { ratesTable } from "../render/rates-table.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";

type Parsed<Query> = { readonly query: Query } | { readonly errors: readonly Fault[] };

/** The query, or 400 with every fault of the question. */
function queryOf<Query>({ faults }: Pick<Question, "faults">, parsed: Parsed<Query>): Query {
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  refuseFaults(faults);
  return parsed.query;
}

export function ratesRoutes(
  server: FastifyInstance,
  { reader, questionCut }: { readonly reader: RatesReader; readonly questionCut: QuestionCut },
): void {
  server.get("/v1/rates", async (request, reply) => {
    const question = readQuestion(request);
    const query = queryOf(question, parseRatesQuery(question.parameters));
    const past = await questionCut(question);
    const json = await reader.rates(query, past);
    const answer = { json, table: () => ratesTable(json, query.by), fileName: "qorgau-rates" };
    return sendAnswer(reply, question.form, answer, { immutable: past !== undefined });
  });

  server.get<{ Params: { year: string } }>("/v1/rollups/annual/:year", async (request, reply) => {
    const question = readQuestion(request);
    const query = queryOf(question, parseAnnualRollupQuestion(request.params.year, question.parameters));
    const past = await questionCut(question);
    const json = await reader.annualRollup(query, past);
    const bytes = await annualBytes(json, `qorgau-annual-${json.year}`, question.form, question.presentation);
    return sendBytes(reply, bytes, { immutable: past !== undefined });
  });
}
