/** The HTTP ingest endpoint: `POST /v1/events`, and `POST /v1/events:validate`, which judges and stores nothing. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Logger } from "@qorgau/infra/process/logger";
import { createRefusals } from "@qorgau/infra/http/refusals";
import { CallerGoneError } from "@qorgau/infra/http/request-body";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import type { AcceptanceContext } from "../domain/acceptance.ts";
import { createIntake } from "../intake/intake.ts";
import { ByteBudget, RequestAccount, SharedBudget } from "../results/byte-budget.ts";
import { freeBytesOf, keepToDisk } from "../results/disk-room.ts";
import { prepareSpoolDirectory } from "../results/result-spool.ts";
import { readAttributes } from "./attribute-headers.ts";
import { readBodyForm } from "./body-form.ts";
import type { BodyForm } from "./body-form.ts";
import { noRoom } from "./ingest-endpoint.ts";
import type { IngestEndpoint } from "./ingest-endpoint.ts";
import { lookAhead, readEventBody, SwollenBodyError } from "./event-body.ts";
import { ingestLimits } from "../intake/ingest-limits.ts";
import type { IngestLimits } from "../intake/ingest-limits.ts";
import { receiveMany } from "./receive-many.ts";
import { receiveOne } from "./receive-one.ts";
import { readResultsParameter } from "./results-parameter.ts";

export interface IngestRoutesDependencies {
  readonly log: Pick<EventLog, "append">;
  /** What the next group is judged with. */
  readonly context: () => AcceptanceContext;
  readonly metrics: Metrics;
  /** Made where there is none; results that do not fit in memory pass through it. */
  readonly spoolDirectory: string;
  readonly limits?: Partial<IngestLimits>;
  /** How many bytes the spool's disk has left; for tests. */
  readonly freeBytes?: () => Promise<number>;
}

/** Gives a plugin for a server of `http-server.ts`, which registers both routes and prepares the spool's directory. */
export function ingestRoutes(dependencies: IngestRoutesDependencies): FastifyPluginAsync {
  return async (server) => {
    await prepareSpoolDirectory(dependencies.spoolDirectory);
    const endpoint = endpointOf(server, dependencies);
    // The body is read by the routes themselves, as a stream.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", (_request, _body, done) => done(null));
    server.addHook("onRequest", async (request) => {
      readBodyForm(request.headers);
      readResultsParameter(request.query);
    });
    server.post("/v1/events", { config: routeAccess("POST /v1/events") }, (request, reply) => receive(endpoint, request, reply, true));
    server.post("/v1/events::validate", { config: routeAccess("POST /v1/events:validate") }, (request, reply) =>
      receive(endpoint, request, reply, false),
    );
  };
}

function endpointOf(server: FastifyInstance, dependencies: IngestRoutesDependencies): IngestEndpoint {
  const { log, context, metrics, spoolDirectory, limits: changed, freeBytes } = dependencies;
  const limits = { ...ingestLimits, ...changed };
  const disk = new ByteBudget(limits.spoolDiskBytesMax);
  const bytes = metrics.counter("qorgau_ingest_body_bytes_total", "Bytes of bodies read, after decompression.");
  const report = (error: unknown, message: string) => server.log.error({ err: error }, message);
  return {
    intake: createIntake({ log, context, metrics, report }),
    limits,
    spoolDirectory,
    disk: new SharedBudget(disk),
    lookAtDisk: keepToDisk(disk, { bytesMax: limits.spoolDiskBytesMax, freeBytes: freeBytes ?? (() => freeBytesOf(spoolDirectory)) }),
    memory: new SharedBudget(new ByteBudget(limits.bytesInFlightMax)),
    bodyPace: server.bodyPace,
    refusals: createRefusals({ logger: server.log as Logger, metrics }),
    countBytes: (count) => bytes.inc(count),
  };
}

async function receive(endpoint: IngestEndpoint, request: FastifyRequest, reply: FastifyReply, store: boolean): Promise<FastifyReply> {
  const { limits } = endpoint;
  const form = readBodyForm(request.headers);
  const { compressed } = form;
  const memory = new RequestAccount(endpoint.memory.accountOf(request.caller));
  const asSent = readEventBody(request.raw, endpoint.bodyPace, compressed ? limits : null);
  try {
    if (!memory.take(bytesAtStart(limits, form))) throw noRoom(endpoint, request.caller);
    // No more of it is held than was reserved.
    const { shape, body } = form.shape === "json" ? await lookAhead(asSent, limits.bodyBytes) : { shape: form.shape, body: asSent };
    const receiving = { body, compressed, store, speakers: request.rights?.sends, memory };
    if (shape === "data") return await receiveOne(endpoint, request, reply, { ...receiving, attributes: readAttributes(request.raw) });
    if (shape === "one") return await receiveOne(endpoint, request, reply, { ...receiving, attributes: null });
    return await receiveMany(endpoint, request, reply, { ...receiving, shape, ...readResultsParameter(request.query) });
  } catch (error) {
    // The caller went away: what was appended stays, and there is nobody to respond to.
    if (error instanceof CallerGoneError || isGone(request, reply)) return reply.hijack();
    if (error instanceof SwollenBodyError) endpoint.refusals.refuse("body_swollen", { caller: request.caller });
    throw error;
  } finally {
    await asSent.chunks.return(undefined);
    memory.close();
  }
}

/** Before anything of the body has come; one event is reckoned by its bytes alone. */
function bytesAtStart(limits: IngestLimits, { shape, compressed }: BodyForm): number {
  if (compressed) return limits.compressedBodyBytes;
  return shape === "one" || shape === "data" ? 0 : limits.bodyBytes;
}

function isGone({ raw }: FastifyRequest, reply: FastifyReply): boolean {
  return reply.raw.destroyed || (raw.destroyed && !raw.complete);
}
