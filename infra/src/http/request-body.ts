/**
 * Reads the bytes of a request's body as they come, with back-pressure and a lowest rate; and handles a body that is not read to its end. Without
 * a lowest rate a body of a byte now and then would hold its resources for ever.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { IncomingMessage } from "node:http";
import { fault } from "@qorgau/schemas/rules/rules";
import { ProblemError } from "./problem.ts";

/**
 * The lowest rate of a request body. One that brings fewer than `bytesPerSecondMin` × `windowMs` / 1000 bytes
 * in a window is refused with 408 (QG-0132).
 */
export interface BodyPace {
  /** The least that a caller sends in a second, on average over a window. */
  readonly bytesPerSecondMin: number;
  /** Of the time that this side waits for the caller: the time in which the caller waits for this side does not count. */
  readonly windowMs: number;
}

/** Half a kilobyte a second is a twentieth of what the slowest mobile network carries; twenty seconds bridge a hole in its coverage. */
export const defaultBodyPace: BodyPace = { bytesPerSecondMin: 512, windowMs: 20_000 };

/** 408: the body comes too slowly to be waited for. */
export class SlowBodyError extends ProblemError {
  constructor({ bytesPerSecondMin, windowMs }: BodyPace) {
    super(408, [fault("QG-0132", "", { rate: bytesPerSecondMin, seconds: Math.round(windowMs / 1000) })]);
  }
}

/** The caller went away: there is nobody to respond to. */
export class CallerGoneError extends CodedError<"caller_gone"> {
  constructor(message: string) {
    super("caller_gone", message);
  }
}

/**
 * Ends where the body does, or where `signal` aborts. Rejects with `SlowBodyError` or `CallerGoneError`. The connection stays open where the
 * reading ends early, so that a response can be sent.
 */
export async function* readPaced(request: IncomingMessage, pace: BodyPace, signal?: AbortSignal): AsyncGenerator<Buffer> {
  let wake = () => {};
  let isClosed = request.destroyed && !request.complete;
  const onChange = () => wake();
  const onClose = () => {
    isClosed = true;
    wake();
  };
  request.on("readable", onChange).on("end", onChange).on("close", onClose).on("error", onClose);
  signal?.addEventListener("abort", onChange, { once: true });
  const changed = (waitMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  let windowBytes = 0;
  let waitedMs = 0;
  try {
    for (;;) {
      if (signal?.aborted === true) return;
      const chunk = request.read() as Buffer | null;
      if (chunk !== null) {
        windowBytes += chunk.length;
        yield chunk;
        continue;
      }
      if (request.readableEnded) return;
      if (isClosed) throw new CallerGoneError("the caller went away within the body");
      if (waitedMs >= pace.windowMs) {
        if (windowBytes * 1000 < pace.bytesPerSecondMin * pace.windowMs) throw new SlowBodyError(pace);
        windowBytes = 0;
        waitedMs = 0;
      }
      const begunMs = performance.now();
      await changed(pace.windowMs - waitedMs);
      waitedMs += performance.now() - begunMs;
    }
  } finally {
    request.off("readable", onChange).off("end", onChange).off("close", onClose).off("error", onClose);
    request.on("error", () => undefined);
    signal?.removeEventListener("abort", onChange);
  }
}

/** How much of an unread body is read and dropped, in bytes and in milliseconds, whichever is reached first. */
export interface DiscardLimits {
  readonly bytesMax: number;
  readonly msMax: number;
}

const discardLookMs = 50;

/**
 * Reads and drops the rest of a body within limits: a client that sends everything before it reads would otherwise lose its response to a reset
 * connection. Resolves with whether the body came to its end.
 */
export function discardRest(request: IncomingMessage, { bytesMax, msMax }: DiscardLimits): Promise<boolean> {
  if (request.complete || request.destroyed) return Promise.resolve(request.complete);
  const { socket } = request;
  const bytesBefore = socket.bytesRead;
  const endMs = performance.now() + msMax;
  request.on("error", () => undefined).resume();
  return new Promise((resolve) => {
    const done = (isWhole: boolean) => {
      clearInterval(looking);
      request.off("close", onClose);
      resolve(isWhole);
    };
    const onClose = () => done(request.complete);
    const looking = setInterval(() => {
      if (request.complete) done(true);
      else if (socket.destroyed || performance.now() > endMs || socket.bytesRead - bytesBefore > bytesMax) done(false);
    }, discardLookMs).unref();
    request.once("close", onClose);
  });
}
