/** Who may ask each operation, in the document: of the same entries that the routes are registered with. */
import { routeScopes } from "@qorgau/schemas/access/route-scopes";
import { scopes } from "@qorgau/schemas/access/scopes";
import type { RouteScope } from "@qorgau/schemas/access/scopes";

type Paths = Readonly<Record<string, object>>;

/** The operations with their `security`, and a sentence that names the scopes. Throws for one whose scope nobody states. */
export function scopedPaths<Documented extends Paths>(paths: Documented): Documented {
  const scoped = Object.entries(paths).map(([path, operations]) => {
    const described = Object.entries(operations as Readonly<Record<string, { readonly description?: string }>>).map(
      ([method, operation]) => {
        const name = `${method.toUpperCase()} ${path}`;
        const scope = (routeScopes as Readonly<Record<string, RouteScope>>)[name];
        if (scope === undefined) throw new Error(`${name} is described and states no scope`);
        return [
          method,
          { ...operation, ...securityOf(scope), description: [operation.description, sentenceOf(scope)].filter(Boolean).join(" ") },
        ];
      },
    );
    return [path, Object.fromEntries(described)];
  });
  return Object.fromEntries(scoped) as Documented;
}

/** Where tokens are not in use, as on the service's own machine, none is needed. */
function securityOf(scope: RouteScope) {
  return { security: scope === "open" ? [] : [...scope.map((one) => ({ token: [one] })), {}] };
}

function sentenceOf(scope: RouteScope): string {
  if (scope === "open") return "No token is needed.";
  if (scope.length === scopes.length) return "Scope of the token: any.";
  return `Scope of the token: ${scope.map((one) => `\`${one}\``).join(" or ")}.`;
}
