/**
 * What each caller may ask and send in a minute, by the budget that a route states as its cost. Responses say how much is left (RateLimit and
 * RateLimit-Policy, draft-ietf-httpapi-ratelimit-headers-10).
 */
import { setTimeout as delay } from "node:timers/promises";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createRateBudgets } from "../limits/rate-limits.ts";
import type { BudgetName, RateLimits } from "../limits/rate-limits.ts";
import type { Balance, RateBudget } from "../limits/rate-budget.ts";
import { ProblemError } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Takes events from the caller's budget, and waits until they are there: so a body comes as fast as its caller may send. Where that is too long it
     * takes none, and gives what the rest is refused with at once.
     */
    chargeEvents: (events: number) => Promise<ProblemError | null>;
  }
}

/** Names of policies are structured strings, and `_` reads better than a capital in them. */
const policies: Readonly<Record<BudgetName, string>> = { reads: "reads", dearReads: "dear_reads", events: "events" };

/** A part of a body waits for its caller's budget at most so long: whoever sends it waits for the response. */
const pauseMsMax = 5_000;

/**
 * Adds hooks that take each request from the budget of its caller before its route runs, after `askWhoCalls`. They throw a ProblemError: 429 (QG-0882)
 * with Retry-After. A request that sends events is taken by their number, as they come (`chargeEvents`), the first of them in advance: one that is refused, or
 * has none, costs as much as an event. While its caller is in debt it is refused at once.
 */
export function limitRates(server: FastifyInstance, limits: RateLimits): void {
  const budgets = createRateBudgets(limits);
  const { events } = budgets;
  server.decorateRequest("chargeEvents", async () => null);
  server.addHook("onRequest", async (request, reply) => {
    const { cost = "reads" } = request.routeOptions.config;
    const budget = cost === "free" ? null : budgets[cost];
    if (cost === "free" || budget === null) return;
    const balance = budget.take(request.caller, 1);
    stateBalance(reply, cost, budget, balance);
    if (balance.waitMs === 0) return;
    throw refuse(request, cost, budget, balance.waitMs);
  });
  if (events === null) return;
  server.addHook("onRequest", async (request, reply) => {
    const leaving = new AbortController();
    reply.raw.once("close", () => leaving.abort());
    let takenBefore = request.routeOptions.config.cost === "events" ? 1 : 0;
    request.chargeEvents = async (count) => {
      const due = Math.max(0, count - takenBefore);
      const { waitMs } = events.look(request.caller, due);
      if (waitMs > pauseMsMax) return refuse(request, "events", events, waitMs);
      takenBefore -= count - due;
      events.charge(request.caller, due);
      if (waitMs > 0) await delay(waitMs, undefined, { ref: false, signal: leaving.signal }).catch(() => undefined);
      return null;
    };
  });
}

/** `RateLimit: "reads";r=11999;t=1`: what is left, and the seconds until the budget is whole again. */
function stateBalance(reply: FastifyReply, cost: BudgetName, { quota }: RateBudget, { left, wholeInSeconds }: Balance): void {
  const name = `"${policies[cost]}"`;
  reply.header("ratelimit-policy", `${name};q=${quota.units};w=${quota.windowSeconds}`);
  reply.header("ratelimit", `${name};r=${left};t=${wholeInSeconds}`);
}

/** Gives the 429 (QG-0882) of a caller who has used up a budget, and counts it. */
function refuse({ server, caller }: FastifyRequest, name: BudgetName, { quota }: RateBudget, waitMs: number): ProblemError {
  const budget = policies[name];
  server.refusals.refuse("rate", { caller, budget });
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return new ProblemError(429, [fault("QG-0882", "", { budget, units: quota.units })], { retryAfterSeconds });
}
