/** `GET /v1/explain`: where the number of one row comes from. */
import { contributingCaseSchema } from "@qorgau/schemas/responses/explain-answer";
import type { ExplainAnswer } from "@qorgau/schemas/responses/explain-answer";
import type { FastifyInstance } from "fastify";
import { chosenIn } from "../render/rates-table.ts";
import type { JournalReader } from "./journal-reader.ts";
import type { QuestionCut } from "../http/question-cut.ts";
import { columnsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage } from "../http/answer-pages.ts";
import { readRowQuestion, waitingMax } from "./row-question.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

const provenanceColumns = ["period", "measure", "per", "asOf", "watermark", "rules"];
const caseColumns = columnsOf(contributingCaseSchema.omit({ attributes: true }));

export function explainRoutes(
  server: FastifyInstance,
  { journal, questionCut }: { readonly journal: JournalReader; readonly questionCut: QuestionCut },
): void {
  const oneAtATime = createOneAtATime(waitingMax);

  server.get("/v1/explain", async (request, reply) => {
    const { question, query, page, past } = await readRowQuestion("/v1/explain", request, questionCut);
    const json = await oneAtATime(() => journal.explain(query, page, past));
    linkNextPage(reply, question, json.nextCursor);
    const answer = { json, table: () => casesTable(json), fileName: "qorgau-explain" };
    return sendAnswer(reply, question.form, answer, { immutable: past !== undefined });
  });
}

/** One line per contributing case; `statements` are the positions of its living statements, the highest-standing first. */
function casesTable(answer: ExplainAnswer): Table {
  const { cases, row, measure, per, asOf, watermark, rules } = answer;
  const chosen = chosenIn(answer);
  return {
    columns: [...caseColumns, ...provenanceColumns, ...Object.keys(chosen)],
    rows: rowsOf(cases, ({ statements, attributes: _attributes, ...told }) => ({
      ...told,
      statements: statements.map(({ position }) => position).join(" "),
      period: row.period,
      measure,
      per,
      asOf,
      watermark,
      rules,
      ...chosen,
    })),
  };
}
