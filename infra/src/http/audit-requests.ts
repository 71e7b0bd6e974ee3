/** What of requests goes into the audit trail, and when: before the response is sent, or the act done. What cannot be put down is not done. */
import { fault } from "@qorgau/schemas/rules/rules";
import type { AuditEntry, AuditQuery } from "@qorgau/schemas/access/audit-response";
import type { FastifyRequest } from "fastify";
import { masked } from "../audit/audit-trail.ts";
import type { AuditPage } from "../audit/audit-trail.ts";
import { ProblemError } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Whether the audit trail holds it. */
    isAudited?: boolean;
  }
}

const retryAfterSeconds = 30;

/** Notes that cases are shown. Throws a ProblemError (503, QG-0850) where that cannot be written. */
export function auditRead(request: FastifyRequest, shown: Pick<AuditEntry, "cut" | "records">): Promise<void> {
  return put(request, { action: "read", parameters: parametersOf(request.url), ...shown });
}

/** Notes what an operator is about to do. Throws as `auditRead` does. `detail` is what of a body says what it is, without free text. */
export function auditAct(request: FastifyRequest, detail: Readonly<Record<string, string | number>> = {}): Promise<void> {
  const told = queryText(Object.entries(detail).map(([name, value]) => [name, `${value}`]));
  const parameters = [parametersOf(request.url), told].filter((one) => one !== "").join("&");
  return put(request, { action: "operate", parameters, cut: null, records: null });
}

/** A page of the trail; empty where none is kept. Throws a ProblemError (503, QG-0850) where it cannot be read. */
export async function readAudit({ server, log }: FastifyRequest, query: AuditQuery): Promise<AuditPage> {
  try {
    return (await server.auditTrail?.read(query)) ?? { entries: [], next: null };
  } catch (cause) {
    log.error({ err: cause }, "the audit trail cannot be read");
    throw unavailable(cause);
  }
}

/** Who calls: the id of the token, or an opaque one of who has signed in; null where nobody is asked who they are. */
export const tokenOf = ({ rights, caller }: Pick<FastifyRequest, "rights" | "caller">): string | null => (rights === null ? null : caller);

async function put(request: FastifyRequest, entry: Pick<AuditEntry, "action" | "parameters" | "cut" | "records">): Promise<void> {
  const { auditTrail } = request.server;
  const token = tokenOf(request);
  const route = routeOf(request);
  try {
    await auditTrail?.append({ token, method: request.method, route, ...entry });
  } catch (cause) {
    request.log.error({ err: cause }, "the audit trail cannot be written: what it would hold is not shown and not done");
    throw unavailable(cause);
  }
  request.isAudited = true;
}

const unavailable = (cause: unknown) => new ProblemError(503, [fault("QG-0850", "")], { retryAfterSeconds, cause });

/** The address as the route states it, with the names that stand in it: one address has many spellings, and some hold more than the address. */
function routeOf({ routeOptions: { url = "" }, params }: FastifyRequest): string {
  const named = params as Readonly<Record<string, string>>;
  return url.replaceAll(/(?<!:):(\w+)/g, (_, name: string) => encodeURIComponent(masked(named[name] ?? "")));
}

function parametersOf(url: string): string {
  const start = url.indexOf("?");
  const sent = [...new URLSearchParams(start === -1 ? "" : url.slice(start + 1))];
  return queryText(sent.filter(([name]) => name !== "cursor"));
}

/** Masked before it is encoded: a code in the middle of an identifier would hide it. No value reads as another parameter; letters stay legible. */
const queryText = (parameters: readonly (readonly [name: string, value: string])[]): string =>
  parameters.map((parameter) => parameter.map((text) => encoded(masked(text))).join("=")).join("&");
const encoded = (text: string) => text.replaceAll(/[%&+=]/g, encodeURIComponent);
