import { expect, test } from "vitest";
import { createRateBudget } from "./rate-budget.ts";

function budgetOf(units: number, windowSeconds: number, remembered?: number) {
  const clock = { ms: 5_000 };
  const budget = createRateBudget({ units, windowSeconds }, { now: () => clock.ms, ...(remembered === undefined ? {} : { remembered }) });
  return { clock, budget };
}

test("a quiet caller takes the whole budget at once, then one unit each time that one has come back", () => {
  const { clock, budget } = budgetOf(60, 60);
  for (let taken = 1; taken <= 60; taken += 1) expect(budget.take("a", 1)).toEqual({ left: 60 - taken, wholeInSeconds: taken, waitMs: 0 });
  expect(budget.take("a", 1)).toEqual({ left: 0, wholeInSeconds: 60, waitMs: 1000 });
  expect(budget.take("b", 1).waitMs).toBe(0);
  clock.ms += 999;
  expect(budget.take("a", 1).waitMs).toBeCloseTo(1);
  clock.ms += 1;
  expect(budget.take("a", 1).waitMs).toBe(0);
  expect(budget.take("a", 1).waitMs).toBe(1000);
  clock.ms += 60_000;
  expect(budget.look("a", 60)).toEqual({ left: 60, wholeInSeconds: 0, waitMs: 0 });
});

test("over any time no more is taken than the budget and what came back of it", () => {
  const { clock, budget } = budgetOf(7, 3);
  let taken = 0;
  for (let step = 0; step < 3_000; step += 1) {
    clock.ms += 10;
    if (budget.take("a", 1).waitMs === 0) taken += 1;
  }
  // The first was taken at 10 ms, the last at 30 s.
  expect(taken).toBe(7 + Math.floor((29.99 * 7) / 3));
});

test("what is charged may lead into debt, which is waited off; a look changes nothing", () => {
  const { clock, budget } = budgetOf(600, 60);
  expect(budget.charge("a", 500).waitMs).toBe(0);
  expect(budget.charge("a", 500).waitMs).toBe(40_000);
  expect(budget.look("a", 1).waitMs).toBe(40_100);
  expect(budget.look("a", 0).waitMs).toBe(40_000);
  clock.ms += 40_100;
  expect(budget.look("a", 1)).toEqual({ left: 1, wholeInSeconds: 60, waitMs: 0 });
});

test("a debt is bounded: whoever stops gets in again", () => {
  const { budget } = budgetOf(10, 60);
  for (let attempt = 0; attempt < 100_000; attempt += 1) budget.charge("a", 1);
  expect(budget.charge("a", 1).waitMs).toBe(15 * 60_000);
});

test("no more callers are remembered than there is room for, those that were seen longest ago forgotten", () => {
  const { budget } = budgetOf(1, 60, 2);
  budget.take("a", 1);
  budget.take("b", 1);
  budget.charge("a", 0);
  budget.take("c", 1);
  expect([budget.look("a", 1).waitMs > 0, budget.look("b", 1).waitMs > 0, budget.look("c", 1).waitMs > 0]).toEqual([true, false, true]);
});
