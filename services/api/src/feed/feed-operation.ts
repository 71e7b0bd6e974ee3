/** `GET /v1/feed` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, refusedForm, refusedRequest, unavailable } from "../openapi/responses.ts";
import { atomMediaType } from "./feed-document.ts";

export const feedPaths = {
  "/v1/feed": {
    get: {
      operationId: "getFeed",
      tags: ["figures"],
      summary: "Releases and their revisions as an Atom feed",
      description:
        "Atom 1.0 (RFC 4287): an entry for each of the last hundred releases, the newest first, in the language of `lang`. A release that supersedes another is a `revision` by its category, with its reason; the entry of the superseded one is updated. Links lead to the release, to the annual rollup and the explanation of its cut, and of a revision to what has changed since the one before. Open without a token where releases are.",
      parameters: queryParameters(formParameters.pick({ lang: true })),
      responses: {
        "200": { description: "The feed.", content: { [atomMediaType]: { schema: { type: "string" } } } },
        "304": knownAlready,
        "400": refusedRequest,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
