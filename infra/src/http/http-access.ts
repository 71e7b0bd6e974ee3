/**
 * Who may request what over HTTP. Every route states its scope where it is registered: a server with one that does not is never ready. Without
 * `Access` no caller needs a token, and every caller has every scope.
 */
import { lacksScope } from "@qorgau/schemas/access/lacks-scope";
import { openRights } from "@qorgau/schemas/access/scopes";
import type { Rights, RouteScope, Scope } from "@qorgau/schemas/access/scopes";
import { fault } from "@qorgau/schemas/rules/rules";
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
  RouteGenericInterface,
  RouteHandlerMethod,
  RouteOptions,
  RouteShorthandOptions,
} from "fastify";
import type { RouteCost } from "@qorgau/schemas/access/route-costs";
import type { Access, AccessRefusal } from "../access/access.ts";
import { certificateId, tokenId } from "../access/token.ts";
import { callerAddress } from "../limits/caller-address.ts";
import type { FailedAuthentications } from "../limits/rate-limits.ts";
import { readClientCertificates } from "../access/client-certificate.ts";
import { ProblemError } from "./problem.ts";
import { isOwnSite } from "./request-origin.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What the caller's token may do; null where no token is needed: everything. */
    rights: Rights | null;
    /** Whose share of the common budgets the request counts in: the id of the token, or of whom an issuer's token is of, or the address (of IPv6 the network) where no token is needed. */
    caller: string;
    /**
     * Whether the caller would still get in, and `permits` holds of the rights of its token: one may be revoked, or expire, while a long response
     * is under way. Never rejects.
     */
    isStillAllowed: (permits: (rights: Rights) => boolean) => Promise<boolean>;
  }
  interface FastifyContextConfig {
    scope?: RouteScope;
    /** Absent: a read. */
    cost?: RouteCost;
    /** Whether a caller without a token gets in, with the rights of the open audience, where the service is open to all (`QORGAU_PUBLIC`). */
    isPublic?: boolean;
  }
}

type RawServer = RawServerDefault;
type RawRequest = RawRequestDefaultExpression;
type RawReply = RawReplyDefaultExpression;
type ScopedOptions<Route extends RouteGenericInterface> = RouteShorthandOptions<RawServer, RawRequest, RawReply, Route> & {
  readonly config: { readonly scope: RouteScope; readonly cost?: RouteCost; readonly isPublic?: boolean };
};
type AddRoute = <Route extends RouteGenericInterface = RouteGenericInterface>(
  url: string,
  options: ScopedOptions<Route>,
  handler: RouteHandlerMethod<RawServer, RawRequest, RawReply, Route>,
) => unknown;

/** A server whose routes cannot be registered without their scope. */
export interface ScopedServer extends Omit<
  FastifyInstance,
  "get" | "head" | "post" | "put" | "delete" | "patch" | "options" | "trace" | "all" | "route"
> {
  readonly get: AddRoute;
  readonly post: AddRoute;
  readonly all: AddRoute;
  readonly route: (options: RouteOptions & { readonly config: { readonly scope: RouteScope; readonly cost?: RouteCost } }) => unknown;
}

const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** A hook that opens the routes of a plugin of another's making, which cannot state their scope: files, which cost nothing. */
export function openToAll(route: RouteOptions): void {
  route.config = { scope: "open", cost: "free", ...route.config };
}

/** Whether the route is for operators alone: they act with it. */
export const isForOperators = (scope: RouteScope | undefined): boolean =>
  scope !== undefined && scope !== "open" && scope.every((one) => one === "operate" || one === "release");

interface AskOptions {
  /** A caller without a token gets the rights of the open audience where a route is public. */
  readonly isPublic?: boolean | undefined;
  readonly clientCertificateHeader?: string | null | undefined;
  readonly trustedProxies?: readonly string[] | undefined;
}

/**
 * Adds hooks that set `request.rights` and `request.caller` before a route runs. They throw a ProblemError: 401 (QG-0851, no token; QG-0852, unknown
 * token; QG-0886, unknown client certificate; QG-0849, expired) or 403 (QG-0884, no rule for an issuer's token), with the WWW-Authenticate header of RFC 6750,
 * 429 (QG-0883) of an address that has said too many unknown tokens, or 503 (QG-0885) while the issuer's keys are not known. With `access` null
 * they refuse nobody. With `isPublic` a caller without a token gets the rights of the open audience where a route is public.
 */
