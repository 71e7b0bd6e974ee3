/** What of requests goes into the audit trail, and when: before the response is sent, or the act done. What cannot be put down is not done. */
import { fault } from "@qorgau/schemas/rules/rules";
import type { AuditEntry } from "@qorgau/schemas/access/audit-response";
import type { FastifyRequest } from "fastify";
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
  const told = Object.entries(detail).map(([name, value]) => `${name}=${value}`);
  const parameters = [parametersOf(request.url), ...told].filter((one) => one !== "").join("&");
  return put(request, { action: "operate", parameters, cut: null, records: null });
}

async function put(request: FastifyRequest, entry: Pick<AuditEntry, "action" | "parameters" | "cut" | "records">): Promise<void> {
  const { auditTrail } = request.server;
  const token = request.rights === null ? null : request.caller;
  const route = pathOf(request.url);
  try {
    await auditTrail?.append({ token, method: request.method, route, ...entry });
  } catch (cause) {
    request.log.error({ err: cause }, "the audit trail cannot be written: what it would hold is not shown and not done");
    throw new ProblemError(503, [fault("QG-0850", "")], { retryAfterSeconds, cause });
  }
  request.isAudited = true;
}

const pathOf = (url: string) => url.split("?", 1)[0]!;

function parametersOf(url: string): string {
  const start = url.indexOf("?");
  const sent = [...new URLSearchParams(start === -1 ? "" : url.slice(start + 1))];
  return sent.flatMap(([name, value]) => (name === "cursor" ? [] : [`${name}=${value}`])).join("&");
}
