/** Lets heavy questions be answered one after the other, and no more of them wait than are likely to be served in time. */
import { callerSignal, endWithCaller, whileWaitedFor } from "@qorgau/infra/process/caller-signal";
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";

/** Rejects with a `ProblemError` 503 where too many wait. Whoever leaves, waiting or being served, gives the place up at once. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

const retryAfterSeconds = 30;

export function createOneAtATime(waitingMax: number): OneAtATime {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>) => {
    endWithCaller();
    if (inside > waitingMax) throw new ProblemError(503, [fault("QG-0833", "", { waitingMax })], { retryAfterSeconds });
    inside += 1;
    const leave = onceOnly(() => (inside -= 1));
    callerSignal()?.addEventListener("abort", leave, { once: true });
    const mine = last.then(() => {
      endWithCaller();
      return work();
    });
    // Whoever comes next waits for the end of it, be it good or bad.
    last = mine.catch(() => {});
    return whileWaitedFor(mine).finally(() => {
      callerSignal()?.removeEventListener("abort", leave);
      leave();
    });
  };
}

function onceOnly(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
