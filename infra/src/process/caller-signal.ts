/**
 * Whether anybody still waits for what is being worked on. The signal of a request accompanies all that is done for it (Node's
 * AsyncLocalStorage), so that the store's statements and long computations end with their caller in every route, and no function between
 * has to hand it on. What several callers share is done for none of them alone: `forEverybody`.
 */
import { AsyncLocalStorage } from "node:async_hooks";

interface Caller {
  readonly signal: AbortSignal | undefined;
  readonly name: string;
}

const callers = new AsyncLocalStorage<Caller>();

/** Gives the signal of the caller; undefined where none was set. */
export function callerSignal(): AbortSignal | undefined {
  return callers.getStore()?.signal;
}

/** Whose share of what callers share the work takes; empty where nobody said so. What several share is of the first of them. */
export function callerName(): string {
  return callers.getStore()?.name ?? "";
}

/** Runs `work`, and all that it awaits, with this signal as that of its caller. Gives what `work` gives. */
export function forCaller<Result>(signal: AbortSignal, work: () => Result, name = callerName()): Result {
  return callers.run({ signal, name }, work);
}

/** Runs `work`, and all that it awaits, without the signal of a caller. Gives what `work` gives. */
export function forEverybody<Result>(work: () => Result): Result {
  return callers.run({ signal: undefined, name: callerName() }, work);
}

/** Throws the reason of the caller's signal once the caller has left. */
export function endWithCaller(): void {
  callerSignal()?.throwIfAborted();
}

/** Gives the same result. Rejects with the reason of the caller's signal once the caller has left; the work goes on, for whoever shares it. */
export async function whileWaitedFor<Result>(work: Promise<Result>): Promise<Result> {
  const signal = callerSignal();
  if (signal === undefined) return work;
  signal.throwIfAborted();
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal.reason as Error);
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([work, left.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
