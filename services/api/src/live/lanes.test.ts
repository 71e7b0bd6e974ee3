import { expect, test } from "vitest";
import { createLanes } from "./lanes.ts";

test("so many run at once, the others in their order, and a failure gives its lane back", async () => {
  const lanes = createLanes(2);
  const begun: number[] = [];
  const gates = [0, 1, 2, 3].map(() => Promise.withResolvers<number>());
  const results = gates.map(({ promise }, place) =>
    lanes(() => {
      begun.push(place);
      return promise;
    }),
  );
  expect(begun).toEqual([0, 1]);
  gates[1]!.reject(new Error("lost"));
  await expect(results[1]).rejects.toThrow("lost");
  expect(begun).toEqual([0, 1, 2]);
  for (const [place, gate] of gates.entries()) gate.resolve(place);
  expect(await Promise.all([results[0], results[2], results[3]])).toEqual([0, 2, 3]);
  expect(begun).toEqual([0, 1, 2, 3]);
});
