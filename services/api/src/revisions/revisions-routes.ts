/** `GET /v1/revisions`: the values that one row had over time, and what changed each. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { revisionsResponseSchema, rowChangeSchema, rowValueSchema } from "@qorgau/schemas/responses/revisions-response";
import type { RevisionsResponse } from "@qorgau/schemas/responses/revisions-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { chosenIn } from "../render/rates-table.ts";
import type { JournalReader } from "../explain/journal-reader.ts";
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import type { RequestCut } from "../http/request-cut.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage } from "../http/response-pages.ts";
import { readRowParameters, waitingMax } from "../explain/row-parameters.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const valueColumns = columnsOf(rowValueSchema.omit({ changes: true }));
const changeColumns = columnsOf(rowChangeSchema.omit({ reasons: true }));
const meanings = meaningsOf(revisionsResponseSchema.omit({ row: true }), rowChangeSchema, rowValueSchema);
const provenanceColumns = ["period", "measure", "per", "asOf", "cut", "rules"];

/** Adds `GET /v1/revisions`. Requests are served one at a time; where 16 wait already, the response is a 503 (QG-0833). */
export function revisionsRoutes(
  server: ScopedServer,
  { journal, requestCut }: { readonly journal: JournalReader; readonly requestCut: RequestCut },
): void {
  const oneAtATime = createOneAtATime(waitingMax);

  server.get("/v1/revisions", { config: routeAccess("GET /v1/revisions") }, async (request, reply) => {
    const { requestParameters, query, page, past } = await readRowParameters("/v1/revisions", request, requestCut);
    const json = await oneAtATime(() => journal.revisions(query, page, past));
    linkNextPage(reply, requestParameters, json.nextCursor);
    const records = json.values.reduce((sum, { changes }) => sum + changes.length, 0);
    const response = { json, table: () => changesTable(json), fileName: "qorgau-revisions", records };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });
}

/** One line per change; changes of one instant repeat its value. `cut` is what the JSON response calls its watermark. */
function changesTable(response: RevisionsResponse): Table {
  const { values, row, measure, per, asOf, watermark: cut, rules } = response;
  const chosen = chosenIn(response);
  const provenance = { period: row.period, measure, per, asOf, cut, rules, ...chosen };
  return {
    meanings,
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
