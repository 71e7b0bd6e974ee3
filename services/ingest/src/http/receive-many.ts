/**
 * Many events, each judged alone: the body is split as it comes, taken in group by group, and answered after its end.
 *
 * 1. A group is judged.
 * 2. It is handed to the log, in input order, while up to `appendsUnderWayMax` earlier ones are still being made durable.
 * 3. Results are spooled in input order, each once the log has its event.
 * 4. Once the log refuses, nothing more is handed to it: the rest is judged, and what would be accepted answers `retry`.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Verdict } from "../domain/acceptance.ts";
import { ArraySplitter } from "../framing/array-splitter.ts";
import type { Frame, FrameSplitter } from "../framing/frame.ts";
import { LineSplitter } from "../framing/line-splitter.ts";
import { resultsOf } from "../intake.ts";
import type { IntakeOutcome } from "../intake.ts";
import { BatchAnswer } from "../results/batch-answer.ts";
import { unavailable } from "./door.ts";
import type { Door } from "./door.ts";
import { groupsOf } from "./groups-of.ts";
import type { Receiving } from "./receive-one.ts";
import { BrokenCompressionError, readBody } from "./request-body.ts";
import { sendPieces } from "./send-pieces.ts";

export interface ReceivingMany extends Receiving {
  readonly shape: "array" | "lines";
  readonly onlyOthers: boolean;
}

/** Throws a ProblemError where nothing could be made out in the body, or the log took nothing of it. */
export async function receiveMany(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  receiving: ReceivingMany,
): Promise<FastifyReply> {
  const answer = new BatchAnswer({
    directory: door.spoolDirectory,
    memoryBytesMax: door.limits.spoolMemoryBytesMax,
    diskBudget: door.diskBudget,
    onlyOthers: receiving.onlyOthers,
  });
  const taking = new BodyIntake(door, request, answer, receiving);
  try {
    await taking.takeAll(framesOf(door, request, receiving));
    return await sendPieces(reply, "application/json; charset=utf-8", answer.text());
  } finally {
    // Where the body ended early, groups may still be on their way to the log.
    await taking.settleAll().catch(() => undefined);
    await answer.dispose();
  }
}

/** The frames of each chunk. Throws a ProblemError where the body is at fault before its first event. */
async function* framesOf(door: Door, request: FastifyRequest, receiving: ReceivingMany): AsyncGenerator<Iterable<Frame>> {
  const { eventBytesMax } = door.limits;
  const splitter: FrameSplitter = receiving.shape === "array" ? new ArraySplitter(eventBytesMax) : new LineSplitter(eventBytesMax);
  let anything = false;
  const checked = function* (frames: Iterable<Frame>): Generator<Frame> {
    for (const frame of frames) {
      if (!anything && "fault" in frame && frame.structural) throw new ProblemError(400, [frame.fault]);
      anything = true;
      yield frame;
    }
  };
  try {
    for await (const chunk of readBody(request.raw, receiving.compressed)) {
      door.countBytes(chunk.length);
      yield checked(splitter.push(chunk));
    }
  } catch (error) {
    if (!(error instanceof BrokenCompressionError)) throw error;
    yield checked([{ fault: fault("QG-0114", ""), structural: true }]);
    return;
  }
  yield checked(splitter.end());
  if (!anything && receiving.shape === "lines") throw new ProblemError(400, [fault("QG-0107", "")]);
}

class BodyIntake {
  readonly #door: Door;
  readonly #request: FastifyRequest;
  readonly #answer: BatchAnswer;
  readonly #receiving: Receiving;
  readonly #underWay: Promise<IntakeOutcome>[] = [];
  /** The log refused a group: nothing more is handed to it. */
  #refused = false;
  #stopped = false;

  constructor(door: Door, request: FastifyRequest, answer: BatchAnswer, receiving: Receiving) {
    this.#door = door;
    this.#request = request;
    this.#answer = answer;
    this.#receiving = receiving;
  }

  async takeAll(chunks: AsyncIterable<Iterable<Frame>>): Promise<void> {
    for await (const frames of chunks) {
      for (const group of groupsOf(frames, this.#door.limits)) await this.#take(group);
    }
    await this.settleAll();
  }

  /** Every group that was handed to the log has its results. */
  async settleAll(): Promise<void> {
    while (this.#underWay.length > 0) await this.#settleOldest();
  }

  async #take(group: readonly Frame[]): Promise<void> {
    if (this.#answer.isFull) {
      await this.settleAll();
      this.#answer.addUntold(group.length);
      return;
    }
    const verdicts = await this.#door.intake.judge(group, this.#receiving.speaker);
    this.#underWay.push(this.#outcomeOf(verdicts));
    while (this.#underWay.length >= this.#door.limits.appendsUnderWayMax) await this.#settleOldest();
  }

  async #outcomeOf(verdicts: readonly Verdict[]): Promise<IntakeOutcome> {
    if (!this.#receiving.store) return { results: resultsOf(verdicts, "not_stored"), stoppedBy: null };
    if (this.#refused) return this.#door.intake.leave(verdicts);
    const outcome = await this.#door.intake.append(verdicts);
    if (outcome.stoppedBy !== null) this.#refused = true;
    return outcome;
  }

  async #settleOldest(): Promise<void> {
    const outcome = await this.#underWay.shift();
    if (outcome === undefined) return;
    const noRoom = await this.#answer.add(outcome.results);
    if (noRoom !== null) this.#request.log.error({ err: noRoom }, "there is no room for results: the rest of a body is to be sent again");
    if (outcome.stoppedBy !== null) await this.#stop(outcome.stoppedBy);
  }

  /** Where the log has nothing of this body, the body is refused as a whole. */
  async #stop(cause: unknown): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#request.log.warn({ err: cause }, "the log takes no more: the rest of a body is to be sent again");
    await this.settleAll();
    if (this.#answer.accepted === 0) throw unavailable(this.#door.limits, cause);
  }
}
