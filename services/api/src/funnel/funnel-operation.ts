/** `GET /v1/funnel` in the OpenAPI document. */
import { cubeFormParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, tableRefusals, cubeResponse } from "../openapi/responses.ts";
import { funnelParameters } from "./domain/funnel-parameters.ts";

export const funnelPaths = {
  "/v1/funnel": {
    get: {
      operationId: "getFunnel",
      tags: ["figures"],
      summary: "Which areas differ from the others more than chance allows",
      description:
        "A funnel plot (Spiegelhalter 2005) in place of a league table: each area's rate beside the rate of all of them together, and the limits within which chance alone would leave it, the wider the smaller the area. " +
        "Where the areas spread more than chance allows, the limits are inflated, and the answer says so (`overdispersed`). A word says where an area lies; there is no rank, and rows go by code. " +
        "An area without exposure has no place and stands in the rows with its reason. `curves` holds the limits for a page to draw.",
      parameters: queryParameters(funnelParameters, cutParameters, cubeFormParameters),
      responses: {
        "200": cubeResponse(
          "A row for each area.",
          "Funnel",
          "region,count,exposure,rate,expected,limitsUpper95,word,target,watermark\r\nKZ-35,19,180000,0.105556,7.65143,0.0722083,above_95,0.042508,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
