import { setImmediate as nextIteration } from "node:timers/promises";
import { expect, test } from "vitest";
import { SliceRotation } from "./slice-rotation.ts";

test("one slice in an iteration of the event loop, callers in rotation, whoever has more bodies", async () => {
  const rotation = new SliceRotation();
  const order: string[] = [];
  let iteration = 0;
  const work = async (caller: string, slices: number) => {
    for (let slice = 0; slice < slices; slice += 1) {
      await rotation.next(caller);
      order.push(`${caller} ${iteration}`);
    }
  };
  const all = [...Array.from({ length: 50 }, () => work("greedy", 4)), work("honest", 4)];
  const isDone = Promise.all(all).then(() => true);
  while (!(await Promise.race([isDone, nextIteration(false)]))) iteration += 1;
  const honest = order.flatMap((one, index) => (one.startsWith("honest") ? [index] : []));
  expect(honest).toHaveLength(4);
  expect(honest.at(-1)).toBeLessThan(10);
  expect(order).toHaveLength(204);
  // No two slices in one iteration.
  expect(new Set(order.map((one) => one.split(" ")[1])).size).toBeGreaterThan(100);
});

test("where nobody waits the next one has it at once, again and again", async () => {
  const rotation = new SliceRotation();
  for (let round = 0; round < 100; round += 1) await Promise.all([rotation.next("a"), rotation.next("b")]);
});

test("the more callers wait, the shorter a slice is", async () => {
  const rotation = new SliceRotation();
  const slices = await Promise.all(Array.from({ length: 400 }, (_, caller) => rotation.next(`caller ${caller}`)));
  expect([slices[0], slices[199], slices.at(-1)]).toEqual([1, 1, 8]);
  expect(slices[299]).toBeCloseTo(200 / 101);
});
