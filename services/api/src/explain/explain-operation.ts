/** `GET /v1/explain` in the OpenAPI document, and what is common to the requests for one row. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { ratesParameters } from "../rates/domain/parameters/rates-parameters.ts";
import { pagedRowParameters } from "./row-parameters.ts";

/** Those of `/v1/rates`, narrowed by filters and bounds to one row, and the page. Smoothing is of many rows. */
export const rowParameters = queryParameters(ratesParameters.omit({ smooth: true }), cutParameters, formParameters, pagedRowParameters);
export const oneRow =
  "The parameters are those of `/v1/rates` and must come to one row: name the period by `from` and `to`, the cell by filters in place of `by` (`unknown` for the row of null). " +
  "A question of several rows is refused. Every page is of the cut of the first; the header `Link` names the next one.";

export const explainPaths = {
  "/v1/explain": {
    get: {
      operationId: "explainRow",
      tags: ["figures"],
      summary: "What the number of one row is made of",
      description: `The formula with its numbers, the exposure statements, and every contributing case with the events that tell of it. ${oneRow} Over all pages the counts of the cases add up to the count of the row.`,
      parameters: rowParameters,
      responses: {
        "200": tableResponse(
          "The row and what it is made of.",
          "ExplainAnswer",
          'id,date,severity,evidence,count,statements,period,measure,watermark\r\n5f0c…,2026-02-03,severe,reported,1,0:812 1:790,2026,injured,"0:812,1:790"\r\n',
        ),
        "404": problemResponse("There is no such row at this cut."),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
