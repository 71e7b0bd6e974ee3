import { callerSignal, forCaller } from "@qorgau/infra/process/caller-signal";
import { expect, test } from "vitest";
import { createRecentResults } from "./recent-results.ts";

test("a key is made once, also for those who ask at the same time", async () => {
  let made = 0;
  const results = createRecentResults<number>(2);
  const make = () => Promise.resolve((made += 1));
  expect(await Promise.all([results.get("a", make), results.get("a", make)])).toEqual([1, 1]);
  expect(await results.get("b", make)).toBe(2);
});

test("the key that was used longest ago gives way", async () => {
  const results = createRecentResults<string>(2);
  const make = (text: string) => () => Promise.resolve(text);
  for (const key of ["a", "b", "a", "c"]) await results.get(key, make("first"));
  const [a, b, c] = [await results.get("a", make("again")), await results.get("c", make("again")), await results.get("b", make("again"))];
  expect([a, b, c]).toEqual(["first", "first", "again"]);
});

test("a failure is told to those who wait and not remembered", async () => {
  const results = createRecentResults<string>(2);
  const failed = [results.get("a", () => Promise.reject(new Error("away"))), results.get("a", () => Promise.resolve("not made"))];
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await results.get("a", () => Promise.resolve("made"))).toBe("made");
});

test("what was forgotten is made again", async () => {
  const results = createRecentResults<string>(2);
  await results.get("a", () => Promise.resolve("first"));
  results.forget("a");
  expect(await results.get("a", () => Promise.resolve("second"))).toBe("second");
});

test("what takes too much together gives way, the oldest first", async () => {
  const results = createRecentResults<string>(10, { bytesOf: ({ length }) => length, bytesMax: 10 });
  for (const key of ["a", "b", "c"]) await results.get(key, () => Promise.resolve("1234"));
  const again = (key: string) => results.get(key, () => Promise.resolve("anew"));
  expect([await again("c"), await again("b"), await again("a")]).toEqual(["1234", "1234", "anew"]);
});

test("the work ends when the last of those who wait has left", async () => {
  const results = createRecentResults<string>(2);
  const [one, other] = [new AbortController(), new AbortController()];
  const work = Promise.withResolvers<string>();
  const make = () => {
    callerSignal()!.addEventListener("abort", () => work.reject(new Error("ended")));
    return work.promise;
  };
  let ended = false;
  work.promise.catch(() => (ended = true));
  const requested = [one, other].map(({ signal }) => forCaller(signal, () => results.get("a", make)));
  one.abort(new Error("one left"));
  await expect(requested[0]).rejects.toThrow("one left");
  expect(ended).toBe(false);
  other.abort(new Error("other left"));
  await expect(requested[1]).rejects.toThrow("other left");
  await Promise.allSettled([work.promise]);
  expect(ended).toBe(true);
  expect(await results.get("a", () => Promise.resolve("made"))).toBe("made");
});
