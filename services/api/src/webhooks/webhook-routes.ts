/**
 * Subscriptions to webhooks: `POST /v1/webhooks` makes one, `GET` lists a caller's own, `/v1/webhooks/{id}` gives or removes one, with its attempts and
 * their replay. What a subscription is sent is decided at each delivery, by the rights that its token has then.
 */
import { auditAct } from "@qorgau/infra/http/audit-requests";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { ProblemError } from "@qorgau/infra/http/problem";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import { readSent } from "@qorgau/infra/http/responses/plain-parameters";
import { refuseElsewhere } from "@qorgau/infra/http/responses/refuse-elsewhere";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { lacksScope } from "@qorgau/schemas/access/lacks-scope";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import { attemptSchema, webhookSchema } from "@qorgau/schemas/responses/webhooks";
import type { AttemptsResponse, Webhook, WebhooksResponse } from "@qorgau/schemas/responses/webhooks";
import { fault } from "@qorgau/schemas/rules/rules";
import { includes } from "@qorgau/schemas/watermark";
import type { FastifyRequest } from "fastify";
import { permit } from "../http/permit.ts";
import { faultsOfNames, readPlainForm, readPlainParameters, refuseFaults } from "../http/request-parameters.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { attemptParameters, parseReplayBody, parseSecretBody, parseWebhookBody } from "./webhook-parameters.ts";
import { mayReachHere } from "./webhooks.ts";
import type { Webhooks } from "./webhooks.ts";

type ById = { Params: { id: string } };

export interface WebhookDependencies {
  /** Absent where this process sends none. */
  readonly webhooks?: Webhooks | undefined;
  readonly cuts: CutResolver;
}

const bodyLimit = 16 * 1024;
const webhookColumns = columnsOf(webhookSchema);
const webhookMeanings = meaningsOf(webhookSchema);
const attemptColumns = columnsOf(attemptSchema);
const attemptMeanings = meaningsOf(attemptSchema);

