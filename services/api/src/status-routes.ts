/** The state of the pipeline (`GET /v1/status`) and the texts of every rule id (`GET /v1/rules`). */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { rules } from "@qorgau/schemas/rules/rules";
import { rulesResponseSchema } from "@qorgau/schemas/responses/rules-response";
import type { RulesResponse } from "@qorgau/schemas/responses/rules-response";
import { pipelineStatusSchema } from "@qorgau/schemas/responses/status";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { ApiDependencies } from "./api-dependencies.ts";
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import { permit } from "./http/permit.ts";
import { readPlainParameters } from "./http/request-parameters.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const rulesResponse: RulesResponse = {
  rules: Object.entries(rules)
    .map(([id, rule]) => ({ id, ...rule }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
};
const ruleColumns = columnsOf(rulesResponseSchema.shape.rules.element);
const statusColumns = columnsOf(pipelineStatusSchema);
const statusMeanings = meaningsOf(pipelineStatusSchema);

/** Adds `GET /v1/status`, computed at every request, and `GET /v1/rules`, which needs no token. */
export function statusRoutes(server: ScopedServer, { pipeline }: Pick<ApiDependencies, "pipeline">): void {
  server.get("/v1/status", { config: routeAccess("GET /v1/status") }, async (request, reply) => {
    const { form } = readPlainParameters(request);
    permit(request, { of: "service" });
    const status = await pipeline();
    return sendResponse(reply, form, {
      json: status,
      table: () => ({ columns: statusColumns, rows: [status], meanings: statusMeanings }),
      fileName: "qorgau-status",
    });
  });

  server.get("/v1/rules", { config: routeAccess("GET /v1/rules") }, async (request, reply) => {
    const { form } = readPlainParameters(request);
    const table = () => ({ columns: ruleColumns, rows: rulesResponse.rules });
    return sendResponse(reply, form, { json: rulesResponse, table, fileName: "qorgau-rules" });
  });
}
