/**
 * Holds what is asked against the rights of who asks. Every route of the API with a scope passes here with the target of its parsed parameters before it
 * reads anything; one that would respond without having done so responds 500.
 */
import { audienceOf } from "@qorgau/schemas/access/scopes";
import type { Rights } from "@qorgau/schemas/access/scopes";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Watermark } from "@qorgau/schemas/watermark";
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AccessTarget } from "../access/domain/access-target.ts";
import { isAudited } from "../access/domain/access-target.ts";
import { refusalOf, seesEveryReporter } from "../access/domain/access-refusal.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What was permitted; absent where nothing was yet. */
    target?: AccessTarget;
  }
}

/** Throws a ProblemError (403) where the caller may not have the response. Where nobody is asked who they are, everybody may. */
export function permit(request: FastifyRequest, target: AccessTarget): void {
  const refusal = request.rights === null || request.rights === undefined ? null : refusalOf(request.rights, target);
  if (refusal !== null) throw new ProblemError(403, [refusal]);
  request.target = target;
}

/** Whether the caller gets what is open to all, in the place of exact figures. Throws where nothing is open: no exact figure is shown by mistake. */
export function isOpenTo<Open>({ rights }: Pick<FastifyRequest, "rights">, openFigures: Open | undefined): openFigures is Open {
  if (audienceOf(rights ?? null) !== "open") return false;
  if (openFigures === undefined) throw new Error("a caller without a token got in where nothing is open to all");
  return true;
}

/** Throws a ProblemError (403, QG-0890) where another cut is asked for than that of the last batch: two cuts could differ by one case. */
export function refuseCutOfOpen({ asOf, atLeast }: { readonly asOf: string | null; readonly atLeast: Watermark }): void {
  const parameter = asOf !== null ? "asOf" : atLeast.size > 0 ? "atLeast" : null;
  if (parameter !== null) throw new ProblemError(403, [fault("QG-0890", parameter)]);
}

/** The response as the caller may see it: `withhold` takes from it what reporters beside the caller's own sources tell. */
export function asSeenBy<Response>(
  { rights }: FastifyRequest,
  whole: Response,
  withhold: (whole: Response, owned: readonly string[]) => Response,
): Response {
  return rights === null || seesEveryReporter(rights) ? whole : withhold(whole, rights.owns);
}

/** Whether what was permitted to the request is permitted by these rights as well. */
export function permits({ target }: FastifyRequest): (rights: Rights) => boolean {
  return (rights) => target !== undefined && refusalOf(rights, target) === null;
}

/** No route responds to what it did not hold against the rights of its caller, or with what the audit trail should hold and does not. */
export function demandPermits(server: FastifyInstance): void {
  server.addHook("onSend", async (request, reply) => {
    const { scope } = request.routeOptions.config;
    if (reply.statusCode < 400 && scope !== "open" && request.target === undefined) {
      throw new Error(`${request.routeOptions.url} responds to what it has not held against the rights of its caller`);
    }
    if (reply.statusCode < 400 && request.target !== undefined && isAudited(request.target) && request.isAudited !== true) {
      throw new Error(`${request.routeOptions.url} responds with what the audit trail does not hold`);
    }
  });
}
