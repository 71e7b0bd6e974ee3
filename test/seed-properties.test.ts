import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { seedProperties } from "./seed-properties.ts";

const before = fc.readConfigureGlobal();
afterEach(() => fc.configureGlobal(before));

const drawn = () => {
  const numbers: number[] = [];
  fc.assert(fc.property(fc.nat(), (number) => void numbers.push(number)));
  return numbers;
};

test("a run with a seed draws the same again; one without draws anew", async () => {
  fc.configureGlobal({});
  expect(drawn()).not.toEqual(drawn());
  await seedProperties({ QORGAU_TEST_SEED: "7" });
  expect(drawn()).toEqual(drawn());
  expect(fc.check(fc.property(fc.nat(), () => false)).seed).toBe(7);
});

test("without a seed nothing is set", async () => {
  fc.configureGlobal({});
  await seedProperties({});
  expect(fc.readConfigureGlobal().seed).toBeUndefined();
});
