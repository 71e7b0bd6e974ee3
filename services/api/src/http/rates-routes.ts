/** The figures: `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import type { Fault } from "@qorgau/schemas/faults";
import type { FastifyInstance } from "fastify";
import type { WatermarkGate } from "../await-watermark.ts";
import { parseRatesQuery } from "../domain/rates-query.ts";
import type { RatesReader } from "../rates-reader.ts";
import { parseAnnualRollupQuestion } from "./annual-rollup-question.ts";
import { readQuestion, refuseFaults } from "./question.ts";
import type { Question } from "./question.ts";
import { annualRollupTable, ratesTable } from "./rates-table.ts";
import { sendAnswer } from "./send-answer.ts";
import { unavailable } from "./unavailable.ts";

type Parsed<Query> = { readonly query: Query } | { readonly errors: readonly Fault[] };

/** The query, or 400 with every fault of the question. */
function queryOf<Query>({ faults }: Question, parsed: Parsed<Query>): Query {
  if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
  refuseFaults(faults);
  return parsed.query;
}

export function ratesRoutes(
  server: FastifyInstance,
  { reader, gate }: { readonly reader: RatesReader; readonly gate: WatermarkGate },
): void {
  const untilIncluded = async ({ atLeast }: Question) => {
    if (!(await gate.until(atLeast))) throw unavailable("QG-0901", "atLeast");
  };

  server.get("/v1/rates", async (request, reply) => {
    const question = readQuestion(request);
    const query = queryOf(question, parseRatesQuery(question.parameters));
    await untilIncluded(question);
    const answer = await reader.rates(query);
    return sendAnswer(reply, question.form, { json: answer, table: () => ratesTable(answer, query.by), fileName: "qorgau-rates" });
  });

  server.get<{ Params: { year: string } }>("/v1/rollups/annual/:year", async (request, reply) => {
    const question = readQuestion(request);
    const query = queryOf(question, parseAnnualRollupQuestion(request.params.year, question.parameters));
    await untilIncluded(question);
    const answer = await reader.annualRollup(query);
    return sendAnswer(reply, question.form, {
      json: answer,
      table: () => annualRollupTable(answer),
      fileName: `qorgau-annual-${answer.year}`,
    });
  });
}
