/** `GET /v1/quality` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, refusedForm, refusedRequest, tableResponse, unavailable } from "../openapi/responses.ts";
import { qualityParameters } from "./domain/quality-query.ts";

export const qualityPaths = {
  "/v1/quality": {
    get: {
      operationId: "getQuality",
      tags: ["figures"],
      summary: "How good the reporting is",
      description:
        "Who told what, how late, and where it does not fit. Periods are those of the date of occurrence: a record belongs to the date that it tells now (of exposure, where its period begins; withdrawn, to the date it told last), a case to the date of its highest-standing statement. " +
        "Days are to one decimal; medians and 90th percentiles are by nearest rank, that is values which occurred. A delay begins and ends at effective stamps of the log; `told` ones at the reporter's own `time`. An occurrence of which only the date is told counts as noon at +05:00 of that date. " +
        "To a caller who reads for its own sources alone (`own`) the values and severities that others tell are null: it learns that they tell otherwise, and of which field. " +
        "`rejected` is null: what the ingest endpoint rejects is in no log, so no answer that can be given again could hold it; `/v1/status` and `/metrics` count it for the process. " +
        "The answer is read from every statement of its days: some seconds for 100,000 of them. Such questions are answered one at a time.",
      parameters: queryParameters(qualityParameters, cutParameters, formParameters),
      responses: {
        "200": {
          ...tableResponse(
            "The tables, or the one asked for.",
            "Quality",
            "period,source,records,statements,revisions,withdrawn,lagMedianDays,watermark\r\n2026,urn:kz:bin:200140000004,92,120,28,1,2.5,0:812\r\n",
          ),
        },
        "304": knownAlready,
        "400": refusedRequest,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
