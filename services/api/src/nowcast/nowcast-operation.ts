/** `GET /v1/nowcast` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, tableRefusals, cubeResponse } from "../openapi/responses.ts";
import { nowcastParameters } from "./domain/nowcast-parameters.ts";

export const nowcastPaths = {
  "/v1/nowcast": {
    get: {
      operationId: "getNowcast",
      tags: ["figures"],
      summary: "What recent periods will be once late reports are in",
      description:
        "Cases are told of days to months after they happen, so that the last months always look better than they were. The nowcast learns from past periods how reports come in (chain ladder by delay of registration) and says how many a period will have in the end, with 95 % limits (Lawless 1994). " +
        "Beside it stands how often it was right: it is made again at past cuts from what was registered by then (`coverage`), and where that missed too often the limits are widened, or there is no nowcast. " +
        "Periods up to the last whole one; of the running month `toDate` in `cells`. With `measure=fatal` it says how many a period will be known to have died of, cases that turn fatal months later among them. Cells have delays of their own and do not add up. It is no forecast: it tells of what happened already. Not for judging a single enterprise or office.",
      parameters: queryParameters(nowcastParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "A row for each period and cell.",
          "Nowcast",
          "period,reported,nowcast,lower,upper,share,reason,rate,rateLower,rateUpper,delaysFrom,watermark\r\n2026-01,120,186,167,207,0.645161,,0.0186,0.0154212,0.022241,cell,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