/** Adds the routes of webhooks. Where no token is needed they are for callers on the same machine alone, since addresses of receivers are often secrets; 404 (QG-0955) where this process sends none. */
export function webhookRoutes(server: ScopedServer, { webhooks: held, cuts }: WebhookDependencies): void {
  const webhooksHere = (): Webhooks => {
    if (held === undefined) throw new ProblemError(404, [fault("QG-0955", "")]);
    return held;
  };
  const isShown = async ({ rights, caller }: FastifyRequest, webhook: Webhook) =>
    rights === null || rights.scopes.has("operate") || webhooksHere().isOf(webhook, caller);
  /** Another's is not there. */
  const webhookOf = async (request: FastifyRequest<ById>): Promise<Webhook> => {
    const found = webhooksHere()
      .all()
      .find(({ id }) => id === request.params.id);
    if (found === undefined || !(await isShown(request, found))) throw new ProblemError(404, [fault("QG-0952", "id")]);
    return found;
  };

  server.post("/v1/webhooks", { config: routeAccess("POST /v1/webhooks"), bodyLimit }, async (request, reply) => {
    refuseElsewhere(request);
    readLanguage(request);
    const webhooks = webhooksHere();
    if (request.rights?.subject !== undefined) throw new ProblemError(403, [fault("QG-0954", "")]);
    const { rights } = request;
    const { readTopic, loopback } = webhooks;
    const body = parseWebhookBody(request.body, { readTopic, loopback: loopback && mayReachHere(rights) });
    if ("errors" in body) throw new ProblemError(400, body.errors);
    const { request: wanted, topic } = body.read;
    if (rights !== null && !topic.scopes.some((scope) => rights.scopes.has(scope)))
      throw new ProblemError(403, [lacksScope(topic.scopes, "/type")]);
    permit(request, topic.target());
    await auditAct(request, { type: wanted.type, parameters: wanted.parameters });
    const { watermark } = await cuts.live();
    const made = await webhooks.make({ ...wanted, owner: rights === null ? null : request.caller, watermark });
    return reply
      .code(201)
      .headers({ location: `/v1/webhooks/${made.id}`, "cache-control": "no-store" })
      .send(made);
  });

  server.get("/v1/webhooks", { config: routeAccess("GET /v1/webhooks") }, async (request, reply) => {
    refuseElsewhere(request);
    const { form } = readPlainParameters(request);
    permit(request, { of: "service" });
    const rows: Webhook[] = [];
    for (const webhook of webhooksHere().all()) if (await isShown(request, webhook)) rows.push(webhook);
    const json: WebhooksResponse = { rows };
    const table = () => ({ columns: webhookColumns, rows: rowsOf(rows, (row) => row), meanings: webhookMeanings });
    return sendResponse(reply, form, { json, table, fileName: "qorgau-webhooks" });
  });

  server.get<ById>("/v1/webhooks/:id", { config: routeAccess("GET /v1/webhooks/{id}") }, async (request, reply) => {
    refuseElsewhere(request);
    readLanguage(request);
    permit(request, { of: "service" });
    return reply.header("cache-control", "no-store").send(await webhookOf(request));
  });

  server.route({
    method: "DELETE",
    url: "/v1/webhooks/:id",
    config: routeAccess("DELETE /v1/webhooks/{id}"),
    async handler(request, reply) {
      refuseElsewhere(request);
      readLanguage(request);
      permit(request, { of: "operation" });
      const { id, type } = await webhookOf(request as FastifyRequest<ById>);
      await auditAct(request, { type });
      await webhooksHere().remove(id);
      return reply.code(204).send();
    },
  });

  server.get<ById>("/v1/webhooks/:id/attempts", { config: routeAccess("GET /v1/webhooks/{id}/attempts") }, async (request, reply) => {
    refuseElsewhere(request);
    const { form, parameters, faults } = readPlainForm(request);
    const { values, faults: ofLimit } = readParameters(attemptParameters, parameters, ["format"]);
    refuseFaults([...faults, ...ofLimit]);
    permit(request, { of: "service" });
    const { id } = await webhookOf(request);
    const json: AttemptsResponse = { rows: [...(await webhooksHere().attempts(id, values.limit))] };
    const table = () => ({ columns: attemptColumns, rows: rowsOf(json.rows, (row) => row), meanings: attemptMeanings });
    return sendResponse(reply, form, { json, table, fileName: "qorgau-webhook-attempts" });
  });

  server.post<ById>(
    "/v1/webhooks/:id/replay",
    { config: routeAccess("POST /v1/webhooks/{id}/replay"), bodyLimit },
    async (request, reply) => {
      refuseElsewhere(request);
      readLanguage(request);
      permit(request, { of: "operation" });
      const { id, type } = await webhookOf(request);
      const body = parseReplayBody(request.body);
      if ("errors" in body) throw new ProblemError(400, body.errors);
      const { from } = body;
      if (from !== null && !includes((await cuts.live()).watermark, from)) throw new ProblemError(400, [fault("QG-0956", "/from")]);
      await auditAct(request, { type });
      return reply.header("cache-control", "no-store").send(await webhooksHere().replay(id, from));
    },
  );

  server.post<ById>(
    "/v1/webhooks/:id/secret",
    { config: routeAccess("POST /v1/webhooks/{id}/secret"), bodyLimit },
    async (request, reply) => {
      refuseElsewhere(request);
      readLanguage(request);
      permit(request, { of: "operation" });
      const { id, type } = await webhookOf(request);
      const body = parseSecretBody(request.body);
      if ("errors" in body) throw new ProblemError(400, body.errors);
      const { previousSeconds } = body;
      await auditAct(request, { type, previousSeconds });
      return reply.header("cache-control", "no-store").send(await webhooksHere().rotate(id, previousSeconds));
    },
  );
}

/** The response has one form: nothing but the language of what is refused may be asked for. */
function readLanguage(request: FastifyRequest): void {
  const { parameters, faults } = readSent(request, "json");
  refuseFaults([...faults, ...faultsOfNames(parameters, [])]);
}
