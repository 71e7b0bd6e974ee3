import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { otherRunner } from "./other-runner.ts";

const never = () => Promise.reject(new Error("who had the turn last does not matter"));

test("who holds the lease runs the jobs, and who is about to have it is waited for", async () => {
  expect(await otherRunner({ isHeld: () => true, folds: () => true, lastMember: never })).toBe(null);
  let isHeld = false;
  const asked = otherRunner({ isHeld: () => isHeld, folds: () => (isHeld ? true : null), lastMember: never });
  expect(await Promise.race([asked.then(() => "answered"), delay(150).then(() => "waiting")])).toBe("waiting");
  isHeld = true;
  expect(await asked).toBe(null);
});

test("where another one is meant to have it, that one is named as soon as it has", async () => {
  let last = "";
  const asked = otherRunner({ isHeld: () => false, folds: () => false, lastMember: async () => last });
  last = "process 7 on b";
  expect(await asked).toBe(last);
});

test("nobody in time is told as such, to ask again", async () => {
  const asked = otherRunner({ isHeld: () => false, folds: () => true, lastMember: never, waitMsMax: 0 });
  await expect(asked).rejects.toMatchObject({ status: 503, faults: [{ rule: "QG-0845" }], retryAfterSeconds: 5 });
});
