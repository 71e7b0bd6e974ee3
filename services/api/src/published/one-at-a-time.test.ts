import { forCaller } from "@qorgau/infra/process/caller-signal";
import { expect, test } from "vitest";
import { createOneAtATime } from "./one-at-a-time.ts";

test("one works, some wait, the next is told to come back; a failure ends its own turn alone", async () => {
  const oneAtATime = createOneAtATime(2);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = oneAtATime(() => gate.promise.then(() => void order.push("first")));
  const second = oneAtATime(() => Promise.reject(new Error("second fails")));
  const third = oneAtATime(async () => void order.push("third"));
  await expect(oneAtATime(async () => {})).rejects.toMatchObject({ code: "answer_queue_full", faults: [{ rule: "QG-0833" }] });
  expect(order).toEqual([]);
  gate.resolve();
  await expect(second).rejects.toThrow("second fails");
  await Promise.all([first, third]);
  expect(order).toEqual(["first", "third"]);
  expect(await oneAtATime(async () => "again")).toBe("again");
});

test("whoever leaves frees the place at once, waiting or being served", async () => {
  const oneAtATime = createOneAtATime(0);
  const never = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const served = forCaller(leaving.signal, () => oneAtATime(() => never.promise));
  await expect(oneAtATime(async () => {})).rejects.toMatchObject({ code: "answer_queue_full" });
  leaving.abort(new Error("left"));
  await expect(served).rejects.toThrow("left");
  const next = oneAtATime(async () => "next");
  // What was begun for the first ends by the same signal; here it is ended by hand.
  never.resolve();
  expect(await next).toBe("next");
});

/** Requests of a caller that note when they are served. */
function askAs(oneAtATime: ReturnType<typeof createOneAtATime>, served: string[]) {
  const { signal } = new AbortController();
  return (caller: string, name: string) => {
    const request = forCaller(signal, () => oneAtATime(async () => void served.push(name)), caller);
    return request.then(
      () => "served",
      (error: { code: string }) => error.code,
    );
  };
}

test("callers are served in rotation, and whoever has most places gives one up where none is left", async () => {
  const oneAtATime = createOneAtATime(4);
  const served: string[] = [];
  const ask = askAs(oneAtATime, served);
  const gate = Promise.withResolvers<void>();
  const first = oneAtATime(() => gate.promise);
  const greedy = ["g1", "g2", "g3", "g4", "g5"].map((name) => ask("greedy", name));
  expect(await greedy[4]).toBe("answer_queue_full");
  const other = ask("other", "o1");
  expect(await greedy[3]).toBe("answer_queue_full");
  const third = ask("third", "t1");
  expect(await greedy[2]).toBe("answer_queue_full");
  // As many places as anybody else has are nobody's to take.
  const again = [ask("greedy", "g6"), ask("other", "o2")];
  expect(await Promise.all(again)).toEqual(["answer_queue_full", "answer_queue_full"]);
  gate.resolve();
  expect(await Promise.all([first, greedy[0], greedy[1], other, third])).toEqual([undefined, "served", "served", "served", "served"]);
  expect(served).toEqual(["g1", "o1", "t1", "g2"]);
});

test("whoever leaves while waiting is not served, and its place is another's", async () => {
  const oneAtATime = createOneAtATime(1);
  const served: string[] = [];
  const ask = askAs(oneAtATime, served);
  const gate = Promise.withResolvers<void>();
  const first = oneAtATime(() => gate.promise);
  const leaving = new AbortController();
  const left = forCaller(leaving.signal, () => oneAtATime(async () => void served.push("left")), "leaving");
  expect(await ask("next", "refused")).toBe("answer_queue_full");
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  const next = ask("next", "next");
  gate.resolve();
  expect([await first, await next]).toEqual([undefined, "served"]);
  expect(served).toEqual(["next"]);
});
