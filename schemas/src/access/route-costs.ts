/**
 * What a request costs its caller, by route: the budget that it is taken from. A route states it where it is registered, beside its scope; one that
 * states none costs a read. `free`: what is in memory or a file, or what a probe needs. `reads`: an answer from the published tables. `dearReads`: one that is
 * worked out from records, or work of minutes. `events`: each event that is sent costs one.
 */
import type { RouteScope } from "./scopes.ts";
import { routeScopes } from "./route-scopes.ts";
import type { ScopedRoute } from "./route-scopes.ts";

export const routeCosts = {
  "POST /v1/events": "events",
  "POST /v1/events:validate": "events",
  "GET /v1/rates": "reads",
  "GET /v1/live": "reads",
  "GET /sdmx/2.1/data/{flow}": "dearReads",
  "GET /sdmx/2.1/data/{flow}/{key}": "dearReads",
  "GET /sdmx/2.1/data/{flow}/{key}/{provider}": "dearReads",
  "GET /sdmx/2.1/{artefact}": "reads",
  "GET /sdmx/2.1/{artefact}/{agency}": "reads",
  "GET /sdmx/2.1/{artefact}/{agency}/{id}": "reads",
  "GET /sdmx/2.1/{artefact}/{agency}/{id}/{version}": "reads",
  "GET /v1/indicators": "reads",
  "GET /v1/indicators/{code}": "reads",
  "GET /indicators": "reads",
  "GET /indicators/{code}": "reads",
  "GET /v1/rollups/annual/{year}": "reads",
  "GET /v1/funnel": "reads",
  "GET /v1/nowcast": "dearReads",
  "GET /v1/signals": "dearReads",
  "GET /v1/signals/precision": "reads",
  "GET /v1/signals/{signal}": "dearReads",
  "POST /v1/signals/{signal}/acknowledgements": "dearReads",
  "GET /v1/fatality-free-days": "reads",
  "GET /v1/programmes/{programme}": "dearReads",
  "GET /v1/reports/c81/{year}": "dearReads",
  "GET /v1/riskmap": "dearReads",
  "GET /v1/clocks": "dearReads",
  "GET /v1/claims": "dearReads",
  "GET /v1/claims/ibnr": "dearReads",
  "GET /v1/explain": "dearReads",
  "GET /v1/revisions": "dearReads",
  "GET /v1/records": "dearReads",
  "GET /v1/quality": "dearReads",
  "GET /v1/dead-letters": "dearReads",
  "GET /v1/releases": "reads",
  "POST /v1/releases": "dearReads",
  "GET /v1/releases/{id}": "reads",
  "GET /v1/releases/{id}/quality": "dearReads",
  "GET /v1/releases/{id}/signature": "reads",
  "GET /v1/releases/{id}/differences": "dearReads",
  "GET /v1/feed": "reads",
  "GET /v1/webhooks": "reads",
  "POST /v1/webhooks": "dearReads",
  "GET /v1/webhooks/{id}": "reads",
  "DELETE /v1/webhooks/{id}": "reads",
  "GET /v1/webhooks/{id}/attempts": "reads",
  "POST /v1/webhooks/{id}/replay": "dearReads",
  "POST /v1/webhooks/{id}/secret": "dearReads",
  "GET /v1/operations/rebuild": "reads",
  "POST /v1/operations/rebuild": "dearReads",
  "GET /v1/operations/reconciliation": "reads",
  "POST /v1/operations/reconciliation": "dearReads",
  "GET /v1/audit": "dearReads",
  "GET /v1/status": "reads",
  "GET /v1/proofs": "reads",
  "GET /v1/checkpoints": "reads",
  "GET /metrics": "reads",
  "GET /v1/rules": "reads",
  "GET /healthz": "free",
  "GET /readyz": "free",
  "GET /openapi.json": "reads",
  "GET /asyncapi.json": "reads",
  "GET /schemas": "reads",
  "GET /schemas/{name}": "reads",
  "GET /docs": "reads",
  "GET /": "reads",
} as const satisfies Readonly<Record<ScopedRoute, RouteCost>>;

export type RouteCost = "free" | "reads" | "dearReads" | "events";

/** What a route states where it is registered. */
export function routeAccess(route: ScopedRoute): { readonly scope: RouteScope; readonly cost: RouteCost } {
  return { scope: routeScopes[route], cost: routeCosts[route] };
}
