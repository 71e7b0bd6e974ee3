import { expect, test } from "vitest";
import { createRandom } from "./plan/random.ts";
import { injuredPerDay, waitMs } from "./trickle.ts";

test("about four injured a day, and so many times more where time runs faster", () => {
  const random = createRandom("pace");
  const count = 20_000;
  let days = 0;
  for (let made = 0; made < count; made += 1) days += waitMs(24 / injuredPerDay, 1, random.next()) / 86_400_000;
  expect(count / days).toBeGreaterThan(3.8);
  expect(count / days).toBeLessThan(4.2);
  expect(waitMs(6, 1000, 0.5)).toBeCloseTo(waitMs(6, 1, 0.5) / 1000);
});
