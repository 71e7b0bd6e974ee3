/**
 * Many events, each judged alone: the body is split as it comes, taken in group by group, and its response is sent after its end. All work for a
 * body is done in slices that callers have in rotation.
 *
 * 1. A group is cut out of the body and judged.
 * 2. It is handed to the log, in input order, while up to `appendsUnderWayMax` earlier ones are still being made durable.
 * 3. Results are spooled in input order, each once the log has its event.
 * 4. Once the log refuses, the caller's share of the memory has no room, or its budget of events has none for a while, nothing more is handed to
 *    the log: the rest is judged, and what would be accepted is `retry`.
 * 5. A body that comes too slowly, swells too much or has too many results is not read on; the response has the results of what came before. So it
 *    is where the caller's token is taken back meanwhile.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { FastifyReply, FastifyRequest } from "fastify";
import { callerLanguage } from "@qorgau/infra/http/caller-language";
import { unknownToken } from "@qorgau/infra/http/http-access";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { nextSliceOf } from "@qorgau/infra/process/in-pieces";
import type { RefusalReason } from "@qorgau/infra/http/refusals";
import { CallerGoneError, SlowBodyError } from "@qorgau/infra/http/request-body";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Verdict } from "../domain/acceptance.ts";
import { ArraySplitter } from "../framing/array-splitter.ts";
import type { Frame, FrameSplitter } from "../framing/frame.ts";
import { LineSplitter } from "../framing/line-splitter.ts";
import { resultsOf } from "../intake/intake.ts";
import type { IntakeOutcome, Slices } from "../intake/intake.ts";
import { BatchResponse } from "../results/batch-response.ts";
import { noRoom, unavailable } from "./ingest-endpoint.ts";
import type { IngestEndpoint } from "./ingest-endpoint.ts";
import { BrokenCompressionError, SwollenBodyError } from "./event-body.ts";
import { groupsOf } from "../intake/groups-of.ts";
import { isStillSending } from "./receive-one.ts";
import type { Receiving } from "./receive-one.ts";
import { sendPieces } from "./send-pieces.ts";

export interface ReceivingMany extends Receiving {
  readonly shape: "array" | "lines";
  readonly rejectedOnly: boolean;
  /** Whether each result states its leaf. */
  readonly leaves: boolean;
}

/**
 * Sends 200 with the results. Throws a ProblemError where the body is at fault before its first event (400, 408, 413), the token is taken back
 * before it (401), its caller sends too many events (429) or the log took nothing of it (503), and a CallerGoneError.
 */
export async function receiveMany(
  endpoint: IngestEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  receiving: ReceivingMany,
): Promise<FastifyReply> {
  const response = new BatchResponse({
    directory: endpoint.spoolDirectory,
    memoryBytesMax: endpoint.limits.spoolMemoryBytesMax,
    memory: receiving.memory,
    diskBudget: endpoint.disk.accountOf(request.caller),
    lookAtDisk: endpoint.lookAtDisk,
    rejectedOnly: receiving.rejectedOnly,
    language: callerLanguage(request),
  });
  const { body } = receiving;
  const taking = new BodyIntake({ endpoint, request, reply, response, receiving, sentBytes: body.sentBytes });
  try {
    await taking.takeAll(framesOf(endpoint, body.chunks, receiving));
    const { caller } = request;
    const sending = {
      contentType: "application/json; charset=utf-8",
      pieceMsMax: endpoint.limits.pieceMsMax,
      onUnread: () => endpoint.refusals.refuse("answer_unread", { caller }),
    };
    return await sendPieces(reply, sending, response.text());
  } finally {
    // Where the body ended early, groups may still be on their way to the log.
    await taking.settleAll().catch(() => undefined);
    await response.dispose();
  }
}

