/**
 * How far figures follow the log. Every response of figures says in `Qorgau-Behind` how many records of the log are not in them yet; until what was
 * in the log at the start is folded the response is a 503 (QG-0912), but with `partial=true`. A request that names what is to be in the
 * response (`atLeast`) waits for that, and so for this, five seconds at most.
 */
import { setTimeout as delay } from "node:timers/promises";
import { endWithCaller } from "@qorgau/infra/process/caller-signal";
import { sharedWork } from "@qorgau/infra/process/shared-work";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { withTimeout } from "@qorgau/infra/process/with-timeout";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Watermark } from "@qorgau/schemas/watermark";
import { audienceOf } from "@qorgau/schemas/access/scopes";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** How far the published figures are behind the log. */
export interface Behind {
  /** Records of the log that are not in the published figures. Rejects where the log does not say where it ends. */
  readonly records: () => Promise<number>;
  /** Records of the log that a cut does not hold. Rejects as `records` does. */
  readonly recordsAfter: (cut: Watermark) => Promise<number>;
  /** Whether what was in the log at the start is in them. Never rejects. */
  readonly readiness: () => Promise<Readiness>;
}

const header = "qorgau-behind";
/** Whoever may not ask for figures is told nothing of them. */
const refusedCaller: readonly number[] = [401, 403];
/** A response waits no longer for a log that is away, and then has no such header. */
const recordsMsMax = 500;
const retryAfterSeconds = 2;
/** As long as is waited for the watermark itself. */
const readyMsMax = 5_000;
const lookMs = 50;

/** Adds the header and the 503 to the routes of a plugin, all of which respond with figures. */
export function reportHowFarBehind(server: FastifyInstance, { records, readiness }: Pick<Behind, "records" | "readiness">): void {
  const look = sharedWork(records);
  server.addHook("preHandler", async (request) => {
    // Open figures are of a batch, and how the log grows between two batches is nobody's but the caller's with a token.
    if (isOpen(request)) return;
    if (requested(request, "partial") === "true" || (await readiness()).ready) return;
    if (requested(request, "atLeast") !== undefined && (await isReadyWithin(readyMsMax, readiness))) return;
    throw new ProblemError(503, [fault("QG-0912", "")], { retryAfterSeconds });
  });
  server.addHook("onSend", async (request, reply) => {
    if (isOpen(request) || refusedCaller.includes(reply.statusCode)) return;
    const behind = await withTimeout(recordsMsMax, look(), () => new Error("the log is away")).catch(() => null);
    if (behind !== null) reply.header(header, behind);
  });
}

const isOpen = ({ rights }: FastifyRequest): boolean => audienceOf(rights ?? null) === "open";

/** Whether a value is valid is checked by the route. */
function requested({ query }: FastifyRequest, name: "partial" | "atLeast"): unknown {
  return (query as Readonly<Record<string, unknown>>)[name];
}

async function isReadyWithin(waitMsMax: number, readiness: Behind["readiness"]): Promise<boolean> {
  for (const endMs = performance.now() + waitMsMax; performance.now() < endMs;) {
    await delay(lookMs);
    endWithCaller();
    if ((await readiness()).ready) return true;
  }
  return false;
}
