/** Lets heavy requests be served one after the other, and no more of them wait than are likely to be served in time. */
import { callerSignal, endWithCaller, whileWaitedFor } from "@qorgau/infra/process/caller-signal";
import { fault } from "@qorgau/schemas/rules/rules";
import { ResponseError } from "./response-error.ts";

/** Rejects with a `ResponseError` (`answer_queue_full`) where too many wait. A caller that leaves, waiting or served, gives up its place at once. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Runs what it is given in the order of the calls. At most `waitingMax` wait beside the one that runs. */
export function createOneAtATime(waitingMax: number): OneAtATime {
  let inside = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>) => {
    endWithCaller();
    if (inside > waitingMax) throw new ResponseError("answer_queue_full", [fault("QG-0833", "", { waitingMax })]);
    inside += 1;
    const leave = onceOnly(() => (inside -= 1));
    callerSignal()?.addEventListener("abort", leave, { once: true });
    const mine = last.then(() => {
      endWithCaller();
      return work();
    });
    // The next one waits for the end of it, also where it fails.
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
