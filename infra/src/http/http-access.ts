/**
 * Who may request what over HTTP. Every route needs a grant; one that does not state it needs `operate`, so that no route is open because it was
 * forgotten. Without `Access` no caller needs a token.
 */
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance, RouteOptions } from "fastify";
import type { Access } from "../access/access.ts";
import { tokenId } from "../access/token.ts";
import type { Grant } from "../access/token.ts";
import { ProblemError } from "./problem.ts";

/** `nothing`: open to all, such as what only documents the service. `send`: the token of a source. An operator may read as well. */
export type Need = "nothing" | "send" | "read" | "operate";

declare module "fastify" {
  interface FastifyRequest {
    /** The grant of the caller's token; null where no token is needed. */
    grant: Grant | null;
    /** Whose share of the common budgets the request counts in: the token's id, or the address where no token is needed. */
    caller: string;
    /** Whether the caller would still get in: a token may be revoked while a long response is under way. Never rejects. */
    isStillAllowed: () => Promise<boolean>;
  }
  interface FastifyContextConfig {
    need?: Need;
  }
}

const optionOf = { send: "--source", read: "--read", operate: "--operate" } as const;
const bearer = /^bearer +([\w.~+/-]+=*) *$/i;

/** Gives a hook that sets the need of routes that do not state one: `server.addHook("onRoute", needs("read"))`. */
export function needs(need: Need): (route: RouteOptions) => void {
  return (route) => {
    route.config = { ...route.config, need: route.config?.need ?? need };
  };
}

/** A hook that opens the routes of a plugin within one that `needs` something. */
export function openToAll(route: RouteOptions): void {
  route.config = { ...route.config, need: "nothing" };
}

/**
 * Adds hooks that set `request.grant` and `request.caller` before a route runs. They throw a ProblemError: 401 (QG-0851, no token; QG-0852, unknown
 * token) or 403 (QG-0853, another grant is needed), with the WWW-Authenticate header of RFC 6750. With `access` null they refuse nobody.
 */
export function askWhoCalls(server: FastifyInstance, access: Access | null): void {
  server.decorateRequest("grant", null);
  server.decorateRequest("caller", "");
  server.decorateRequest("isStillAllowed", async () => true);
  if (access === null) {
    server.addHook("onRequest", async (request) => void (request.caller = request.ip));
    return;
  }
  server.addHook("onRequest", async (request) => {
    const { need = "operate" } = request.routeOptions.config;
    if (need === "nothing") return;
    const token = tokenOf(request.headers.authorization);
    request.grant = await grantOf(access, token);
    request.caller = tokenId(token);
    request.isStillAllowed = async () => {
      const grant = await access.grantOf(token);
      return grant !== null && allows(grant, need);
    };
    if (!allows(request.grant, need)) throw insufficient(need);
  });
}

function tokenOf(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthenticated("QG-0851", "");
  const token = bearer.exec(authorization)?.[1];
  if (token === undefined) throw unknownToken();
  return token;
}

async function grantOf(access: Access, token: string): Promise<Grant> {
  const grant = await access.grantOf(token);
  if (grant === null) throw unknownToken();
  return grant;
}

function allows(grant: Grant, need: Exclude<Need, "nothing">): boolean {
  if (typeof grant === "object") return need === "send";
  return grant === need || (grant === "operate" && need === "read");
}

/** RFC 6750. */
const unauthenticated = (rule: "QG-0851" | "QG-0852", error: string) =>
  new ProblemError(401, [fault(rule, "")], { wwwAuthenticate: `Bearer realm="qorgau"${error}` });

const unknownToken = () => unauthenticated("QG-0852", ', error="invalid_token"');

const insufficient = (need: Exclude<Need, "nothing">) =>
  new ProblemError(403, [fault("QG-0853", "", { option: optionOf[need] })], {
    wwwAuthenticate: 'Bearer realm="qorgau", error="insufficient_scope"',
  });
