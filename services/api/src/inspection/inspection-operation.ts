/** `GET /v1/reports/c81/{year}` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { yearParameter } from "../annual/domain/annual-parameters.ts";
import { cutParameters } from "../http/cut-parameters.ts";
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { c81Parameters } from "./domain/c81-parameters.ts";

export const inspectionPaths = {
  "/v1/reports/c81/{year}": {
    get: {
      operationId: "getC81Report",
      tags: ["figures"],
      summary: "The yearly report of the labour inspection",
      description:
        "What articles 20 and 21 of ILO Convention 81 ask for (C129 article 27 alike): laws, inspectors, workplaces and workers liable, visits, infringements and penalties as the inspectorate states them; accidents and diseases by section, occupation and cause, fatal or not, at the cut of a release. Mines and dangerous occurrences without a victim (C176) stand apart. " +
        "What nobody stated is null with `not_stated`, and prints “not available”: never 0; so is what several statements of one area state differently (`conflict`). Regions are summed only where all of them state a figure. `format=xlsx` is the printed report, in the language of `lang`.",
      parameters: [...pathParameters(yearParameter), ...queryParameters(c81Parameters, cutParameters, formParameters)],
      responses: {
        "200": tableResponse(
          "The report.",
          "C81Report",
          "part,kind,by,name,value,fatal,nonFatal,reason,year,watermark\r\nfigure,,,workersLiable,1200000,,,,2025,0:812\r\n",
        ),
        "304": knownAlready,
        "404": problemResponse("There is no release of that name (QG-0864)."),
        ...tableRefusals,
      },
    },
  },
};
