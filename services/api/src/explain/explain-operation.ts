/** `GET /v1/explain` in the OpenAPI document, and what is common to the requests for one row. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { listOf, orEmpty, orNull } from "@qorgau/schemas/requests/parameter-forms";
import { ibnrDimensions, ibnrMeasures } from "@qorgau/schemas/responses/claims-ibnr-response";
import { measures, rateDimensions, ratePeriods } from "@qorgau/schemas/responses/rates";
import { nowcastPeriods } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { z } from "zod";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { ratesParameters } from "../rates/domain/parameters/rates-parameters.ts";
import { methodParameter, methodsAlone } from "./method-parameters.ts";
import { pagedRowParameters } from "./row-parameters.ts";

/** Those of `/v1/rates`, narrowed by filters and bounds to one row, and the page. Smoothing is of many rows. */
export const rowParameters = queryParameters(ratesParameters.omit({ smooth: true }), cutParameters, formParameters, pagedRowParameters);
export const oneRow =
  "The parameters are those of `/v1/rates` and must come to one row: name the period by `from` and `to`, the cell by filters in place of `by` (`unknown` for the row of null). " +
  "A question of several rows is refused. Every page is of the cut of the first; the header `Link` names the next one.";

/** Of several questions at one address: what differs between them has no default here. */
const ofAnyRequest = ratesParameters.omit({ smooth: true }).extend({
  measure: orNull(z.enum([...measures, ...ibnrMeasures])).meta({
    description: "What is counted: `injured` unless asked for; with `of` as its route says, `claims` and `paid` of claims alone.",
    examples: ["fatal"],
  }),
  period: orNull(z.enum([...ratePeriods, ...nowcastPeriods.filter((period) => period !== "month")])).meta({
    description: "The length of time of the row: `year` unless asked for; with `of` as its route says, `week` of a nowcast alone.",
    examples: ["month"],
  }),
  by: orEmpty(listOf(z.enum([...rateDimensions, ...ibnrDimensions.filter((dimension) => dimension !== "region")]))).meta({
    description: "The dimensions of the cells: of one row none that has several codes; with `of` as its route says.",
    examples: [["region"]],
  }),
});
const methodsAlso = z.object({ smooth: ratesParameters.shape.smooth, ...methodsAlone.shape });
const eitherParameters = queryParameters(ofAnyRequest, cutParameters, formParameters, pagedRowParameters, methodParameter, methodsAlso);
const eitherSchema = { anyOf: [reference("ExplainAnswer"), reference("MethodExplanation")] };
const ofRow = tableResponse(
  "The row and what it is made of, or the answer of a method and what that is made of.",
  "ExplainAnswer",
  'id,date,severity,evidence,count,statements,period,measure,watermark\r\n5f0c…,2026-02-03,severe,reported,1,0:812 1:790,2026,injured,"0:812,1:790"\r\n',
);

export const explainPaths = {
  "/v1/explain": {
    get: {
      operationId: "explainRow",
      tags: ["figures"],
      summary: "What the number of one row is made of",
      description:
        `The formula with its numbers, the exposure statements, and every contributing case with the events that tell of it. ${oneRow} Over all pages the counts of the cases add up to the count of the row. ` +
        "With `of` the answer of a statistical method instead, to the parameters of its own route: formulas, symbols, parameters, source, what it must not be used for, the answer with the counts it was computed from, and the addresses of the cases behind its rows. For whoever may see the cases of the cells (`cases`); of the risk map, which has none without `inspect`, for whoever may see the map.",
      parameters: eitherParameters,
      responses: {
        "200": { ...ofRow, content: { ...ofRow.content, "application/json": { schema: eitherSchema } } },
        "404": problemResponse("There is no such row at this cut."),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
