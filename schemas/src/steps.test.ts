import * as fc from "fast-check";
import { expect, test } from "vitest";
import { filteredInSteps, finished, groupedInSteps, mappedInSteps, sortedInSteps } from "./steps.ts";

test("sorting in steps is the engine's own", () => {
  const byKey = (a: { readonly key: number }, b: { readonly key: number }) => a.key - b.key;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1000, maxLength: 3000 }), (keys) => {
      const items = keys.map((key, place) => ({ key, place }));
      expect(finished(sortedInSteps(items, byKey))).toEqual(items.toSorted(byKey));
    }),
    { numRuns: 20 },
  );
});

test("mapping, filtering and grouping in steps are the engine's own, and a step is one item", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (items) => {
      expect(finished(mappedInSteps(items, (one) => -one))).toEqual(items.map((one) => -one));
      expect([...finished(groupedInSteps(items, (one) => one % 3))]).toEqual([...Map.groupBy(items, (one) => one % 3)]);
      expect(finished(filteredInSteps(items, (one) => one > 3))).toEqual(items.filter((one) => one > 3));
      expect([...mappedInSteps(items, String)]).toHaveLength(items.length);
      expect([...filteredInSteps(items, Boolean)]).toHaveLength(items.length);
      expect([...groupedInSteps(items, String)]).toHaveLength(items.length);
    }),
  );
});
