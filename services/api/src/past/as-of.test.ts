import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseAsOf } from "./as-of.ts";

test.each([
  ["2026-02-03T07:40:00+05:00", "2026-02-03T02:40:00.000Z"],
  ["2026-02-03T07:40:00 05:00", "2026-02-03T02:40:00.000Z"],
  ["2026-02-03T07:40:00-00:30", "2026-02-03T08:10:00.000Z"],
  ["2026-02-03t02:40:00.5z", "2026-02-03T02:40:00.500Z"],
  ["2026-02-03T02:40:00.123999999Z", "2026-02-03T02:40:00.123Z"],
  ["2024-02-29T23:59:59.9Z", "2024-02-29T23:59:59.900Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
])("%s is the instant %s", (text, instant) => {
  expect(parseAsOf(text)).toEqual({ instant, instantMs: Date.parse(instant) });
});

test.each([
  "2026-02-03",
  "2026-02-03T07:40:00",
  "2026-02-03T07:40Z",
  "2026-02-30T07:40:00Z",
  "2025-02-29T07:40:00Z",
  "2026-02-03T24:00:00Z",
  "2026-02-03T07:60:00Z",
  "2026-02-03T23:59:60Z",
  "2026-02-03T07:40:00+24:00",
  "2026-02-03T07:40:00+0500",
  "2026-02-03 07:40:00Z",
  " 2026-02-03T07:40:00Z",
  "2026-02-03T07:40:00.Z",
  "12026-02-03T07:40:00Z",
  "0000-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  "1770104400000",
  "now",
  "0:1,0:2",
  "0:-1",
])("%s is neither an instant nor a watermark", (text) => {
  expect(parseAsOf(text)).toBeNull();
});

test("a watermark is one, the one of an empty log too", () => {
  expect(parseAsOf("1:790,0:812")).toEqual({
    watermark: new Map([
      [0, 812],
      [1, 790],
    ]),
  });
  expect(parseAsOf("")).toEqual({ watermark: new Map() });
});

test("every instant reads back, whatever its offset", () => {
  const bounds = { min: Date.parse("0002-01-01T00:00:00Z"), max: Date.parse("9998-12-31T00:00:00Z") };
  fc.assert(
    fc.property(fc.integer(bounds), fc.integer({ min: -1439, max: 1439 }), (instantMs, minutes) => {
      const local = new Date(instantMs + minutes * 60_000).toISOString().slice(0, -1);
      const size = Math.abs(minutes);
      const offset = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0")).join(":");
      expect(parseAsOf(`${local}${minutes < 0 ? "-" : "+"}${offset}`)).toMatchObject({ instantMs });
    }),
  );
});
