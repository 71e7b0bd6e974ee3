/** `GET /v1/signals` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { signalsParameters } from "./domain/signals-parameters.ts";

export const signalsPaths = {
  "/v1/signals": {
    get: {
      operationId: "getSignals",
      tags: ["figures"],
      summary: "Which series to look at, at a stated rate of false alarms",
      description:
        "Sixty declared series are watched: accidents of the country, of each region and of each section, and fatal accidents of each region. The operator states how many false alarms a month all of them together may raise (`falseAlarms`), and each series gets its share. " +
        "The detector follows from how many accidents a week are expected: Farrington Flexible (Noufaily 2013), a Poisson CUSUM against twice the expected number (Lucas 1985), or the days between accidents. It is fixed on 1 January, counts accidents and not victims, holds them against the exposure of their time, and judges a week four weeks after its end, by what was registered then. " +
        "Accidents and acute poisonings that two or more died of are told beside, at once and outside the budget. " +
        "A signal is a reason to look, and no finding. With `asOf` the same signals are computed again. " +
        "New accidents that are reported later change no earlier signal; corrections, withdrawals, further victims, days of entry before the report, backlogs of new reporters and later statements of exposure can: whoever watches asks with `from` some weeks back, and keeps what was shown.",
      parameters: queryParameters(signalsParameters, cutParameters, formParameters),
      responses: {
        "200": tableResponse(
          "The signals, the latest first.",
          "Signals",
          "raised,measure,scope,region,sector,detector,from,to,observed,victims,expected,statistic,limit,p,exposure,falseAlarms,declared,runLength,lagWeeks,watermark\r\n2026-06-29,accidents,region,KZ-35,,poisson_cusum,2026-05-04,2026-05-31,11,13,4.2,5.1,4.9,,301233,1,60,260.893,4,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