/** The frames of each chunk. Throws a ProblemError where the body is at fault before its first event. */
async function* framesOf(
  endpoint: IngestEndpoint,
  chunks: AsyncIterable<Uint8Array>,
  { shape, memory }: ReceivingMany,
): AsyncGenerator<Iterable<Frame>> {
  const { eventBytesMax } = endpoint.limits;
  const splitter: FrameSplitter = shape === "array" ? new ArraySplitter(eventBytesMax) : new LineSplitter(eventBytesMax);
  let anything = false;
  let heldBytes = 0;
  const checked = function* (frames: Iterable<Frame>): Generator<Frame> {
    for (const frame of frames) {
      if (!anything && "fault" in frame && frame.structural) throw new ProblemError(400, [frame.fault]);
      anything = true;
      yield frame;
    }
  };
  try {
    for await (const chunk of chunks) {
      endpoint.countBytes(chunk.length);
      yield checked(splitter.push(chunk));
      const more = splitter.heldBytes - heldBytes;
      if (more > 0 && !memory.take(more)) throw new NoRoomError();
      if (more < 0) memory.give(-more);
      heldBytes += more;
    }
  } catch (error) {
    if (!anything || !(error instanceof BrokenCompressionError)) throw error;
    yield checked([{ fault: fault("QG-0114", ""), structural: true }]);
    return;
  }
  yield checked(splitter.end());
  if (!anything && shape === "lines") throw new ProblemError(400, [fault("QG-0107", "")]);
}

/** The caller's share of the memory has no room for more of this body. */
class NoRoomError extends CodedError<"memory_full"> {
  constructor() {
    super("memory_full", "the caller's share of the memory is full");
  }
}

/** The body is not read on, and the response has the results of what came before it. */
const isEnding = (error: unknown): error is ProblemError => error instanceof SlowBodyError || error instanceof SwollenBodyError;

interface TakingBody {
  readonly endpoint: IngestEndpoint;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly response: BatchResponse;
  readonly receiving: ReceivingMany;
  /** Of the body, so far. */
  readonly sentBytes: () => number;
}

class BodyIntake {
  readonly #body: TakingBody;
  readonly #endpoint: IngestEndpoint;
  readonly #response: BatchResponse;
  readonly #underWay: { readonly outcome: Promise<IntakeOutcome>; readonly bytes: number }[] = [];
  /** The log refused a group: nothing more is handed to it. */
  #refused = false;
  #stopped = false;

  constructor(body: TakingBody) {
    this.#body = body;
    this.#endpoint = body.endpoint;
    this.#response = body.response;
  }

