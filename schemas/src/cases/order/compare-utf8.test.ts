import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "./compare-utf8.ts";

test("orders as the UTF-8 bytes do, where UTF-16 would not", () => {
  const [smaller, greater] = ["\u{FF5E}", "\u{1F4A5}"] as const;
  expect(compareUtf8(smaller, greater)).toBeLessThan(0);
  expect([smaller, greater].toSorted()).toEqual([greater, smaller]);
  expect(compareUtf8("a", "ab")).toBeLessThan(0);
  expect(compareUtf8("ә", "ә")).toBe(0);
});

test("orders any two texts as their UTF-8 bytes", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "z", "Ж", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "\u{10FFFF}"),
    maxLength: 4,
  });
  const asBytes = fc.property(text, text, (left, right) => {
    expect(Math.sign(compareUtf8(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
  });
  fc.assert(asBytes, { numRuns: 2000 });
});