export function askWhoCalls(
  server: FastifyInstance,
  access: Access | null,
  failures: FailedAuthentications,
  { isPublic = false, clientCertificateHeader: header = null, trustedProxies: proxies = [] }: AskOptions = {},
): void {
  const shownCertificate = header === null ? () => null : readClientCertificates({ header, proxies });
  server.decorateRequest("rights", null);
  server.decorateRequest("caller", "");
  server.decorateRequest("isStillAllowed", async () => true);
  refuseUnscoped(server);
  server.addHook("onRequest", async (request, reply) => {
    const { scope = [], isPublic: isPublicRoute = false } = request.routeOptions.config;
    request.caller = callerAddress(request.ip);
    if (access === null || scope === "open") return;
    const credential = credentialOf(request, access, shownCertificate);
    if (credential === null && isPublic && isPublicRoute) {
      request.rights = openRights;
      return;
    }
    if (credential === null) throw unauthenticated("QG-0851", "");
    const rights = await credential.rights();
    if (rights === null) throw credential.isCertificate ? unknownCertificate() : await refusalOfStranger(request.caller, reply, failures);
    if (typeof rights === "string") throw refusals[rights]();
    request.caller = rights.subject ?? credential.id;
    request.rights = rights;
    request.isStillAllowed = async (permits) => {
      const rights = await credential.rights();
      return rights !== null && typeof rights !== "string" && allows(rights, scope) && permits(rights);
    };
  });
}

/**
 * Adds the hook that refuses a caller whose scopes are of other routes (403, QG-0853). It comes after `limitRates`: what is refused is taken from the
 * caller's budget like what is answered.
 */
export function refuseOtherScopes(server: FastifyInstance): void {
  server.addHook("onRequest", async ({ rights, routeOptions: { config } }) => {
    const { scope = [] } = config;
    // The open audience has no scope, and gets its rights on routes that are public alone.
    if (rights === null || scope === "open" || rights === openRights) return;
    if (!allows(rights, scope)) throw insufficient(scope);
  });
}

/** What a caller shows of who it is. */
interface Credential {
  readonly id: string;
  readonly isCertificate: boolean;
  readonly rights: () => Promise<Rights | AccessRefusal>;
}

/**
 * A token where the request has one, else the certificate that a proxy names; null where there is neither. A browser shows its certificate with whatever
 * any page requests: of another site's pages it counts for nothing that changes anything (403, QG-0131).
 */
function credentialOf(request: FastifyRequest, access: Access, shownCertificate: ShownCertificateOf): Credential | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = bearer.exec(authorization)?.[1];
    const rights = async () => (token === undefined ? null : access.rightsOf(token));
    return { id: token === undefined ? "" : tokenId(token), isCertificate: false, rights };
  }
  const shown = shownCertificate(request.raw);
  if (shown === null) return null;
  if (shown === "unreadable") return { id: "", isCertificate: true, rights: async () => null };
  if (!safeMethods.includes(request.method) && !isOwnSite(request.headers)) throw new ProblemError(403, [fault("QG-0131", "")]);
  const rights = async () => (await access.rightsOfCertificate?.(shown.raw)) ?? null;
  return { id: certificateId(shown.raw), isCertificate: true, rights };
}

/** They change nothing, and no page of another origin can read their responses. */
export const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];

type ShownCertificateOf = ReturnType<typeof readClientCertificates>;

/** Nothing is open because it was forgotten: the server is not ready. */
function refuseUnscoped(server: FastifyInstance): void {
  const registered: RouteOptions[] = [];
  server.addHook("onRoute", (route) => void registered.push(route));
  server.addHook("onReady", async () => {
    const unscoped = registered.filter(({ config }) => config?.scope === undefined);
    if (unscoped.length > 0) throw new Error(`Routes do not state their scope: ${unscoped.map(({ url }) => url).join(", ")}`);
  });
}

async function refusalOfStranger(address: string, reply: FastifyReply, failures: FailedAuthentications): Promise<ProblemError> {
  const leaving = new AbortController();
  reply.raw.once("close", () => leaving.abort());
  const retryAfterSeconds = await failures.failed(address, leaving.signal);
  if (retryAfterSeconds === 0) return unknownToken();
  reply.server.refusals.refuse("authentications", { caller: address });
  return new ProblemError(429, [fault("QG-0883", "")], { retryAfterSeconds });
}

const allows = (rights: Rights, scope: readonly Scope[]): boolean => scope.some((one) => rights.scopes.has(one));

/** RFC 6750. */
const unauthenticated = (rule: "QG-0849" | "QG-0851" | "QG-0852" | "QG-0886", error: string) =>
  new ProblemError(401, [fault(rule, "")], { wwwAuthenticate: `Bearer realm="qorgau"${error}` });

/** Gives the 401 (QG-0852) of a token that is not known, or not any more. */
export const unknownToken = () => unauthenticated("QG-0852", invalidToken);

const unknownCertificate = () => unauthenticated("QG-0886", "");

const invalidToken = ', error="invalid_token"';

const issuerRetryAfterSeconds = 5;
const insufficientScope = { wwwAuthenticate: 'Bearer realm="qorgau", error="insufficient_scope"' };

const refusals: Readonly<Record<Exclude<AccessRefusal, null>, () => ProblemError>> = {
  expired: () => unauthenticated("QG-0849", invalidToken),
  unassigned: () => new ProblemError(403, [fault("QG-0884", "")], insufficientScope),
  issuer_away: () => new ProblemError(503, [fault("QG-0885", "")], { retryAfterSeconds: issuerRetryAfterSeconds }),
};

const insufficient = (scope: readonly Scope[]) => new ProblemError(403, [lacksScope(scope)], insufficientScope);
