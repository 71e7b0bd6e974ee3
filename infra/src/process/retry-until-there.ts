/** Waits for a dependency of a service that may start later than it, or be unavailable for a while. */
import type { Logger } from "./logger.ts";
import { isRetryable, retry } from "./retry.ts";

export interface WaitOptions {
  /** What is waited for, for the operator. */
  readonly what: string;
  /** Gives up waiting, not trying. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

const pauses = { firstMs: 250, maxMs: 5_000 };
/** A line at the first time, then about every half minute. */
const sayAgainMs = 30_000;

/**
 * Tries until it succeeds. What says of itself that it may be repeated (`retryable`) is waited for; anything else, wrong credentials
 * for one, is thrown at once, since waiting would not mend it.
 */
export async function retryUntilThere<Result>({ what, signal, logger }: WaitOptions, attempt: () => Promise<Result>): Promise<Result> {
  let saidAtMs = -Infinity;
  const onFailure = (error: unknown) => {
    if (performance.now() - saidAtMs < sayAgainMs) return;
    saidAtMs = performance.now();
    logger.warn({ waitingFor: what, reason: (error as Error).message }, "waiting for what this service stands on");
  };
  return retry({ ...pauses, signal, isTransient: isRetryable, onFailure }, attempt);
}
