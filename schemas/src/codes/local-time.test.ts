import { expect, test } from "vitest";
import { localDateOf, localDay } from "./local-time.ts";

test.each([
  ["2026-02-03T20:30:00Z", "KZ-35", "2026-02-04"],
  ["2026-02-03T18:59:59Z", "KZ-35", "2026-02-03"],
  ["2024-02-28T18:30:00Z", "KZ-35", "2024-02-29"],
  ["2024-02-28T18:30:00Z", "KZ-15", "2024-02-28"],
  ["2024-02-29T18:30:00Z", "KZ-35", "2024-02-29"],
  ["2024-02-29T19:00:00Z", "KZ-35", "2024-03-01"],
  ["2018-12-19T18:30:00Z", "KZ-43", "2018-12-20"],
  ["2018-12-21T18:30:00Z", "KZ-43", "2018-12-21"],
  ["2020-01-01T18:30:00Z", "KZ-47", "2020-01-01"],
  ["2020-01-01T18:30:00Z", null, "2020-01-01"],
])("%s in %s is of %s", (instant, region, date) => expect(localDateOf(Date.parse(instant), region)).toBe(date));

test("a day begins and ends with the region's clock", () => {
  const hours = (date: string, region: string) => (localDay(date, region).lastMs + 1 - localDay(date, region).firstMs) / 3_600_000;
  expect(new Date(localDay("2023-05-05", "KZ-71").firstMs).toISOString()).toBe("2023-05-04T18:00:00.000Z");
  expect(new Date(localDay("2025-05-05", "KZ-71").firstMs).toISOString()).toBe("2025-05-04T19:00:00.000Z");
  expect([hours("2024-02-29", "KZ-71"), hours("2024-02-29", "KZ-27"), hours("2018-12-20", "KZ-43")]).toEqual([25, 24, 25]);
});
