/** `GET /v1/records`: what is held of a record, which statement of it stands, and whether and as what it counts. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { entities } from "@qorgau/schemas/codes/enumerations";
import type { Fault } from "@qorgau/schemas/faults";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { toldStatementSchema } from "@qorgau/schemas/responses/record-answer";
import type { RecordAnswer } from "@qorgau/schemas/responses/record-answer";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance } from "fastify";
import type { RecordQuestion } from "./domain/record-answer.ts";
import type { JournalReader } from "../explain/journal-reader.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { citedTable } from "../render/cited-table.ts";
import { faultsOfNames, readQuestion } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

const statementColumns = columnsOf(toldStatementSchema);

export function recordsRoutes(
  server: FastifyInstance,
  { journal, questionCut }: { readonly journal: JournalReader; readonly questionCut: QuestionCut },
): void {
  server.get("/v1/records", async (request, reply) => {
    const question = readQuestion(request);
    const parsed = parseRecordQuestion(question.parameters);
    const faults = [...question.faults, ...("errors" in parsed ? parsed.errors : [])];
    if ("errors" in parsed || faults.length > 0) throw new ProblemError(400, faults);
    const past = await questionCut(question);
    const json = await journal.record(parsed.question, past);
    const answer = { json, table: () => statementsTable(json), fileName: "qorgau-records" };
    return sendAnswer(reply, question.form, answer, { immutable: past !== undefined });
  });
}

function parseRecordQuestion(parameters: URLSearchParams): { question: RecordQuestion } | { errors: Fault[] } {
  const errors = faultsOfNames(parameters, ["source", "subject", "entity", "asOf", "atLeast", "format"]);
  const text = (name: string): string => {
    const sent = parameters.get(name) ?? "";
    if (sent === "") errors.push(fault("QG-0812", name));
    else if (containsIin(sent)) errors.push(fault("QG-0811", name));
    return sent;
  };
  const [source, subject] = [text("source"), text("subject")];
  const sent = parameters.get("entity");
  const entity = entities.find((one) => one === sent) ?? null;
  if (sent !== null && entity === null) errors.push(fault("QG-0603", "entity", { values: entities.join(", ") }));
  return errors.length > 0 ? { errors } : { question: { source: canonicalSource(source), subject, entity } };
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
