/**
 * Long computations in pieces, so that none holds the event loop: whoever computes yields now and then, and after some milliseconds
 * whatever else has to be done comes first. All long computations of the process share one queue, and one piece is done in each round of
 * the loop, however many wait: ten answers at once hold it no longer than one does.
 */
import { endWithCaller } from "./caller-signal.ts";

/** NUMBERS 3.3 allows 50 ms; a round also takes in what comes from sockets, and a collection of garbage. */
const pieceMsMax = 8;
/** Asking for the time costs more than most steps do. */
const stepsPerLook = 8;

const waiting: (() => void)[] = [];

function serveOne(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(serveOne);
}

/** Resolves when it is this computation's turn. Rejects once its caller has left. */
export async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(serveOne);
  });
  endWithCaller();
}

/** The result of the generator. Between two of its yields it should take a millisecond at most. */
export async function inPieces<Result>(work: Iterator<unknown, Result, undefined>): Promise<Result> {
  await nextTurn();
  let startedMs = performance.now();
  for (let steps = 1; ; steps += 1) {
    const { done, value } = work.next();
    if (done === true) return value;
    if (steps % stepsPerLook !== 0 || performance.now() - startedMs < pieceMsMax) continue;
    await nextTurn();
    startedMs = performance.now();
  }
}

/** What the function makes of each item, in their order. */
export function mapInPieces<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Promise<Result[]> {
  return inPieces(mapped(items, map));
}

function* mapped<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Generator<void, Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(map(item));
    yield;
  }
  return results;
}
