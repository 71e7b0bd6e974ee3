import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { forCaller, whileWaitedFor } from "./caller-signal.ts";
import { inPieces, mapInPieces } from "./in-pieces.ts";

function* busy(ms: number): Generator<void, string> {
  for (const endMs = performance.now() + ms; performance.now() < endMs;) yield;
  return "done";
}

test("many long computations at once hold the event loop no longer than one does", async () => {
  let longestMs = 0;
  let lastMs = performance.now();
  const beat = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastMs);
    lastMs = performance.now();
  }, 1);
  const all = await Promise.all(Array.from({ length: 20 }, () => inPieces(busy(30))));
  clearInterval(beat);
  expect(all).toEqual(all.map(() => "done"));
  expect(longestMs).toBeLessThan(100);
});

test("what is made of each item comes in their order", async () => {
  expect(await mapInPieces([3, 1, 2], (one) => one * 2)).toEqual([6, 2, 4]);
});

test("a computation ends once its caller has left, and what is shared does not", async () => {
  const leaving = new AbortController();
  const mine = forCaller(leaving.signal, () => inPieces(busy(60_000)));
  const shared = inPieces(busy(50));
  const waited = forCaller(leaving.signal, () => whileWaitedFor(shared));
  const both = Promise.allSettled([mine, waited]);
  await delay(5);
  const reason = new Error("left");
  leaving.abort(reason);
  expect(await both).toEqual([1, 2].map(() => ({ status: "rejected", reason })));
  expect(await shared).toBe("done");
});
