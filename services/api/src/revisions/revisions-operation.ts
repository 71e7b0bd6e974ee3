/** `GET /v1/revisions` in the OpenAPI document. */
import { oneRow, rowParameters } from "../explain/explain-operation.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "../openapi/responses.ts";

export const revisionsPaths = {
  "/v1/revisions": {
    get: {
      operationId: "getRevisions",
      tags: ["figures"],
      summary: "The values that one row had over time, and what changed each",
      description: `The oldest first (without \`compare\`, \`standard\` and \`interval=accidents\`, which are of more than the row's own count): the count and rate from each instant on, with every case that came, went or changed, the event that did it, and why. ${oneRow}`,
      parameters: rowParameters,
      responses: {
        "200": tableResponse(
          "The values.",
          "RevisionsAnswer",
          "at,watermark,count,case,delta,codes,reasons,position\r\n2026-02-04T05:00:00.000Z,0:812,7,5f0c…,1,severity,severity severe → fatal,0:812\r\n",
        ),
        "404": problemResponse("There is no such row at this cut."),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
