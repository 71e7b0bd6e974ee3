/** One event: 202 with its place in the log, or 422 with all its faults (RFC 9457). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerLanguage } from "@qorgau/infra/http/caller-language";
import { unknownToken } from "@qorgau/infra/http/http-access";
import { problemDocument, ProblemError } from "@qorgau/infra/http/http-server";
import type { AcceptedResponse } from "@qorgau/schemas/events/acknowledgement";
import { fault, faultIn } from "@qorgau/schemas/rules/rules";
import { frameOfBinaryMode } from "../framing/binary-mode.ts";
import { traceOf } from "../domain/reported-identity.ts";
import { ByteOrderMark } from "../framing/byte-order-mark.ts";
import type { Frame } from "../framing/frame.ts";
import { PartialFrame } from "../framing/partial-frame.ts";
import { resultsOf } from "../intake/intake.ts";
import type { IntakeResult } from "../intake/intake.ts";
import type { ByteAccount } from "../results/byte-budget.ts";
import { placeOf } from "../results/encode-result.ts";
import { noRoom, unavailable } from "./ingest-endpoint.ts";
import type { IngestEndpoint } from "./ingest-endpoint.ts";
import type { EventBody } from "./event-body.ts";

/** How one request is taken in, by its head and its token. */
export interface Receiving {
  readonly body: EventBody;
  readonly compressed: boolean;
  /** False where events are judged and nothing is stored. */
  readonly store: boolean;
  /** The sources that the caller's token sends for; undefined where no token is needed. */
  readonly speakers: readonly string[] | undefined;
  /** What the body holds of its caller's share. */
  readonly memory: ByteAccount;
}

/** Whether the caller still speaks for what it spoke for when it began: its token may be taken back while a body comes. */
export const isStillSending = (request: FastifyRequest, speakers: Receiving["speakers"] = []): Promise<boolean> =>
  request.isStillAllowed(({ sends }) => speakers.every((source) => sends.includes(source)));

export interface ReceivingOne extends Receiving {
  /** Of the binary mode; null where they are in the body. */
  readonly attributes: ReadonlyMap<string, string> | null;
}

/**
 * Sends 202, or 200 where nothing is to be stored, or 422 for a rejected event. Throws a ProblemError where the body as a whole is at fault (400,
 * 408, 413), the token was taken back while it came (401) or the log is unavailable (503), and a CallerGoneError.
 */
export async function receiveOne(
  endpoint: IngestEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  receiving: ReceivingOne,
): Promise<FastifyReply> {
  const frame = await readEvent(endpoint, request, receiving);
  if (!(await isStillSending(request, receiving.speakers))) throw unknownToken();
  const tooMany = await request.chargeEvents(1);
  if (tooMany !== null) throw tooMany;
  const verdicts = await endpoint.intake.judge([frame], receiving.speakers);
  if (!receiving.store) return response(reply, resultsOf(verdicts, "not_stored")[0], 200);
  const outcome = await endpoint.intake.append(verdicts, { leaves: true });
  if (outcome.stoppedBy !== null) throw unavailable(endpoint.limits, outcome.stoppedBy);
  return response(reply, outcome.results[0], 202);
}

async function readEvent(
  endpoint: IngestEndpoint,
  request: FastifyRequest,
  { body: { chunks }, compressed, memory, attributes }: ReceivingOne,
): Promise<Frame> {
  const { limits, countBytes } = endpoint;
  const tooLong = new ProblemError(413, [fault("QG-0106", "", { limit: limits.eventBytesMax })]);
  if (!compressed && Number(request.headers["content-length"] ?? 0) > limits.eventBytesMax) throw tooLong;
  const body = new PartialFrame(limits.eventBytesMax);
  const mark = new ByteOrderMark();
  for await (const chunk of chunks) {
    countBytes(chunk.length);
    if (!memory.take(limits.bytesPerEventByte * chunk.length)) throw noRoom(endpoint, request.caller);
    body.append(mark.strip(chunk));
    if (body.tooLong) throw tooLong;
  }
  body.append(mark.end());
  if (attributes !== null) {
    const contentType = request.headers["content-type"];
    return frameOfBinaryMode({ attributes, contentType, data: body.bytes }, limits.eventBytesMax);
  }
  if (!/\S/.test(Buffer.from(body.bytes).toString("latin1"))) throw new ProblemError(400, [fault("QG-0107", "")]);
  return { bytes: body.bytes };
}

function response(reply: FastifyReply, result: IntakeResult | undefined, status: number): FastifyReply {
  if (result === undefined || result.status === "retry") throw new Error("one event without a result");
  const language = callerLanguage(reply.request);
  const warnings = result.warnings.length === 0 ? {} : { warnings: result.warnings.map((one) => faultIn(language, one)) };
  if (result.status === "rejected") {
    // The line has the sender's own trace and nothing else that was sent.
    reply.request.log.info({ ...traceOf(result.reported), rules: result.errors.map(({ rule }) => rule) }, "an event was refused");
    const refused = result.errors.some(({ rule }) => rule === "QG-0902") ? 500 : 422;
    const document = { ...problemDocument(refused, result.errors, language), id: result.id, ...result.reported, ...warnings };
    return reply.code(refused).header("content-language", language).type("application/problem+json").send(JSON.stringify(document));
  }
  const { id, reported, appended } = result;
  const place = appended === null ? {} : placeOf(appended);
  const { source, subject, revision } = reported;
  const accepted: AcceptedResponse = { id, source, subject, revision, status: "accepted", ...traceOf(reported), ...place, ...warnings };
  return reply.code(status).type("application/json; charset=utf-8").send(JSON.stringify(accepted));
}
