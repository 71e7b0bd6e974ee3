/** `GET /v1/releases/{id}/quality` in the OpenAPI document. */
import { pathParameters, queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, reference, refusedForm, refusedRequest, unavailable } from "../openapi/responses.ts";
import { releasePath } from "../releases/release-parameters.ts";
import { qualityMediaTypes, releaseQualityParameters } from "./release-quality-parameters.ts";

export const releaseQualityPaths = {
  "/v1/releases/{id}/quality": {
    get: {
      operationId: "getReleaseQuality",
      tags: ["figures"],
      summary: "How good a release is",
      description:
        "The quality report of a release by the sections of ESMS and SIMS 2.0: definitions and rules (S.3); what cases do not state, likely duplicates as a bound, and coverage by two lists (S.13, Chapman); how late (S.14); coherence and breaks (S.15); revisions over releases (S.17); denominators, how often the nowcast held, and disclosure (S.18). " +
        "Everything is of the cut of the release and of the releases up to it: the same whatever is reported later, under the merging rules that the answer names. Accuracy is of the victims of accidents that happened in the year. It reads every case of the year: such questions are answered one at a time.",
      parameters: [...pathParameters(releasePath), ...queryParameters(releaseQualityParameters)],
      responses: {
        "200": {
          description: "The report.",
          content: {
            [qualityMediaTypes.json]: { schema: reference("ReleaseQuality") },
            [qualityMediaTypes.esms]: { schema: { type: "string" } },
            [qualityMediaTypes.xlsx]: { schema: { type: "string", format: "binary" } },
          },
        },
        "304": knownAlready,
        "400": refusedRequest,
        "404": problemResponse("There is no such release (QG-0864)."),
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
