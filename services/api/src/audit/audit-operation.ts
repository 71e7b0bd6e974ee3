/** `GET /v1/audit` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "../openapi/parameters-of.ts";
import { tableRefusals, tableResponse } from "../openapi/responses.ts";
import { auditParameters } from "./domain/audit-query.ts";

export const auditPaths = {
  "/v1/audit": {
    get: {
      operationId: "getAudit",
      tags: ["operations"],
      summary: "Who read cases, and what operators did",
      description:
        "Every response that shows cases, records or lists of them (`/v1/explain`, `/v1/revisions`, `/v1/records`, `/v1/quality`, `/v1/claims?unmatched=true`, `/v1/dead-letters`, differences of releases, webhooks of accepted events), with the question, the cut and how many were shown; and every act of an operator, put down before it is done. The oldest first. " +
        "An entry is durable before the response is sent: where it cannot be written nothing is shown (503, `QG-0850`). It names tokens by their ids and holds no personal data. " +
        "Entries are in a folder of their own (`QORGAU_AUDIT_DIRECTORY`), kept for `QORGAU_AUDIT_DAYS`; shown are those of the folder of this process.",
      parameters: queryParameters(auditParameters, formParameters),
      responses: {
        "200": tableResponse(
          "A page of them.",
          "Audit",
          "at,token,action,method,route,parameters,cut,records\r\n2026-11-29T07:10:00.482Z,0a1b2c3d,read,GET,/v1/explain,region=KZ-35,0:812,20\r\n",
        ),
        ...tableRefusals,
      },
    },
  },
};