  async takeAll(chunks: AsyncIterable<Iterable<Frame>>): Promise<void> {
    try {
      for await (const frames of chunks) {
        const groups = groupsOf(frames, this.#endpoint.limits);
        for (;;) {
          const slices = await this.#nextSlice();
          const { value: group, done } = groups.next();
          if (done === true) break;
          if (!(await isStillSending(this.#body.request, this.#body.receiving.speakers))) return await this.#endOfToken();
          await this.#take(group, slices);
          if (this.#isOver()) return await this.#end(fault("QG-0135", ""), "results");
        }
      }
    } catch (error) {
      await this.settleAll();
      if (error instanceof NoRoomError) {
        if (this.#response.isEmpty) throw noRoom(this.#endpoint, this.#body.request.caller);
        return await this.#end(fault("QG-0901", ""), "memory");
      }
      if (!isEnding(error) || this.#response.isEmpty) throw error;
      return await this.#end(error.faults[0] as Fault, error instanceof SlowBodyError ? "body_too_slow" : "body_swollen");
    }
    await this.settleAll();
  }

  /** Every group that was handed to the log has its results. */
  async settleAll(): Promise<void> {
    while (this.#underWay.length > 0) await this.#settleOldest();
  }

  /** Whether results would take more than the bytes of the body allow for. */
  #isOver(): boolean {
    const { resultsBytesFree, resultsPerSentByteMax } = this.#endpoint.limits;
    return this.#response.isOver || this.#response.bytes > Math.max(resultsBytesFree, resultsPerSentByteMax * this.#body.sentBytes());
  }

  /** What came before has its results. */
  async #endOfToken(): Promise<void> {
    await this.settleAll();
    const refusal = unknownToken();
    if (this.#response.isEmpty) throw refusal;
    this.#response.endWith(refusal.faults[0] as Fault);
  }

  async #end(why: Fault, reason: RefusalReason): Promise<void> {
    await this.settleAll();
    this.#response.endWith(why);
    this.#endpoint.refusals.refuse(reason, { caller: this.#body.request.caller });
  }

  /** The caller's next slice. */
  async #nextSlice(): Promise<Slices> {
    const next = () => nextSliceOf(`sender ${this.#body.request.caller}`);
    const sliceMs = await next();
    const endMs = performance.now() + sliceMs;
    return {
      get firstMs() {
        return endMs - performance.now();
      },
      next,
    };
  }

  async #take(group: readonly Frame[], slices: Slices): Promise<void> {
    if (this.#body.reply.raw.destroyed) throw new CallerGoneError("the caller went away before its answer");
    if (this.#response.isFull) {
      await this.settleAll();
      this.#response.addUnreported(group.length);
      return;
    }
    await this.#chargeFor(group);
    const bytes = await this.#takeMemory(group);
    const verdicts = await this.#endpoint.intake.judge(group, this.#body.receiving.speakers, slices);
    this.#underWay.push({ outcome: this.#outcomeOf(verdicts), bytes });
    while (this.#underWay.length >= this.#endpoint.limits.appendsUnderWayMax) await this.#settleOldest();
  }

  /** Waits until the caller may send the group. Where that is too long, the log is handed nothing more of this body. */
  async #chargeFor(group: readonly Frame[]): Promise<void> {
    if (this.#refused) return;
    const tooMany = await this.#body.request.chargeEvents(group.length);
    if (tooMany === null) return;
    this.#refused = true;
    await this.#stop(tooMany);
  }

  /** What the group is reckoned with. Where it finds no room although nothing else of this body is under way, the log is handed nothing more. */
  async #takeMemory(group: readonly Frame[]): Promise<number> {
    const eventBytes = group.reduce((sum, frame) => sum + ("bytes" in frame ? frame.bytes.length : 0), 0);
    const bytes = this.#endpoint.limits.bytesPerEventByte * eventBytes;
    const { memory } = this.#body.receiving;
    if (memory.take(bytes)) return bytes;
    await this.settleAll();
    if (memory.take(bytes)) return bytes;
    this.#refused = true;
    await this.#stop(noRoom(this.#endpoint, this.#body.request.caller));
    return 0;
  }

  async #outcomeOf(verdicts: readonly Verdict[]): Promise<IntakeOutcome> {
    if (!this.#body.receiving.store) return { results: resultsOf(verdicts, "not_stored"), stoppedBy: null };
    if (this.#refused) return this.#endpoint.intake.retry(verdicts);
    const { leaves, rejectedOnly } = this.#body.receiving;
    const outcome = await this.#endpoint.intake.append(verdicts, { leaves: leaves && !rejectedOnly });
    if (outcome.stoppedBy !== null) this.#refused = true;
    return outcome;
  }

  async #settleOldest(): Promise<void> {
    const oldest = this.#underWay.shift();
    if (oldest === undefined) return;
    const outcome = await oldest.outcome;
    this.#body.receiving.memory.give(oldest.bytes);
    await this.#nextSlice();
    const noSpool = await this.#response.add(outcome.results);
    if (noSpool !== null) this.#endpoint.refusals.refuse("spool", { caller: this.#body.request.caller, err: noSpool });
    if (outcome.stoppedBy !== null) await this.#stop(outcome.stoppedBy);
  }

  /** Where the log has nothing of this body, the body is refused as a whole: 429 where its caller sends too many events, else 503. */
  async #stop(cause: unknown): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#body.request.log.warn({ err: cause }, "no more of a body is taken: its rest is to be sent again");
    await this.settleAll();
    if (this.#response.accepted === 0) throw cause instanceof ProblemError ? cause : unavailable(this.#endpoint.limits, cause);
  }
}
