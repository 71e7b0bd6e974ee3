/** The operations about the service itself. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "./parameters-of.ts";
import { reference, refusedForm, refusedRequest, tableRefusals, tableResponse } from "./responses.ts";

const text = (description: string, mediaType: string) => ({ description, content: { [mediaType]: { schema: { type: "string" } } } });
const json = (schema: string) => ({ "application/json": { schema: reference(schema) } });
const get = (operationId: string, summary: string, responses: object) => ({ get: { operationId, tags: ["service"], summary, responses } });

export const servicePaths = {
  "/v1/status": {
    get: {
      operationId: "getStatus",
      tags: ["service"],
      summary: "How far the figures follow the log",
      parameters: queryParameters(formParameters),
      responses: {
        "200": tableResponse("The state of the pipeline.", "PipelineStatus", "watermark,end,lag\r\n0:812,0:812,0\r\n"),
        ...tableRefusals,
      },
    },
  },
  "/v1/rules": {
    get: {
      operationId: "getRules",
      tags: ["service"],
      summary: "Every permanent rule id, in English, Russian and Kazakh",
      parameters: queryParameters(formParameters),
      responses: {
        "200": tableResponse("The rules.", "Rules", "id,level,messageEn,messageRu,messageKk\r\nQG-0101,error,This is not JSON.,…,…\r\n"),
        "400": refusedRequest,
        "406": refusedForm,
      },
    },
  },
  "/healthz": get("getHealth", "Alive while the process lives", {
    "200": { description: "Alive.", content: json("Health") },
  }),
  "/readyz": get("getReadiness", "Ready once what was in the log at the start is folded", {
    "200": { description: "Ready.", content: json("Readiness") },
    "503": {
      description: "Not yet, or not any more: the service is starting or stopping. With the reason.",
      content: json("Readiness"),
    },
  }),
  "/metrics": get("getMetrics", "Metrics for Prometheus", { "200": text("The text format of Prometheus.", "text/plain") }),
  "/openapi.json": get("getOpenApi", "This document", {
    "200": { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
  }),
  "/docs": get("getDocs", "This document as a page", { "200": text("A page.", "text/html") }),
  "/": get("getOverview", "The national picture as a page", { "200": text("A page.", "text/html") }),
};
