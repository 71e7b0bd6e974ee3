/** `GET /v1/dead-letters` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "../openapi/parameters-of.ts";
import { refusedForm, refusedRequest, tableResponse, unavailable } from "../openapi/responses.ts";
import { deadLettersParameters } from "./domain/dead-letters-query.ts";

export const deadLettersPaths = {
  "/v1/dead-letters": {
    get: {
      operationId: "getDeadLetters",
      tags: ["events"],
      summary: "What of a reporter's Kafka messages could not be accepted, and why",
      description:
        "Of the reporter's inbound topic, the one that was put aside last first: where the message is, each fault with its rule, and whether it got in by a replay since. Nothing of its content is shown but the names of the record, as far as they could be checked. " +
        "They are no part of the log, so that there is no `asOf`: a later page tells what holds then. Of the topic the latest ten thousand letters of all reporters are looked at (`complete`); the command `npm run dead-letters` reads them all. " +
        "Where the service has no Kafka cluster, or may not read the topic, `available` is false and `reason` says which; by HTTP the answer to the sender has told of every fault.",
      parameters: queryParameters(deadLettersParameters, formParameters),
      responses: {
        "200": tableResponse(
          "A page of them.",
          "DeadLetters",
          "source,topic,partition,offset,writtenAt,subject,errors,available\r\nurn:kz:bin:200140000004,qorgau.inbound.mine.v1,0,812,2026-02-03T07:10:00.482Z,N1-2026-0017,QG-0421 /data/severity,true\r\n",
        ),
        "400": refusedRequest,
        "406": refusedForm,
        "503": unavailable,
      },
    },
  },
};
