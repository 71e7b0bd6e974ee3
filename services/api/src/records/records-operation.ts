/** `GET /v1/records` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { cutParameters } from "../http/cut-parameters.ts";
import { queryParameters } from "../openapi/parameters-of.ts";
import { knownAlready, problemResponse, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { recordListParameters, recordParameters } from "./domain/record-parameters.ts";

/** Of one record and of the list together: without a subject the list is meant. */
const eitherParameters = recordListParameters.extend({ subject: recordParameters.shape.subject.optional() });
const csvExample = "source,subject,entity,position,revision,stands,why\r\nurn:kz:bin:200140000004,N1-2026-0017,case,0:812,1,true,\r\n";

export const recordsPaths = {
  "/v1/records": {
    get: {
      operationId: "getRecords",
      tags: ["events"],
      summary: "What is held of a reporter's records, or of one of them, and whether they count",
      description:
        "With `subject` one record: every statement of it in the order of the log, with its place and stamps, which one stands and why the others do not; its case with the other records that tell of it, " +
        "and whether it counts and why not. Without it all records of the reporter, page by page (`limit`, `cursor`), the one that was told of last first: its last statement, what it says now, and whether it counts. " +
        "Every page is of the cut of the first one. To a caller who reads for its own sources alone the severity and the relation to work of a case that others tell of are null. What stands beside the cases (status of an enterprise, statistics of the inspection, dangerous occurrences) is listed alike and counts in no figure; what an enterprise is in is shown to a token for `inspect` and to its reporter. Data is as stored: pseudonyms in place of personal identifiers.",
      parameters: queryParameters(eitherParameters, cutParameters, formParameters),
      responses: {
        "200": {
          ...tableResponse("The records of that name, or a page of all.", "RecordAnswer", csvExample),
          content: {
            ...tableResponse("", "RecordAnswer", csvExample).content,
            "application/json": { schema: { anyOf: [reference("RecordAnswer"), reference("RecordList")] } },
          },
        },
        "404": problemResponse("No statement of such a record is held at this cut."),
        "304": knownAlready,
        ...tableRefusals,
      },
    },
  },
};
