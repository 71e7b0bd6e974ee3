/**
 * Which scopes each route needs, any one of them. A route states its entry where it is registered, and its operation in the OpenAPI document
 * is made of the same entry; a test compares the two.
 */
import { scopes } from "./scopes.ts";
import type { RouteScope } from "./scopes.ts";

/** Named as in the OpenAPI document. Within a route a question may need more: see the API's `access` folder. */
export const routeScopes = {
  "POST /v1/events": ["send"],
  "POST /v1/events:validate": ["send"],
  "GET /v1/rates": ["figures"],
  "GET /v1/live": ["figures"],
  "GET /sdmx/2.1/data/{flow}": ["figures"],
  "GET /sdmx/2.1/data/{flow}/{key}": ["figures"],
  "GET /sdmx/2.1/data/{flow}/{key}/{provider}": ["figures"],
  "GET /sdmx/2.1/{artefact}": "open",
  "GET /sdmx/2.1/{artefact}/{agency}": "open",
  "GET /sdmx/2.1/{artefact}/{agency}/{id}": "open",
  "GET /sdmx/2.1/{artefact}/{agency}/{id}/{version}": "open",
  // What figures are, and none of them; a citation names a cut, or a release.
  "GET /v1/indicators": ["figures", "release"],
  "GET /v1/indicators/{code}": ["figures", "release"],
  "GET /indicators": "open",
  "GET /indicators/{code}": "open",
  "GET /v1/rollups/annual/{year}": ["figures"],
  "GET /v1/funnel": ["figures"],
  "GET /v1/nowcast": ["figures"],
  "GET /v1/signals": ["figures"],
  "GET /v1/signals/precision": ["figures"],
  "GET /v1/signals/{signal}": ["figures"],
  // Whoever may see it, officials and inspectors, may say what became of it.
  "POST /v1/signals/{signal}/acknowledgements": ["figures"],
  "GET /v1/fatality-free-days": ["figures"],
  "GET /v1/programmes/{programme}": ["figures"],
  "GET /v1/reports/c81/{year}": ["figures"],
  // An enterprise sees its own row.
  "GET /v1/riskmap": ["inspect", "own"],
  "GET /v1/clocks": ["figures"],
  "GET /v1/claims": ["figures", "own", "cases"],
  "GET /v1/claims/ibnr": ["figures", "own"],
  // `inspect`: of the risk map alone.
  "GET /v1/explain": ["cases", "inspect"],
  "GET /v1/revisions": ["cases"],
  "GET /v1/records": ["cases", "own"],
  "GET /v1/quality": ["cases", "own"],
  "GET /v1/dead-letters": ["cases", "own"],
  "GET /v1/releases": ["figures", "release"],
  "POST /v1/releases": ["release"],
  "GET /v1/releases/{id}": ["figures", "release"],
  "GET /v1/releases/{id}/quality": ["figures"],
  "GET /v1/releases/{id}/signature": ["figures", "release"],
  "GET /v1/releases/{id}/differences": ["cases"],
  "GET /v1/feed": ["figures", "release"],
  // What each type needs is decided by its own route: see the API's `webhooks` folder. Nobody sees another's, but operators.
  "GET /v1/webhooks": ["figures", "own", "release", "operate"],
  "POST /v1/webhooks": ["figures", "own", "release"],
  "GET /v1/webhooks/{id}": ["figures", "own", "release", "operate"],
  "DELETE /v1/webhooks/{id}": ["figures", "own", "release", "operate"],
  "GET /v1/webhooks/{id}/attempts": ["figures", "own", "release", "operate"],
  "POST /v1/webhooks/{id}/replay": ["figures", "own", "release", "operate"],
  "POST /v1/webhooks/{id}/secret": ["figures", "own", "release", "operate"],
  "GET /v1/operations/rebuild": ["operate", "figures"],
  "POST /v1/operations/rebuild": ["operate"],
  "GET /v1/operations/reconciliation": ["operate", "figures"],
  "POST /v1/operations/reconciliation": ["operate"],
  "GET /v1/audit": ["operate"],
  // How the service fares: for whoever has a token.
  "GET /v1/status": scopes,
  // Hashes alone: they tell nothing of a record to who does not have it.
  "GET /v1/proofs": scopes,
  "GET /v1/checkpoints": scopes,
  "GET /metrics": ["operate", "figures"],
  "GET /v1/rules": "open",
  "GET /healthz": "open",
  "GET /readyz": "open",
  "GET /openapi.json": "open",
  "GET /asyncapi.json": "open",
  "GET /schemas": "open",
  "GET /schemas/{name}": "open",
  "GET /docs": "open",
  "GET /": "open",
} as const satisfies Readonly<Record<string, RouteScope>>;
export type ScopedRoute = keyof typeof routeScopes;
