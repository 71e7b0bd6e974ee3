/**
 * Lets heavy requests be served one after the other, and no more of them wait than are likely to be served in time. Callers are served in rotation,
 * each in the order of its requests, and where no place is left whoever has most of them gives one up: nobody shuts anybody out.
 */
import { callerName, callerSignal, endWithCaller, whileWaitedFor } from "@qorgau/infra/process/caller-signal";
import { fault } from "@qorgau/schemas/rules/rules";
import { ResponseError } from "./response-error.ts";

/** Rejects with a `ResponseError` (`answer_queue_full`) where too many wait. A caller that leaves, waiting or served, gives up its place at once. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A request that waits. */
interface Place {
  readonly begin: () => void;
  readonly refuse: () => void;
}

/** Runs what it is given. At most `waitingMax` wait beside the one that runs. */
export function createOneAtATime(waitingMax: number): OneAtATime {
  /** The next caller is the first one. */
  const waiting = new Map<string, Place[]>();
  let waitingCount = 0;
  let isServing = false;
  let isLeft = false;

  const remove = (caller: string, place: Place): void => {
    const places = waiting.get(caller) ?? [];
    const others = places.filter((one) => one !== place);
    if (others.length === places.length) return;
    waitingCount -= 1;
    if (others.length === 0) waiting.delete(caller);
    else waiting.set(caller, others);
  };
  /** The caller goes to the end of the rotation. */
  const serveNext = (): void => {
    const [caller, places] = waiting.entries().next().value ?? [];
    const [place] = places ?? [];
    isServing = place !== undefined;
    isLeft = false;
    if (caller === undefined || place === undefined) return;
    remove(caller, place);
    const others = waiting.get(caller);
    if (others !== undefined) {
      waiting.delete(caller);
      waiting.set(caller, others);
    }
    place.begin();
  };
  const isFull = () => waitingCount >= waitingMax + (isLeft || !isServing ? 1 : 0);
  /** Makes room for this caller where another has at least two places more than it. */
  const displaceFor = (caller: string): void => {
    const [greediest, places] = [...waiting].reduce((most, one) => (one[1].length > most[1].length ? one : most), ["", [] as Place[]]);
    const last = places.at(-1);
    if (last === undefined || places.length < (waiting.get(caller)?.length ?? 0) + 2) return;
    remove(greediest, last);
    last.refuse();
  };

  return async <Result>(work: () => Promise<Result>) => {
    endWithCaller();
    const caller = callerName();
    const full = () => new ResponseError("answer_queue_full", [fault("QG-0833", "", { waitingMax })]);
    if (isFull()) displaceFor(caller);
    if (isFull()) throw full();
    const { promise: begun, resolve: begin, reject } = Promise.withResolvers<void>();
    const place: Place = { begin, refuse: () => reject(full()) };
    waiting.set(caller, [...(waiting.get(caller) ?? []), place]);
    waitingCount += 1;
    let isMine = false;
    const leave = () => {
      if (isMine) isLeft = true;
      else remove(caller, place);
    };
    const mine = begun.then(async () => {
      isMine = true;
      try {
        endWithCaller();
        return await work();
      } finally {
        // The next one waits for the end of it, also where it fails.
        isMine = false;
        serveNext();
      }
    });
    callerSignal()?.addEventListener("abort", leave, { once: true });
    if (!isServing) serveNext();
    return whileWaitedFor(mine).finally(() => callerSignal()?.removeEventListener("abort", leave));
  };
}
