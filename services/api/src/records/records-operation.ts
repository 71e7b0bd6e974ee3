/** `GET /v1/records` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { recordParameters } from "./domain/record-parameters.ts";

export const recordsPaths = {
  "/v1/records": {
    get: {
      operationId: "getRecords",
      tags: ["events"],
      summary: "What is held of a record, and whether it counts",
      description:
        "Every statement of the record in the order of the log, with its place and stamps, which one stands and why the others do not; its case with the other records that tell of it, " +
        "and whether it counts and why not. Data is as stored: pseudonyms in place of personal identifiers.",
      parameters: queryParameters(recordParameters, cutParameters, formParameters),
      responses: {
        "200": tableResponse(
          "The records of that name.",
          "RecordAnswer",
          "source,subject,entity,position,revision,stands,why\r\nurn:kz:bin:200140000004,N1-2026-0017,case,0:812,1,true,\r\n",
        ),
        "404": problemResponse("No statement of such a record is held at this cut."),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
