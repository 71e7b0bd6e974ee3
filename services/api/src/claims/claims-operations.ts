/** `GET /v1/claims` and `GET /v1/clocks` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { cubeResponse, knownAlready, reference, tableRefusals } from "../openapi/responses.ts";
import { claimsParameters, deadlinesParameters, unmatchedParameters } from "./domain/claims-query.ts";
import { ibnrParameters } from "./domain/ibnr-parameters.ts";

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
  "/v1/claims/ibnr": {
    get: {
      operationId: "getClaimsIbnr",
      tags: ["figures"],
      summary: "Claims incurred and not filed yet, or what is still to be paid",
      description:
        "Claims come months and years after the accident. From how the months before came in (chain ladder, by the delay from the occurrence to the claim's first statement) it says how many claims of a month there will be, with 95 % limits (Lawless 1994) and how often such limits held at 24 past cuts (`coverage`). " +
        "With `measure=paid` the same of the tenge that are stated as paid (`paidKzt`), with the standard errors of Mack (1993): of a month of which nothing is paid yet it says nothing. " +
        "Living claim records count, whatever became of them, by what they state now of band and day; with `by=band` the delay is until they state their present band. Of all insurers, or of one (`source`), which sees its own. It is no reserve in the books: it knows no discount, no inflation and no claim that is larger than any before.",
      parameters: queryParameters(ibnrParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "A row for each month and cell.",
          "ClaimsIbnr",
          "period,reported,expected,outstanding,lower,upper,standardError,share,reason,delaysFrom,widened,measure,watermark\r\n2026-01,120,186,66,167,207,,0.645161,,cell,,claims,0:812\r\n",
        ),
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
