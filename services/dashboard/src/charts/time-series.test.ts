import { expect, test } from "vitest";
import { continued, dottedPoints } from "./time-series.ts";

test("a line of what is expected begins at the last month that is all reported, and has no dot of its own there", () => {
  const point = (month: string, value: number) => ({ at: new Date(`${month}-01T00:00:00Z`), value, running: false, label: month });
  const reported = [point("2025-11", 9), point("2025-12", 8), point("2026-01", 3)];
  const points = continued(reported, [point("2026-01", 6)]);
  expect(points.map(({ label, value }) => [label, value])).toEqual([
    ["2025-12", 8],
    ["2026-01", 6],
  ]);
  expect(dottedPoints(points).map(({ value }) => value)).toEqual([6]);
  expect(dottedPoints(reported)).toEqual(reported);
});
