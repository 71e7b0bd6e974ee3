/** The HTTP door: `POST /v1/events`, and `POST /v1/events:validate`, which judges and stores nothing. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import type { AcceptanceContext } from "../domain/acceptance.ts";
import { createIntake } from "../intake.ts";
import { ByteBudget } from "../results/byte-budget.ts";
import { prepareSpoolDirectory } from "../results/result-spool.ts";
import { readBodyForm } from "./body-form.ts";
import type { BodyForm } from "./body-form.ts";
import { unavailable } from "./door.ts";
import type { Door } from "./door.ts";
import { ingestLimits } from "./ingest-limits.ts";
import type { IngestLimits } from "./ingest-limits.ts";
import { receiveMany } from "./receive-many.ts";
import { receiveOne } from "./receive-one.ts";
import { discardRest } from "./request-body.ts";
import { readResultsParameter } from "./results-parameter.ts";

export interface IngestRoutesDependencies {
  readonly log: Pick<EventLog, "append">;
  /** What the next group is judged with. */
  readonly context: () => AcceptanceContext;
  readonly metrics: Metrics;
  /** Made where there is none; results that do not fit in memory pass through it. */
  readonly spoolDirectory: string;
  readonly limits?: Partial<IngestLimits>;
}

/** A plugin for a server of `http-server.ts`. */
export function ingestRoutes(dependencies: IngestRoutesDependencies): FastifyPluginAsync {
  return async (server) => {
    await prepareSpoolDirectory(dependencies.spoolDirectory);
    const door = doorOf(server, dependencies);
    // The body is read by the routes themselves, as a stream.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser("*", (_request, _body, done) => done(null));
    server.addHook("onRequest", async (request) => {
      readBodyForm(request.headers);
      readResultsParameter(request.query);
    });
    server.post("/v1/events", { config: { need: "send" } }, (request, reply) => receive(door, request, reply, true));
    server.post("/v1/events::validate", { config: { need: "send" } }, (request, reply) => receive(door, request, reply, false));
  };
}

function doorOf(server: FastifyInstance, { log, context, metrics, spoolDirectory, limits: changed }: IngestRoutesDependencies): Door {
  const limits = { ...ingestLimits, ...changed };
  const bytes = metrics.counter("qorgau_ingest_body_bytes_total", "Bytes of bodies read, after decompression.");
  const report = (error: unknown, message: string) => server.log.error({ err: error }, message);
  return {
    intake: createIntake({ log, context, metrics, report }),
    limits,
    spoolDirectory,
    diskBudget: new ByteBudget(limits.spoolDiskBytesMax),
    memoryBudget: new ByteBudget(limits.bytesInFlightMax),
    countBytes: (count) => bytes.inc(count),
  };
}

async function receive(door: Door, request: FastifyRequest, reply: FastifyReply, store: boolean): Promise<FastifyReply> {
  const form = readBodyForm(request.headers);
  const reserved = bytesToReserve(door.limits, form, request);
  try {
    if (!door.memoryBudget.take(reserved)) throw unavailable(door.limits);
    try {
      const receiving = { compressed: form.compressed, store, speaker: speakerOf(request) };
      const { shape } = form;
      if (shape === "one") return await receiveOne(door, request, reply, receiving);
      return await receiveMany(door, request, reply, { ...receiving, shape, onlyOthers: readResultsParameter(request.query) });
    } finally {
      door.memoryBudget.give(reserved);
    }
  } catch (error) {
    if (isGone(request)) return reply.hijack();
    await leaveBody(door, request);
    throw error;
  }
}

function speakerOf({ grant }: FastifyRequest): string | undefined {
  return typeof grant === "object" ? grant?.source : undefined;
}

/** The client went away within its body: what was appended stays, and there is nobody to answer. */
function isGone({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

/** A connection that closes with its answer would be reset by what is still coming, so there the answer waits for the body's end. */
async function leaveBody({ limits }: Door, request: FastifyRequest): Promise<void> {
  const rest = discardRest(request.raw, limits.discardMsMax);
  if (request.headers.connection?.toLowerCase() === "close") await rest;
}

/** What a request may come to hold: a body of many streams through, and one event is small. */
function bytesToReserve(limits: IngestLimits, form: BodyForm, request: FastifyRequest): number {
  if (form.shape !== "one") return limits.streamBytes;
  const stated = Number(request.headers["content-length"] ?? limits.eventBytesMax);
  return form.compressed ? limits.eventBytesMax : Math.min(stated, limits.eventBytesMax);
}
