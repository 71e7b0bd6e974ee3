/** Who read cases, and what operators did: `GET /v1/audit`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { readAudit } from "@qorgau/infra/http/audit-requests";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { auditEntrySchema } from "@qorgau/schemas/access/audit-response";
import type { AuditResponse } from "@qorgau/schemas/access/audit-response";
import { linkNextPage } from "../http/response-pages.ts";
import { queryOf, readPlainForm } from "../http/request-parameters.ts";
import { auditCursor, parseAuditQuery } from "./domain/audit-query.ts";

const columns = columnsOf(auditEntrySchema);
const meanings = meaningsOf(auditEntrySchema);

/** Adds `GET /v1/audit`, of the entries in the folder of this process. To read them is put down as well. 503 (QG-0850) where they cannot be read. */
export function auditRoutes(server: ScopedServer): void {
  server.get("/v1/audit", { config: routeAccess("GET /v1/audit") }, async (request, reply) => {
    const sent = readPlainForm(request);
    const query = queryOf(request, sent, parseAuditQuery(sent.parameters), () => ({ of: "audit" }));
    const { entries, next } = await readAudit(request, query);
    const json: AuditResponse = { rows: [...entries], nextCursor: next === null ? null : auditCursor(query, next) };
    linkNextPage(reply, { ...sent, partial: false }, json.nextCursor);
    const table = () => ({ columns, rows: rowsOf(json.rows, (row) => row), meanings });
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-audit", records: json.rows.length });
  });
}
