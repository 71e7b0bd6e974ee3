/**
 * Long computations in pieces, so that none holds the event loop. A computation yields every few steps. After `unaskedMsMax` it waits for a
 * slice of time. One slice is given in each iteration of the event loop, however many computations wait, so that ten responses at once hold
 * the loop no longer than one does. The owners of the work (responses, the aggregator, each sender of events) get slices in rotation.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { mappedInSteps } from "@qorgau/schemas/steps";
import { endWithCaller } from "./caller-signal.ts";
import { SliceRotation } from "./slice-rotation.ts";

/** Work that takes less time than this waits for no slice: most computations are small. */
const unaskedMsMax = 0.5;
/** A look at the clock costs more than most steps do. */
const stepsPerLook = 8;

const rotation = new SliceRotation();
const owners = new AsyncLocalStorage<string>();

/** Runs `work`; what it computes in pieces takes its slices as work of this owner. */
export function inSlicesOf<Result>(owner: string, work: () => Result): Result {
  return owners.run(owner, work);
}

/** Resolves when this owner has the next slice, with the milliseconds that it may take. */
export function nextSliceOf(owner: string): Promise<number> {
  return rotation.next(owner);
}

/** Resolves when this computation has the next slice, with the milliseconds that it may take. Rejects once its caller has left. */
export async function nextIteration(): Promise<number> {
  const sliceMs = await nextSliceOf(owners.getStore() ?? "answers");
  endWithCaller();
  return sliceMs;
}

/** A computation that is driven by hand, such as one over a stream: where its slice is over it waits for the next one. */
export interface Pieces {
  readonly isOver: () => boolean;
  /** Rejects once the caller has left. */
  readonly next: () => Promise<void>;
}

export function createPieces(): Pieces {
  let endMs = performance.now() + unaskedMsMax;
  return {
    isOver: () => performance.now() >= endMs,
    async next() {
      const sliceMs = await nextIteration();
      endMs = performance.now() + sliceMs;
    },
  };
}

/**
 * Gives the result of the generator. Between two of its yields it should take a millisecond at most. Rejects with the reason of the caller's
 * signal once the caller has left, and with what the generator throws.
 */
export async function inPieces<Result>(work: Iterator<unknown, Result, undefined>): Promise<Result> {
  endWithCaller();
  const pieces = createPieces();
  for (let steps = 1; ; steps += 1) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (steps % stepsPerLook === 0 && pieces.isOver()) await pieces.next();
  }
}

/** Gives what the function makes of each item, in their order. Rejects as `inPieces` does. */
export function mapInPieces<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Promise<Result[]> {
  return inPieces(mappedInSteps(items, map));
}
