import { expect, test } from "vitest";
import { changedSeries } from "./series.ts";
import type { Series } from "./series.ts";

const series = (values: Readonly<Record<string, number>>): Series => ({
  key: ["A", "KZ", "INJ_FATL_NB"],
  attributes: {},
  observations: Object.entries(values).map(([period, value]) => ({ period, value, attributes: {} })),
});
const periodsOf = (found: readonly Series[]) => found.flatMap(({ observations }) => observations.map(({ period }) => period));

test("an observation that is no more is deleted, one that is another is replaced, and one that stayed is neither", () => {
  const { replaced, deleted } = changedSeries([series({ "2023": 5, "2024": 6, "2025-Q1": 1 })], [series({ "2024": 7 })], null);
  expect(periodsOf(replaced)).toEqual(["2024"]);
  expect(periodsOf(deleted)).toEqual(["2023", "2025-Q1"]);
  expect(deleted[0]?.observations[0]).toEqual({ period: "2023", value: null, attributes: {} });
});

test("a new year moves the reach of a request without a beginning: what it no longer reaches is not gone", () => {
  const before = [series({ "2016": 5, "2016-12": 1, "2017": 6, "2018-Q1": 2 })];
  const { replaced, deleted } = changedSeries(before, [series({ "2017": 6, "2027": 1 })], "2017-01-01");
  expect(periodsOf(replaced)).toEqual(["2027"]);
  expect(periodsOf(deleted)).toEqual(["2018-Q1"]);
});
