import type { RowValue } from "@qorgau/schemas/responses/revisions-response";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pageOfValues } from "./revision-page.ts";

const valuesWith = (sizes: readonly number[]) =>
  sizes.map((size, place) => ({ at: String(place), changes: Array.from({ length: size }, () => ({})) }) as unknown as RowValue);

test("pages follow one another without a gap and without parting a value", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 })), fc.integer({ min: 1, max: 12 }), (sizes, limit) => {
      const values = valuesWith(sizes);
      const reported: RowValue[] = [];
      for (let after: bigint | null = null, pages = 0; pages <= sizes.length; pages += 1) {
        const page = pageOfValues(values, { limit, after });
        reported.push(...page.values);
        if ((after = page.next) === null) break;
        expect(page.values.length).toBeGreaterThan(0);
      }
      expect(reported).toEqual(values);
    }),
  );
});

test("a page ends with the value that fills it", () => {
  const page = pageOfValues(valuesWith([2, 3, 1]), { limit: 3, after: null });
  expect([page.values.length, page.next]).toEqual([2, 2n]);
});
