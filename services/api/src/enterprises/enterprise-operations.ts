/** `GET /v1/programmes/{programme}` and `GET /v1/riskmap` in the OpenAPI document. */
import { cubeFormParameters, formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { cubeResponse, knownAlready, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { riskMapParameters } from "./domain/riskmap-parameters.ts";
import { programmeParameters, programmePath } from "./domain/programme-parameters.ts";

export const enterprisePaths = {
  "/v1/programmes/{programme}": {
    get: {
      operationId: "getProgramme",
      tags: ["figures"],
      summary: "Enterprises with a programme and without",
      description:
        "Whether members of Vision Zero, insured enterprises, or those with a union or a collective agreement have fewer accidents: crude rates, a standardised ratio, before and after joining with controls of the same time, and the return to the mean. How far the programme reaches stands beside it, by region with `by=region`. " +
        "Person-years are those that are stated of enterprises themselves, and a month is a member's where the programme covers all of it. Without `inspect` figures of one enterprise or two are null (`confidential`). Every answer carries its `caveats`: none of the figures says that the programme was the cause.",
      parameters: [...pathParameters(programmePath), ...queryParameters(programmeParameters, cutParameters, cubeFormParameters)],
      responses: {
        "200": cubeResponse(
          "A row for each code of `by`; one without it.",
          "Programme",
          "region,coverageEnterprises,coverageCovered,coveragePercent,programme,watermark\r\nKZ-35,21426,4056,18.93,collective_agreement,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
  "/v1/riskmap": {
    get: {
      operationId: "getRiskMap",
      tags: ["figures"],
      summary: "Where to inspect first",
      description:
        "A worklist for the labour inspectorate, with a token for `inspect`; an enterprise sees its own row (`employer=`) by the token that it sends its events with. Two layers stand side by side and are never one number: the points of the order's check-list, and whether accidents outnumber those of enterprises of the same section and size. " +
        "Silence is told where it would be rare by chance (`silent`, `fewLight`). Nothing that the bureau of statistics states is used. `decision` is null: a score is a reason to look, and a named office decides. Who was shown it stands in the audit trail.",
      parameters: queryParameters(riskMapParameters, cutParameters, formParameters),
      responses: {
        "200": tableResponse(
          "A row for each enterprise.",
          "RiskMap",
          "employer,region,sector,size,administrativeScore,administrativeBand,statisticalAccidents,statisticalProbability,decision,watermark\r\n200140000004,KZ-35,B,250-499,29.5,low,5,0.364621,,0:812\r\n",
        ),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
