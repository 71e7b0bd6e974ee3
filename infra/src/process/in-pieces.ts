/**
 * Long computations in pieces, so that none holds the event loop: whoever computes yields now and then, and after some milliseconds
 * whatever else has to be done comes first. All of the process take turns: one piece is done in each round of the loop, however many wait,
 * so that ten answers at once hold it no longer than one does; and whose turn it is goes round, so that none of the answers, the aggregator
 * and those who send events waits for all the work of the others.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { mappedInSteps } from "@qorgau/schemas/steps";
import { endWithCaller } from "./caller-signal.ts";
import { FairTurns } from "./fair-turns.ts";

/** What is done in so little time takes no turn: most computations are small. */
const unaskedMsMax = 0.5;
/** Asking for the time costs more than most steps do. */
const stepsPerLook = 8;

const turns = new FairTurns();
const owners = new AsyncLocalStorage<string>();

/** Whatever is computed in pieces for `work` takes its turns as one owner's. */
export function inTurnsOf<Result>(owner: string, work: () => Result): Result {
  return owners.run(owner, work);
}

/** Resolves when it is this owner's turn, with the milliseconds that it may take. */
export function nextTurnOf(owner: string): Promise<number> {
  return turns.next(owner);
}

/** Resolves when it is this computation's turn, with the milliseconds that it may take. Rejects once its caller has left. */
export async function nextTurn(): Promise<number> {
  const sliceMs = await nextTurnOf(owners.getStore() ?? "answers");
  endWithCaller();
  return sliceMs;
}

/** The result of the generator. Between two of its yields it should take a millisecond at most. */
export async function inPieces<Result>(work: Iterator<unknown, Result, undefined>): Promise<Result> {
  endWithCaller();
  let endMs = performance.now() + unaskedMsMax;
  for (let steps = 1; ; steps += 1) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (steps % stepsPerLook !== 0 || performance.now() < endMs) continue;
    const sliceMs = await nextTurn();
    endMs = performance.now() + sliceMs;
  }
}

/** What the function makes of each item, in their order. */
export function mapInPieces<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Promise<Result[]> {
  return inPieces(mappedInSteps(items, map));
}
