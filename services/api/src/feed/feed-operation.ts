/** `GET /v1/feed` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, refusedForm, refusedRequest, unavailable } from "../openapi/responses.ts";
import { atomMediaType } from "./atom-feed.ts";
import { feedParameters } from "./feed-parameters.ts";

export const feedPaths = {
  "/v1/feed": {
    get: {
      operationId: "getFeed",
      tags: ["figures"],
      summary: "Releases and their revisions, or signals, as an Atom feed",
      description:
        "Atom 1.0 (RFC 4287), in the language of `lang`, a hundred entries at most. Ids stay the same for ever; links are relative to the feed. " +
        "Without parameters an entry for each of the last releases, the newest first. A release that supersedes another is a `revision` by its category, with its reason; the entry of the superseded one is updated. Links lead to the release, to the annual rollup and the explanation of its cut, and of a revision to what has changed since the one before. Open without a token where releases are. " +
        "With `of=signals` an entry for each signal of the log (`recorded` of `/v1/signals`), those first of which something was said last: it is updated where more have died of its accident and where it was acknowledged or closed, which its category says. Links lead to the signal, which tells what is known now, and to the same computed again from its cut, of its own place. Who sees it is decided as for `/v1/signals`, by `region` and `sector`; it is open to nobody without a token where callers need one.",
      parameters: queryParameters(feedParameters, formParameters.pick({ lang: true })),
      responses: {
        "200": { description: "The feed.", content: { [atomMediaType]: { schema: { type: "string" } } } },
        "304": knownAlready,
        "400": refusedRequest,
        "401": problemResponse(
          "Without a token where callers need one and releases are not open to all (QG-0851), or with one that is not known.",
        ),
        "403": problemResponse(
          "Signals of places beyond the token's limits (QG-0846, QG-0848), with a token that reads no figures (QG-0853), or without one where releases are open to all (QG-0890).",
        ),
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
