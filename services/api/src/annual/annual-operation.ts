/** `GET /v1/rollups/annual/{year}` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, tableRefusals, cubeResponse } from "../openapi/responses.ts";
import { annualChoices, yearParameter } from "./domain/annual-parameters.ts";

export const annualPaths = {
  "/v1/rollups/annual/{year}": {
    get: {
      operationId: "getAnnualRollup",
      tags: ["figures"],
      summary: "A year against the year before",
      description:
        "Kazakhstan in total and by region, sector, the mining and metallurgical complex (`complex`, beside section B), division, severity, sex, age band and main cause. " +
        "Percentages are rounded to two decimals, half away from zero; `changePercent` is null where the previous value is 0 and in a running year, whose figures have `toDate` in its place: the same days of both years. Diseases and poisonings are in no other figure. " +
        "`seriesBreak` names the regions that a split has put into one row less or more than the year before.",
      parameters: [...pathParameters(yearParameter), ...queryParameters(annualChoices, cutParameters, cubeFormParameters)],
      responses: {
        "200": cubeResponse(
          "The table.",
          "AnnualRollup",
          "year,scope,code,injured,injuredPrevious,injuredChangePercent\r\n2026,total,,1430,1568,-8.8\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
