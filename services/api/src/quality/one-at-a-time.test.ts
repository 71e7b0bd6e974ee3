import { expect, test } from "vitest";
import { createOneAtATime } from "./one-at-a-time.ts";

test("one works, some wait, the next is told to come back; a failure ends its own turn alone", async () => {
  const oneAtATime = createOneAtATime(2);
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = oneAtATime(() => gate.promise.then(() => void order.push("first")));
  const second = oneAtATime(() => Promise.reject(new Error("second fails")));
  const third = oneAtATime(async () => void order.push("third"));
  await expect(oneAtATime(async () => {})).rejects.toMatchObject({ status: 503, faults: [{ rule: "QG-0833" }], retryAfterSeconds: 30 });
  expect(order).toEqual([]);
  gate.resolve();
  await expect(second).rejects.toThrow("second fails");
  await Promise.all([first, third]);
  expect(order).toEqual(["first", "third"]);
  expect(await oneAtATime(async () => "again")).toBe("again");
});
