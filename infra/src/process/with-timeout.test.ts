import { setImmediate as nextIteration } from "node:timers/promises";
import { expect, test } from "vitest";
import { withTimeout } from "./with-timeout.ts";

const late = () => new Error("too late");

test("gives what the work gives, or rejects with what it rejects with", async () => {
  expect(await withTimeout(60_000, Promise.resolve(7), late)).toBe(7);
  await expect(withTimeout(60_000, Promise.reject(new Error("failed")), late)).rejects.toThrow("failed");
});

test("waits no longer than it is told, and a failure after that is nobody's", async () => {
  const { promise: work, reject } = Promise.withResolvers<never>();
  await expect(withTimeout(5, work, late)).rejects.toThrow("too late");
  reject(new Error("failed"));
  // An unhandled rejection would end the run.
  await nextIteration();
});

test("does not keep the process: its timer ends with the work", async () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await withTimeout(60_000, Promise.resolve(), late);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout")).toHaveLength(before);
});
