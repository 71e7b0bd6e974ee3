/** `GET /v1/records`: what is held of a record, which statement of it stands, and whether and as what it counts. */
import { toldStatementSchema } from "@qorgau/schemas/responses/record-answer";
import type { RecordAnswer } from "@qorgau/schemas/responses/record-answer";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { FastifyInstance } from "fastify";
import type { JournalReader } from "../explain/journal-reader.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { citedTable } from "../render/cited-table.ts";
import { cutNames } from "../http/domain/shared-parameters.ts";
import { recordParameters } from "./domain/record-parameters.ts";
import { readQuestion, refuseFaults } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

const statementColumns = columnsOf(toldStatementSchema);

export function recordsRoutes(
  server: FastifyInstance,
  { journal, questionCut }: { readonly journal: JournalReader; readonly questionCut: QuestionCut },
): void {
  server.get("/v1/records", async (request, reply) => {
    const question = readQuestion(request);
    const { values: record, faults } = readParameters(recordParameters, question.parameters, cutNames);
    refuseFaults([...question.faults, ...faults]);
    const past = await questionCut(question);
    const json = await journal.record(record, past);
    const answer = { json, table: () => statementsTable(json), fileName: "qorgau-records" };
    return sendAnswer(reply, question.form, answer, { immutable: past !== undefined });
  });
}

/** One line per statement; `data` is the JSON of it. */
function statementsTable({ source, subject, records, ...provenance }: RecordAnswer): Table {
  const columns = ["source", "subject", "entity", ...statementColumns.filter((column) => column !== "reason"), "why", "counts"];
  const rows = records.flatMap(({ entity, counts, statements }) =>
    statements.map(({ data, reason, ...told }) => {
      return { source, subject, entity, ...told, data: JSON.stringify(data), why: reason?.text ?? null, counts };
    }),
  );
  return citedTable(provenance, columns, rows);
}
