import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const nowMs = Date.parse("2026-11-30T12:00:00.250Z");

test.each([
  ["0", 0],
  ["120", 120_000],
  [" 7 ", 7_000],
  ["Monday, 30-Nov-26 12:01:00 GMT", 59_750],
  ["Mon Nov 30 12:01:00 2026", 59_750],
  ["Tue Dec  1 12:00:00 2026", 86_399_750],
  ["86400000000", 9_999_999_999_000],
  ["9".repeat(400), 9_999_999_999_000],
  ["Mon, 30 Nov 2026 12:01:00 GMT", 59_750],
  ["Mon, 30 Nov 2026 11:59:00 GMT", 0],
])("%j is so many milliseconds from now", (text, expected) => expect(retryAfterMs(text, nowMs)).toBe(expected));

test.each([
  undefined,
  null,
  "",
  "-5",
  "1.5",
  "1e3",
  "soon",
  "2026-11-30",
  "Mon, 31 Xyz 2026 12:01:00 GMT",
  "Mon, 30 Nov 2026 12:01:00 +0500",
])("%j says nothing", (text) => expect(retryAfterMs(text, nowMs)).toBe(null));
