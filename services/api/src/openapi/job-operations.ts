/** The operator's jobs: `POST` starts one or joins the one under way, `GET` gives the state of the last one. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "./parameters-of.ts";
import { problemResponse, refusedForm, refusedRequest, tableResponse, unavailable } from "./responses.ts";

const notHere = problemResponse("A read API in a process of its own: jobs are the aggregator's.");
const refusals = { "400": refusedRequest, "404": notHere, "406": refusedForm };
const elsewhere = problemResponse(
  "A token that is not for operating; without tokens, asked from another machine, or by a page of another site.",
);

const anotherMember = problemResponse("Of several aggregators another one publishes the figures, and runs the jobs; the message names it.");

function job(name: string, schema: string, texts: { readonly start: string; readonly description: string; readonly csv: string }) {
  const status = tableResponse("How it stands.", schema, texts.csv);
  return {
    get: {
      operationId: `get${name}`,
      tags: ["operations"],
      summary: `How the last ${name.toLowerCase()} stands`,
      parameters: queryParameters(formParameters),
      responses: { "200": status, ...refusals },
    },
    post: {
      operationId: `start${name}`,
      tags: ["operations"],
      summary: texts.start,
      description: texts.description,
      parameters: queryParameters(formParameters),
      responses: {
        "202": { ...status, description: "It runs; how far it has come." },
        ...refusals,
        "403": elsewhere,
        "409": anotherMember,
        "503": unavailable,
      },
    },
  };
}

export const jobPaths = {
  "/v1/operations/rebuild": job("Rebuild", "RebuildStatus", {
    start: "Folds the whole log again into new tables",
    description:
      "The old tables answer meanwhile; then all of them change places, and every number is the same as before. It needs as much room in the store again.",
    csv: "state,startedAt,endedAt,reason,folded,total\r\nrunning,2026-11-22T02:00:00.000Z,,,120000,800000\r\n",
  }),
  "/v1/operations/reconciliation": job("Reconciliation", "ReconciliationStatus", {
    start: "Counts every published row again from the journal",
    description:
      "The service does so all the time with a few rows taken at random. What differs is logged, counted in the metrics and published anew.",
    csv: "state,startedAt,endedAt,reason,checked,differences\r\ndone,2026-11-22T02:00:00.000Z,2026-11-22T02:00:09.000Z,,41234,0\r\n",
  }),
};
