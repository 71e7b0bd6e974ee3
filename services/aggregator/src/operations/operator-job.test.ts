import { expect, test } from "vitest";
import { operatorJob } from "./operator-job.ts";

/** A job whose work ends when the test says so. */
function steered() {
  const begun: PromiseWithResolvers<void>[] = [];
  const job = operatorJob(
    { done: 0 },
    async (report) => {
      const end = Promise.withResolvers<void>();
      begun.push(end);
      report({ done: 7 });
      await end.promise;
    },
    (error) => (error as Error).message,
  );
  return { job, begun };
}

test("nothing has run before it is started", () => {
  expect(steered().job.status()).toEqual({ state: "none", startedAt: null, endedAt: null, reason: null, done: 0 });
});

test("whoever asks while it runs joins it; who asks later starts another", async () => {
  const { job, begun } = steered();
  expect(job.start()).toMatchObject({ state: "running", done: 7, endedAt: null });
  job.start();
  const ended = job.run();
  expect(begun).toHaveLength(1);
  begun[0]?.resolve();
  await ended;
  expect(job.status()).toMatchObject({ state: "done", done: 7, endedAt: expect.stringMatching(/Z$/), reason: null });
  job.start();
  expect(begun).toHaveLength(2);
  expect(job.status().state).toBe("running");
});

test("a failure is told by the status, and by the promise to whoever waits", async () => {
  const { job, begun } = steered();
  const ended = job.run();
  begun[0]?.reject(new Error("no room"));
  await expect(ended).rejects.toThrow("no room");
  expect(job.status()).toMatchObject({ state: "failed", reason: "no room", done: 7 });
});
