/** `GET /v1/claims` and `GET /v1/clocks` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { cubeResponse, knownAlready, reference, tableRefusals } from "../openapi/responses.ts";
import { claimsParameters, deadlinesParameters, unmatchedParameters } from "./domain/claims-query.ts";

const others = { "304": knownAlready, ...tableRefusals };
/** Of the counts and of the worklist together. */
const eitherParameters = claimsParameters.extend(unmatchedParameters.shape);
const eitherSchema = { anyOf: [reference("Claims"), reference("UnmatchedClaims")] };
const counts = cubeResponse(
  "The counts, or the worklist.",
  "Claims",
  "period,claims,matched,unmatched,watermark\r\n2026,12,11,1,0:812\r\n",
);

export const claimsPaths = {
  "/v1/claims": {
    get: {
      operationId: "getClaims",
      tags: ["figures"],
      summary: "Claims counted as claims, or those that no reported case stands beside",
      description:
        "Counts living claim records by what they tell themselves. Claims are no measure of injury: below 30 % of lost capacity the employer pays, state bodies are not insured, and a claim comes late. " +
        "With `unmatched=true` an insurer's worklist instead: claims of cases that nobody has reported, page by page (`limit`, `cursor`), without `period` and `by`.",
      parameters: queryParameters(eitherParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": { ...counts, content: { ...counts.content, "application/json": { schema: eitherSchema } } },
        ...others,
      },
    },
  },
  "/v1/clocks": {
    get: {
      operationId: "getClocks",
      tags: ["figures"],
      summary: "How the statutory terms are kept",
      description:
        "From the moments that `notified` tells of counting accident cases in Kazakhstan: notice to the inspectorate within 24 hours and to the insurer within 3 working days of learning of the accident, " +
        "the commission within 24 hours of the medical conclusion, its investigation in 10 working days (30 with every extension), the act within 3 and its entry within 2 working days. " +
        "Days are those of the region of occurrence, whatever offset an instant is written with (UTC+5; before March 2024 UTC+6 in most regions). A date without a time of day is any instant of that day; where hours are counted and both answers are possible, the case is `undetermined`.",
      parameters: queryParameters(deadlinesParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "A row for each period, cell and clock.",
          "Clocks",
          "period,clock,unit,limit,cases,told,within,late,watermark\r\n2026,insurer,working_days,3,92,80,71,9,0:812\r\n",
        ),
        ...others,
      },
    },
  },
};
