/** `GET /v1/rates` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, tableRefusals, cubeResponse } from "../openapi/responses.ts";
import { ratesParameters } from "./domain/parameters/rates-parameters.ts";

export const ratesPaths = {
  "/v1/rates": {
    get: {
      operationId: "getRates",
      tags: ["figures"],
      summary: "Counts and rates by period and cell",
      description:
        "Without a token, where the service is open to all (`QORGAU_PUBLIC`), a closed list of protected tables is answered (`OpenRates`): `measure=injured` by year, quarter or month, by at most two of `region, sector, severity, kind, sex, ageBand, cause`, or by `region, division` by years; whole periods, no filter, no past cut, no comparison; anything else is 403 (`QG-0890`). " +
        "One table computed from one cut of the log. No rate comes without its denominator, unit, interval and status: where exposure is missing the count stands with `rate: null` and a reason. " +
        "Intervals are exact Poisson (Garwood), 95 %, unless chosen otherwise; an answer repeats the choices it was asked with and names the one basis of its denominators. Of an answer of more than 20,000 rows nothing is given (400, `QG-0870`). In CSV each row repeats measure, per, asOf, watermark and rules, so that a file can be cited; an apostrophe stands before every `=`, `+`, `-` and `@` (and before the apostrophes in front of it) at the beginning of a text and behind every comma, semicolon, tab or line break in it, spaces and quotes between them passed over, and before a tab or line break that begins a text: no spreadsheet runs a formula, however it cuts the file. To have the text as it was, take one apostrophe away at each such place.",
      parameters: queryParameters(ratesParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "The table.",
          "RatesAnswer",
          "period,region,count,exposure,rate,lower,upper,measure,per,watermark\r\n2026,KZ-35,92,301233,0.305411,0.246205,0.37456,injured,1000_workers,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
