import { expect, test } from "vitest";
import { growingPauses, isRetryable, retry } from "./retry.ts";
import type { PauseSource, RetryOptions } from "./retry.ts";

/** Time that is only noted: the requested pauses, each at its shortest. */
function notedTime(onWait: (waits: number) => void = () => {}): PauseSource & { readonly waits: number[] } {
  const waits: number[] = [];
  return { waits, random: () => 0, now: () => 0, wait: async (milliseconds) => onWait(waits.push(milliseconds)) };
}

const failure = (message: string, retryable: boolean) => Object.assign(new Error(message), { retryable });
const limits = { firstMs: 100, maxMs: 500, isTransient: isRetryable };

/** Fails so many times, then gives "there". */
function comesAfter(failures: number, error: Error = failure("away", true)) {
  const attempts: number[] = [];
  const attempt = async () => {
    attempts.push(attempts.length + 1);
    if (attempts.length <= failures) throw error;
    return "there";
  };
  return { attempt, attempts };
}

test("is tried again with pauses that double up to the longest", async () => {
  const source = notedTime();
  const { attempt, attempts } = comesAfter(5);
  expect(await retry({ ...limits, source }, attempt)).toBe("there");
  expect(source.waits).toEqual([50, 100, 200, 250, 250]);
  expect(attempts).toHaveLength(6);
});

test("half of a pause is drawn", () => {
  const drawn = (random: number) => growingPauses(limits, { ...notedTime(), random: () => random }).next();
  expect([drawn(0), drawn(0.5), drawn(0.999)]).toEqual([50, 75, 99.95]);
});

test("pauses begin again after what went well", () => {
  const pauses = growingPauses(limits, notedTime());
  expect([pauses.next(), pauses.next()]).toEqual([50, 100]);
  pauses.reset();
  expect(pauses.next()).toBe(50);
});

test("pauses begin again by themselves after two of the longest without a failure", () => {
  let nowMs = 0;
  const pauses = growingPauses(limits, { ...notedTime(), now: () => nowMs });
  pauses.next();
  nowMs = 50 + 1000;
  expect(pauses.next()).toBe(100);
  nowMs += 100 + 1001;
  expect(pauses.next()).toBe(50);
});

test.each<[string, Partial<RetryOptions>, Error, number]>([
  ["what does not pass", {}, failure("wrong password", false), 1],
  ["what says nothing of itself", {}, new Error("anything"), 1],
  ["the last of so many attempts", { attemptsMax: 3 }, failure("away", true), 3],
])("%s is thrown as it is", async (_name, options, error, expected) => {
  const { attempt, attempts } = comesAfter(9, error);
  await expect(retry({ ...limits, source: notedTime(), ...options }, attempt)).rejects.toBe(error);
  expect(attempts).toHaveLength(expected);
});

test("an abort ends the pause and the repeating, with the last failure", async () => {
  const stopping = new AbortController();
  const source = notedTime((waits) => waits === 2 && stopping.abort());
  const { attempt, attempts } = comesAfter(9);
  const reported: number[] = [];
  const options = {
    ...limits,
    source,
    signal: stopping.signal,
    onFailure: (_error: unknown, failures: number) => void reported.push(failures),
  };
  await expect(retry(options, attempt)).rejects.toThrow("away");
  expect([attempts.length, reported]).toEqual([2, [1, 2]]);
});

test("a real pause ends as soon as the signal aborts, and is none where it has aborted", async () => {
  const stopping = new AbortController();
  const waiting = growingPauses({ firstMs: 60_000, maxMs: 60_000 }).wait(stopping.signal);
  stopping.abort();
  await waiting;
  await growingPauses({ firstMs: 60_000, maxMs: 60_000 }).wait(stopping.signal);
});

test("what is to be done between two attempts is done after the pause", async () => {
  const order: string[] = [];
  const source = { random: () => 0, now: () => 0, wait: async () => void order.push("pause") };
  const { attempt } = comesAfter(1);
  const reportCase = () => void order.push("failure");
  await retry({ ...limits, source, onFailure: reportCase, beforeNext: async () => void order.push("refresh") }, attempt);
  expect(order).toEqual(["failure", "pause", "refresh"]);
});
