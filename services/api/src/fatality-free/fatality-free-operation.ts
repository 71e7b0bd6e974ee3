/** `GET /v1/fatality-free-days` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, refusedForm, refusedRequest, cubeResponse, unavailable } from "../openapi/responses.ts";
import { fatalityFreeParameters } from "./domain/fatality-free-parameters.ts";

export const fatalityFreePaths = {
  "/v1/fatality-free-days": {
    get: {
      operationId: "getFatalityFreeDays",
      tags: ["figures"],
      summary: "Days since somebody last died, and the longest such spell",
      description:
        "By the dates of occurrence of counting fatal cases: full days after the last one, and the longest run of days without one. A cell is observed up to `until`, or up to `silentSince`, the last day of which anything was stated for it, where that is earlier. " +
        "Filters are those of `/v1/rates`. Without `from` a cell is observed from its first fatality on, since before it nobody knows whether it was told of. " +
        "Only a cell with a counting case has a row. `withoutAccident` of `/v1/rates` tells what one disaster does to a rate.",
      parameters: queryParameters(fatalityFreeParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "A row for each cell.",
          "FatalityFree",
          "mine,fatalities,fatalDays,lastFatalOn,daysSince,longestDays,until,watermark\r\nkostenko,51,2,2023-10-28,95,71,2024-01-31,0:812\r\n",
        ),
        "304": knownAlready,
        "400": refusedRequest,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
