/** Repeats what may succeed in a moment, with growing pauses: the one way in which anything here is tried again. */
import { setTimeout as delay } from "node:timers/promises";

/** Milliseconds. The first pause is doubled up to the longest. */
export interface PauseLimits {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Time and chance, to be given by a test. */
export interface PauseSource {
  /** Ends early, without an error, where the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** Milliseconds of any clock that runs evenly. */
  readonly now: () => number;
}

/** The machine's own timers, chance and monotonic clock. */
export const realPauses: PauseSource = {
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
  random: Math.random,
  now: () => performance.now(),
};

/** Exponential backoff with jitter. Pauses are in milliseconds and double from `firstMs` to `maxMs`. */
export interface GrowingPauses {
  /** The length of the next pause: half of it is fixed and half is drawn, so that many who failed together do not come back together. */
  next(): number;
  /** Waits for the next pause; less where the signal aborts. */
  wait(signal?: AbortSignal): Promise<void>;
  /** Begins with the first pause again. */
  reset(): void;
}

/** Gives pauses from `firstMs` on. They begin anew by themselves where no failure came for longer than two of the longest pauses. */
export function growingPauses({ firstMs, maxMs }: PauseLimits, { wait, random, now }: PauseSource = realPauses): GrowingPauses {
  let wholeMs = firstMs;
  let endsMs = Infinity;
  const next = (): number => {
    if (now() - endsMs > 2 * maxMs) wholeMs = firstMs;
    const pauseMs = (wholeMs / 2) * (1 + random());
    wholeMs = Math.min(2 * wholeMs, maxMs);
    endsMs = now() + pauseMs;
    return pauseMs;
  };
  return { next, wait: (signal) => wait(next(), signal), reset: () => void (wholeMs = firstMs) };
}

/** How `retry` repeats: pauses in milliseconds, drawn as in `GrowingPauses`, and an end by number, by error or by signal. */
export interface RetryOptions extends PauseLimits {
  /** Ends the repeating, not an attempt that is under way. */
  readonly signal?: AbortSignal;
  /** Attempts in all; absent: as many as it takes. */
  readonly attemptsMax?: number;
  /** Whether another attempt may succeed. */
  readonly isTransient: (error: unknown) => boolean;
  /** Called with every transient failure before the pause; `failures` counts them. */
  readonly onFailure?: (error: unknown, failures: number) => void;
  /** Done after the pause; should not reject. */
  readonly beforeNext?: () => Promise<unknown>;
  readonly source?: PauseSource;
}

/**
 * Gives what the first successful attempt gives. Rejects with the last failure where that is not transient, where there are attempts enough,
 * or once the signal aborts.
 */
export async function retry<Result>(options: RetryOptions, attempt: () => Promise<Result>): Promise<Result> {
  const { signal, attemptsMax = Infinity, isTransient, onFailure, beforeNext, source } = options;
  const pauses = growingPauses(options, source);
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted === true || failures >= attemptsMax || !isTransient(error)) throw error;
      onFailure?.(error, failures);
      await pauses.wait(signal);
      if (isAborted(signal)) throw error;
      await beforeNext?.();
    }
  }
}

/** Read again: it may have aborted meanwhile. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Whether an error says of itself that the same may succeed later. */
export function isRetryable(error: unknown): boolean {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}
