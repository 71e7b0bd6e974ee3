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
