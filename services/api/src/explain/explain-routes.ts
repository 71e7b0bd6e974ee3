/** `GET /v1/explain`: where the number of one row comes from. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { contributingCaseSchema, explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { chosenIn } from "../render/rates-table.ts";
import type { JournalReader } from "./journal-reader.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage } from "../http/response-pages.ts";
import { readRowParameters, waitingMax } from "./row-parameters.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const provenanceColumns = ["period", "measure", "per", "asOf", "watermark", "rules"];
const caseColumns = columnsOf(contributingCaseSchema.omit({ attributes: true }));
const meanings = meaningsOf(explainResponseSchema.omit({ row: true }), contributingCaseSchema);

/** Adds `GET /v1/explain`. Requests are served one at a time; where 16 wait already, the response is a 503 (QG-0833). */
export function explainRoutes(
  server: ScopedServer,
  { journal, requestCut }: { readonly journal: JournalReader; readonly requestCut: RequestCut },
): void {
  const oneAtATime = createOneAtATime(waitingMax);

  server.get("/v1/explain", { config: routeAccess("GET /v1/explain") }, async (request, reply) => {
    const { requestParameters, query, page, past } = await readRowParameters("/v1/explain", request, requestCut);
    const json = await oneAtATime(() => journal.explain(query, page, past));
    linkNextPage(reply, requestParameters, json.nextCursor);
    const response = { json, table: () => casesTable(json), fileName: "qorgau-explain", records: json.cases.length };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });
}

/** One line per contributing case; `statements` are the positions of its active statements, the highest-ranking first. */
function casesTable(response: ExplainResponse): Table {
  const { cases, row, measure, per, asOf, watermark, rules } = response;
  const chosen = chosenIn(response);
  return {
    meanings,
    columns: [...caseColumns, ...provenanceColumns, ...Object.keys(chosen)],
    rows: rowsOf(cases, ({ statements, attributes: _attributes, ...reported }) => ({
      ...reported,
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
