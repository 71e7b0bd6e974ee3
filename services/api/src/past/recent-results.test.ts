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
