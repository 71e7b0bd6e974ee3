import type { DeadlineName } from "@qorgau/schemas/responses/deadlines-response";
import { describe, expect, it } from "vitest";
import { deadlines, measure } from "./deadlines.ts";

function measured(name: DeadlineName, begins: string, ends: string, region: string | null = null) {
  const { begins: first, ends: last } = deadlines[name];
  return measure(deadlines[name], { [first]: begins, [last]: ends }, region);
}

describe("hours", () => {
  it.each([
    ["2026-02-03T08:00:00+05:00", "2026-02-04T08:00:00+05:00", "within", 24],
    ["2026-02-03T08:00:00+05:00", "2026-02-04T08:00:01+05:00", "late", 24],
    ["2026-02-03T08:00:00+05:00", "2026-02-03T08:00:00+06:00", "reversed", null],
    ["2026-02-03T08:00:00+05:00", "2026-02-03T10:20:00+05:00", "within", 2.3],
    ["2026-02-03", "2026-02-03", "within", null],
    ["2026-02-03", "2026-02-04", "undetermined", null],
    ["2026-02-03", "2026-02-05", "late", null],
    ["2026-02-03T23:59:00+05:00", "2026-02-04", "undetermined", null],
    ["2026-02-04T00:00:00+05:00", "2026-02-04", "within", null],
    ["2026-02-03", "2026-02-02T12:00:00+05:00", "reversed", null],
  ])("from %s to %s: %s", (begins, ends, verdict, length) => {
    const found = measured("inspectorate", begins, ends);
    // 24 hours and a second are 24.0 hours to one decimal, and late all the same.
    expect(found).toEqual({ verdict, length, approximate: false });
  });
});

describe("working days", () => {
  it.each([
    ["insurer", "2025-02-05", "2025-02-10", "within", 3],
    ["insurer", "2025-02-05T23:00:00+05:00", "2025-02-11", "late", 4],
    ["insurer", "2025-02-07", "2025-02-09", "within", 0],
    ["insurer", "2025-03-07", "2025-03-13", "within", 3],
    ["investigation", "2025-02-03", "2025-02-17", "within", 10],
    ["investigation", "2025-02-03", "2025-02-18", "extended", 11],
    ["investigation", "2025-02-03", "2025-03-20", "late", 32],
    ["act", "2025-02-03", "2025-02-02", "reversed", null],
  ] as const)("%s from %s to %s: %s", (name, begins, ends, verdict, length) => {
    expect(measured(name, begins, ends)).toEqual({ verdict, length, approximate: false });
  });

  it.each([
    // Wednesday half past one in the morning at the place, written in Greenwich as Tuesday.
    ["2025-02-04T20:30:00Z", "2025-02-10", "KZ-35", 3],
    ["2025-02-05T01:30:00+05:00", "2025-02-10", "KZ-35", 3],
    ["2025-02-05", "2025-02-10T20:30:00Z", "KZ-35", 4],
    // Before March 2024 midnight came an hour earlier in the east.
    ["2023-02-07T18:30:00Z", "2023-02-13", "KZ-71", 3],
    ["2023-02-07T18:30:00Z", "2023-02-13", "KZ-27", 4],
  ])("are days of the region: from %s to %s in %s", (begins, ends, region, length) => {
    expect(measured("insurer", begins, ends, region)).toMatchObject({ length });
  });

  it("is approximate where a year's transferred days are not known", () => {
    expect(measured("act", "2026-02-03", "2026-02-06")).toMatchObject({ verdict: "within", approximate: true });
    expect(measured("act", "2025-12-30", "2026-01-05")).toMatchObject({ approximate: true });
  });
});

it("measures nothing of which an end is not told", () => {
  expect(measure(deadlines.inspectorate, { learnedAt: "2026-02-03" }, null)).toBeNull();
  expect(measure(deadlines.inspectorate, {}, null)).toBeNull();
});
