import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideTotal } from "./divide-total.ts";

describe("shareOut", () => {
  it("gives an even part each where all want more", () => {
    expect(divideTotal(100, [900, 900, 900, 900])).toEqual([25, 25, 25, 25]);
    expect(divideTotal(10, [900, 900, 900, 900])).toEqual([3, 3, 2, 2]);
  });

  it("passes on what one does not need, to earlier ones too", () => {
    expect(divideTotal(100, [1, 900, 0, 900])).toEqual([1, 33, 0, 66]);
    expect(divideTotal(100, [900, 1, 1, 1])).toEqual([97, 1, 1, 1]);
  });

  it("begins with the first where there is not enough for each", () => {
    expect(divideTotal(1, [900, 1, 1])).toEqual([1, 0, 0]);
  });

  it("gives everything that is wanted and there, and never more", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), (total, wanted) => {
        const parts = divideTotal(total, wanted);
        const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
        expect(sum(parts)).toBe(Math.min(total, sum(wanted)));
        parts.forEach((share, index) => expect(share).toBeLessThanOrEqual(wanted[index]!));
        if (total > 0 && wanted[0]! > 0) expect(parts[0]).toBeGreaterThan(0);
      }),
    );
  });
});
