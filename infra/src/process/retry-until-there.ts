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
 * Gives the result of the first attempt that succeeds. A failure that says of itself that it may be repeated (`retryable`) is waited out, without
 * a limit; any other, such as wrong credentials, is thrown at once. Rejects with the last failure once `signal` aborts.
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
