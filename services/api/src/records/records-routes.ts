/** `GET /v1/records`: the statements of a record, its effective revision, and whether and as what it counts. */
import { reportedStatementSchema } from "@qorgau/schemas/responses/record-response";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { FastifyInstance } from "fastify";
import type { JournalReader } from "../explain/journal-reader.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { citedTable } from "../render/cited-table.ts";
import { cutNames } from "../http/domain/shared-parameters.ts";
import { recordParameters } from "./domain/record-parameters.ts";
import { readRequestParameters, refuseFaults } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const statementColumns = columnsOf(reportedStatementSchema);

/** Adds `GET /v1/records`. A name without a record within the cut is a 404 (QG-0813). */
export function recordsRoutes(
  server: FastifyInstance,
  { journal, requestCut }: { readonly journal: JournalReader; readonly requestCut: RequestCut },
): void {
  server.get("/v1/records", async (request, reply) => {
    const requestParameters = readRequestParameters(request);
    const { values: record, faults } = readParameters(recordParameters, requestParameters.parameters, cutNames);
    refuseFaults([...requestParameters.faults, ...faults]);
    const past = await requestCut(requestParameters);
    const json = await journal.record(record, past);
    const response = { json, table: () => statementsTable(json), fileName: "qorgau-records" };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });
}

/** One line per statement; `data` is the JSON of it. */
function statementsTable({ source, subject, records, ...provenance }: RecordResponse): Table {
  const columns = ["source", "subject", "entity", ...statementColumns.filter((column) => column !== "reason"), "why", "counts"];
  const rows = records.flatMap(({ entity, counts, statements }) =>
    statements.map(({ data, reason, ...reported }) => {
      return { source, subject, entity, ...reported, data: JSON.stringify(data), why: reason?.text ?? null, counts };
    }),
  );
  return citedTable(provenance, columns, rows);
}
