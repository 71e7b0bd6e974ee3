/** `GET /v1/live` in the OpenAPI document. */
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import { queryParameters } from "../openapi/parameters-of.ts";
import { problemResponse, reference, refusedRequest, unavailable } from "../openapi/responses.ts";
import { ratesParameters } from "../rates/domain/parameters/rates-parameters.ts";
import { eventStreamMediaType } from "./domain/event-stream.ts";
import { liveCutParameters, liveFormParameters } from "./live-parameters.ts";

const example = [
  "retry: 2000",
  "",
  "event: snapshot",
  "id: 0:812",
  'data: {"asOf":null,"watermark":"0:812","rules":2,"measure":"injured","per":"none","rows":[{"period":"2026","region":"KZ-35","count":91}]}',
  "",
  "event: behind",
  'data: {"records":2,"ready":true,"rule":null}',
  "",
  "event: change",
  "id: 0:814",
  'data: {"since":"0:812","by":["region"],"asOf":null,"watermark":"0:814","rules":2,"measure":"injured","per":"none","changed":[{"place":0,"row":{"period":"2026","region":"KZ-35","count":92}}],"removed":[]}',
  "",
  "",
].join("\n");

/** One event, as OpenAPI 3.2 has them: a stream is the list of its events, and the data are a text that holds JSON. */
function event(name: LiveEvent, schema: object) {
  const data = { type: "string", description: "One line.", contentMediaType: "application/json", contentSchema: schema };
  const id = name === "behind" ? {} : { id: { type: "string", description: "The watermark." } };
  return { type: "object", required: ["event", "data"], properties: { event: { const: name, description: "Its name." }, ...id, data } };
}

const tables = { anyOf: [reference("RatesAnswer"), reference("OpenRates")] };

const events = {
  type: "array",
  items: { oneOf: [event("snapshot", tables), event("change", reference("RatesChange")), event("behind", reference("LiveBehind"))] },
};

export const livePaths = {
  "/v1/live": {
    get: {
      operationId: "followRates",
      tags: ["figures"],
      summary: "Counts and rates as they change",
      description:
        "Without a token, where the service is open to all, the open tables of `/v1/rates` (`OpenRates`), an event for each batch. " +
        "The table of `/v1/rates` as server-sent events, with the same parameters but those of a past cut and of another form. " +
        "`snapshot` (`RatesAnswer`): the very answer that `/v1/rates` gives. `change` (`RatesChange`): what makes the next answer of it. All members at the top are those of the new answer; of the rows you hold, drop those that `removed` names and those that a row of `changed` has the same `period` and members of `by` as, then put each row of `changed` in at its `place`, in the order given. The result is the answer of `/v1/rates` at that watermark. " +
        "A new `snapshot` comes where the basis of the denominators changes, and to whoever has missed something. `behind` (`LiveBehind`): how many records of the log are not in the figures yet, where that changes; it has no `id`. A comment comes every 15 seconds. " +
        "The `id` of an event is its watermark: sent back as `Last-Event-ID`, it gets what changed since then, or a snapshot. Figures change at most twice a second. " +
        "Read it with `fetch` where a token is needed: `EventSource` sends no `Authorization`, and a token never stands in an address.",
      parameters: [
        ...queryParameters(ratesParameters, liveCutParameters, liveFormParameters),
        {
          name: "Last-Event-ID",
          in: "header",
          description: "The `id` of the last event that was read; clients that connect again send it by themselves.",
          schema: { type: "string", examples: ["0:812"] },
        },
      ],
      responses: {
        "200": {
          description: "Events, for as long as the caller stays.",
          headers: { "Cache-Control": { description: "`no-cache, no-transform`.", schema: { type: "string" } } },
          content: { [eventStreamMediaType]: { schema: events, example } },
        },
        "400": refusedRequest,
        "406": problemResponse("The Accept header refuses event streams."),
        "429": {
          ...problemResponse("This caller has as many streams open as are left for everybody else (QG-0876)."),
          headers: unavailable.headers,
        },
        "503": unavailable,
      },
    },
  },
};
