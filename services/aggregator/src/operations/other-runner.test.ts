import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { otherRunner } from "./other-runner.ts";

const never = () => Promise.reject(new Error("who had the turn last does not matter"));

test("who holds the lease runs the jobs, and who is about to have it is waited for", async () => {
  expect(await otherRunner({ isHeld: () => true, isLeader: () => true, lastMember: never })).toBe(null);
  let isHeld = false;
  const requested = otherRunner({ isHeld: () => isHeld, isLeader: () => (isHeld ? true : null), lastMember: never });
  expect(await Promise.race([requested.then(() => "answered"), delay(150).then(() => "waiting")])).toBe("waiting");
  isHeld = true;
  expect(await requested).toBe(null);
});

test("where another one is meant to have it, that one is named as soon as it has", async () => {
  let last = "";
  const requested = otherRunner({ isHeld: () => false, isLeader: () => false, lastMember: async () => last });
  last = "process 7 on b";
  expect(await requested).toBe(last);
});

test("nobody in time is told as such, to ask again", async () => {
  const requested = otherRunner({ isHeld: () => false, isLeader: () => true, lastMember: never, waitMsMax: 0 });
  await expect(requested).rejects.toMatchObject({ status: 503, faults: [{ rule: "QG-0845" }], retryAfterSeconds: 5 });
});
