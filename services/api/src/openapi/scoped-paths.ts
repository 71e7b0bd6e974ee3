/** Who may ask each operation, and from which budget it is taken, in the document: of the same entries that the routes are registered with. */
import { routeCosts } from "@qorgau/schemas/access/route-costs";
import type { RouteCost } from "@qorgau/schemas/access/route-costs";
import { routeScopes } from "@qorgau/schemas/access/route-scopes";
import { scopes } from "@qorgau/schemas/access/scopes";
import type { RouteScope } from "@qorgau/schemas/access/scopes";
import { problemResponse, unavailable } from "./responses.ts";

type Paths = Readonly<Record<string, object>>;

interface Operation {
  readonly description?: string;
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}
interface DescribedResponse {
  readonly description: string;
  readonly headers?: object;
  readonly content?: object;
}

/** The operations with their `security`, what refuses too many of them, and sentences that name scopes and budget. Throws for one whose scope nobody states. */
export function scopedPaths<Documented extends Paths>(paths: Documented): Documented {
  const scoped = Object.entries(paths).map(([path, operations]) => {
    const described = Object.entries(operations as Readonly<Record<string, Operation>>).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const scope = (routeScopes as Readonly<Record<string, RouteScope>>)[name];
      const cost = (routeCosts as Readonly<Record<string, RouteCost>>)[name];
      if (scope === undefined || cost === undefined) throw new Error(`${name} is described and states no scope or no cost`);
      const description = [operation.description, sentenceOf(scope), costSentences[cost]].filter(Boolean).join(" ");
      const responses = cost === "free" ? operation.responses : limitedResponses(operation.responses);
      return [method, { ...operation, ...securityOf(scope), description, responses }];
    });
    return [path, Object.fromEntries(described)];
  });
  return Object.fromEntries(scoped) as Documented;
}

const costSentences: Readonly<Record<RouteCost, string>> = {
  free: "",
  reads: "Budget: `reads`.",
  dearReads: "Budget: `dear_reads`.",
  events: "Budget: `events`, of which each event takes one.",
};

const text = (description: string) => ({ description, schema: { type: "string" } });
const balanceHeaders = {
  "RateLimit-Policy": text(
    "Where callers have budgets: the one that this is taken from, its units and its window in seconds (draft-ietf-httpapi-ratelimit-headers).",
  ),
  RateLimit: text("What is left of it (`r`), and the seconds until it is whole again (`t`)."),
};

function limitedResponses(responses: Operation["responses"]): Operation["responses"] {
  const { "429": other, ...others } = responses;
  const refusal = "The caller has used up its budget (QG-0882), or its address has said too many unknown tokens (QG-0883).";
  const { content, ...described } = problemResponse([other?.description, refusal].filter(Boolean).join(" "));
  const tooMany = { ...described, content: other?.content ?? content, headers: unavailable.headers };
  return Object.fromEntries(
    Object.entries({ ...others, "429": tooMany })
      .map(
        ([status, response]) =>
          [
            status,
            status.startsWith("2") || status === "429" ? { ...response, headers: { ...response.headers, ...balanceHeaders } } : response,
          ] as const,
      )
      .toSorted(([a], [b]) => Number(a) - Number(b)),
  );
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
