/**
 * The operator's jobs: `POST` starts one or joins the one under way, `GET` gives the status of the last one. Where callers need no token, jobs are
 * started from this machine alone, and not by a page of another site that a browser on this machine shows.
 */
import { rebuildStatusSchema, reconciliationStatusSchema } from "@qorgau/schemas/responses/operations";
import type { RebuildStatus, ReconciliationStatus } from "@qorgau/schemas/responses/operations";
import { auditAct } from "@qorgau/infra/http/audit-requests";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import { ProblemError } from "@qorgau/infra/http/problem";
import type { FastifyPluginAsync } from "fastify";
import type { z } from "zod";
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import { readPlainParameters } from "@qorgau/infra/http/responses/plain-parameters";
import { refuseElsewhere } from "@qorgau/infra/http/responses/refuse-elsewhere";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

interface Job<Status> {
  start(): Status;
  status(): Status;
}

type JobName = "rebuild" | "reconciliation";

export interface Operations {
  /** Which member runs the jobs, where it is another one. */
  readonly elsewhere?: () => Promise<string | null>;
  readonly rebuild: Job<RebuildStatus>;
  readonly reconciliation: Job<ReconciliationStatus>;
}

/**
 * Serves `/v1/operations/rebuild` and `/v1/operations/reconciliation`. A start responds 202 with the status, 403 (QG-0842) from elsewhere without
 * a token, 409 (QG-0844) where another member runs the jobs, and what `elsewhere` rejects with.
 */
export function operationsRoutes(jobs: Operations): FastifyPluginAsync {
  return async (server) => {
    const routes: ScopedServer = server;
    const serve = (name: JobName, schema: z.ZodObject) => {
      const columns = columnsOf(schema);
      const response = (status: object) => ({
        json: status,
        table: () => ({ columns, rows: [status as Record<string, unknown>], meanings: meaningsOf(schema) }),
        fileName: `qorgau-${name}`,
      });
      routes.get(`/v1/operations/${name}`, { config: routeAccess(`GET /v1/operations/${name}`) }, async (request, reply) => {
        const { form } = readPlainParameters(request);
        return sendResponse(reply, form, response(jobs[name].status()));
      });
      routes.post(`/v1/operations/${name}`, { config: routeAccess(`POST /v1/operations/${name}`) }, async (request, reply) => {
        refuseElsewhere(request);
        const member = (await jobs.elsewhere?.()) ?? null;
        if (member !== null) throw new ProblemError(409, [fault("QG-0844", "", { member })]);
        const { form } = readPlainParameters(request);
        await auditAct(request);
        return sendResponse(reply.code(202), form, response(jobs[name].start()));
      });
    };
    serve("rebuild", rebuildStatusSchema);
    serve("reconciliation", reconciliationStatusSchema);
  };
}
