/** Lets heavy questions be answered one after the other, and no more of them wait than are likely to be served in time. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import { fault } from "@qorgau/schemas/rules/rules";

/** Rejects with a `ProblemError` 503 where too many wait. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

const retryAfterSeconds = 30;

export function createOneAtATime(waitingMax: number): OneAtATime {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>) => {
    if (waiting > waitingMax) throw new ProblemError(503, [fault("QG-0833", "", { waitingMax })], { retryAfterSeconds });
    waiting += 1;
    const turn = last.then(work).finally(() => (waiting -= 1));
    // Whoever comes next waits for the end of it, be it good or bad.
    last = turn.catch(() => {});
    return turn;
  };
}
