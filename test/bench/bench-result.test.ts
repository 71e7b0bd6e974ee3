import { expect, test } from "vitest";
import { alternate, median, quantile, resultText } from "./bench-result.ts";

test("medians and quantiles are values that were measured", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(3);
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(quantile([5, 1, 4, 2, 3], 0.99)).toBe(5);
  expect(median([])).toBeNaN();
});

test("every variant is measured once in each round, in turn", async () => {
  const order: string[] = [];
  const variant = (name: string) => async () => order.push(name);
  expect(Object.fromEntries(await alternate(2, { a: variant("a"), b: variant("b") }))).toEqual({ a: [1, 3], b: [2, 4] });
  expect(order).toEqual(["a", "b", "a", "b"]);
});

test("a ratio is the median of those of the rounds, and says whether its goal is met", () => {
  const row = { section: "S", name: "ours", unit: "events/s", samples: [100, 30, 50], beside: { name: "theirs", samples: [50, 20, 100] } };
  const text = (goal: object) => resultText({ machine: { Node: "v24" }, rows: [{ ...row, ...goal }], missing: ["DuckDB."] });
  expect(text({})).toContain("| ours | 50 events/s | 30 – 100 | 1.5 × theirs (50) |  |");
  expect(text({ goal: { ratioMin: 1.5 } })).toContain("≥ 1.5 ×: met");
  expect(text({ goal: { ratioMax: 1 } })).toContain("≤ 1 ×: missed");
  expect(text({ goal: { valueMax: 49 } })).toContain("≤ 49 events/s: missed");
  expect(text({})).toContain("### S");
  expect(text({})).toContain("- Not measured: DuckDB.");
});
