import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteBudget, RequestAccount, SharedBudget } from "./byte-budget.ts";

test("one caller alone has half, and leaves as much for whoever comes", () => {
  const budget = new ByteBudget(100);
  const shared = new SharedBudget(budget);
  const [greedy, honest] = [shared.accountOf("greedy"), shared.accountOf("honest")];
  expect(greedy.take(51)).toBe(false);
  expect(greedy.take(50)).toBe(true);
  expect(greedy.take(1)).toBe(false);
  // By another request of the same caller neither.
  expect(shared.accountOf("greedy").take(1)).toBe(false);
  expect(honest.take(25)).toBe(true);
  expect(honest.take(1)).toBe(false);
  greedy.give(50);
  expect(honest.take(12)).toBe(true);
  expect(budget.taken).toBe(37);
});

test("however many greedy callers there are, the next one finds as much as each of them has", () => {
  for (const callers of [1, 7, 64, 200]) {
    const budget = new ByteBudget(256 * 1024 * 1024);
    const shared = new SharedBudget(budget);
    let isTaking = true;
    while (isTaking) {
      isTaking = false;
      for (let caller = 0; caller < callers; caller += 1) isTaking = shared.accountOf(`${caller}`).take(64 * 1024) || isTaking;
    }
    expect(shared.accountOf("next").take(256 * 1024)).toBe(true);
  }
});

test("what requests hold comes back, whatever they gave back themselves", () => {
  const step = fc.record({ caller: fc.constantFrom("a", "b", "c"), bytes: fc.integer({ min: 0, max: 40 }), give: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const budget = new ByteBudget(100);
      const shared = new SharedBudget(budget);
      const accounts = steps.map(({ caller, bytes, give }) => {
        const account = new RequestAccount(shared.accountOf(caller));
        if (account.take(bytes) && give) account.give(bytes);
        expect(budget.taken).toBeLessThanOrEqual(100);
        return account;
      });
      for (const account of accounts) account.close();
      expect(budget.taken).toBe(0);
    }),
  );
});
