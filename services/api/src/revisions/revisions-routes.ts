/** `GET /v1/revisions`: the values that one row had over time, and what changed each. */
import { rowChangeSchema, rowValueSchema } from "@qorgau/schemas/responses/revisions-answer";
import type { RevisionsAnswer } from "@qorgau/schemas/responses/revisions-answer";
import type { FastifyInstance } from "fastify";
import { chosenIn } from "../render/rates-table.ts";
import type { JournalReader } from "../explain/journal-reader.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import type { QuestionCut } from "../http/question-cut.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage } from "../http/answer-pages.ts";
import { readRowQuestion, waitingMax } from "../explain/row-question.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

const valueColumns = columnsOf(rowValueSchema.omit({ changes: true }));
const changeColumns = columnsOf(rowChangeSchema.omit({ reasons: true }));
const provenanceColumns = ["period", "measure", "per", "asOf", "cut", "rules"];

export function revisionsRoutes(
  server: FastifyInstance,
  { journal, questionCut }: { readonly journal: JournalReader; readonly questionCut: QuestionCut },
): void {
  const oneAtATime = createOneAtATime(waitingMax);

  server.get("/v1/revisions", async (request, reply) => {
    const { question, query, page, past } = await readRowQuestion("/v1/revisions", request, questionCut);
    const json = await oneAtATime(() => journal.revisions(query, page, past));
    linkNextPage(reply, question, json.nextCursor);
    const answer = { json, table: () => changesTable(json), fileName: "qorgau-revisions" };
    return sendAnswer(reply, question.form, answer, { immutable: past !== undefined });
  });
}

/** One line per change; changes of one instant repeat its value. `cut` is what the JSON answer calls its watermark. */
function changesTable(answer: RevisionsAnswer): Table {
  const { values, row, measure, per, asOf, watermark: cut, rules } = answer;
  const chosen = chosenIn(answer);
  const provenance = { period: row.period, measure, per, asOf, cut, rules, ...chosen };
  return {
    columns: [...new Set([...valueColumns, ...changeColumns, "codes", "reasons", ...provenanceColumns, ...Object.keys(chosen)])],
    rows: values.flatMap(({ changes, ...value }) =>
      changes.map(({ reasons, ...change }) => ({
        ...value,
        ...change,
        codes: reasons.map(({ code }) => code).join(" "),
        reasons: reasons.map(({ text }) => text).join("; "),
        ...provenance,
      })),
    ),
  };
}
