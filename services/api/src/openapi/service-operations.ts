/** What machines and people ask of the service itself. */

const text = (description: string, mediaType: string) => ({ description, content: { [mediaType]: { schema: { type: "string" } } } });
const ready = {
  type: "object",
  required: ["ready"],
  properties: { ready: { type: "boolean" }, reason: { type: "string", description: "Why not yet." } },
};
const get = (operationId: string, summary: string, responses: object) => ({ get: { operationId, tags: ["service"], summary, responses } });

export const servicePaths = {
  "/healthz": get("getHealth", "Alive while the process lives", {
    "200": {
      description: "Alive.",
      content: { "application/json": { schema: { type: "object", required: ["alive"], properties: { alive: { const: true } } } } },
    },
  }),
  "/readyz": get("getReadiness", "Ready once what was in the log at the start is folded", {
    "200": { description: "Ready.", content: { "application/json": { schema: ready } } },
    "503": { description: "Not yet, with the reason.", content: { "application/json": { schema: ready } } },
  }),
  "/metrics": get("getMetrics", "Metrics for Prometheus", { "200": text("The text format of Prometheus.", "text/plain") }),
  "/openapi.json": get("getOpenApi", "This document", {
    "200": { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
  }),
  "/docs": get("getDocs", "This document as a page", { "200": text("A page.", "text/html") }),
  "/": get("getOverview", "The national picture as a page", { "200": text("A page.", "text/html") }),
};
