/** Applying a change gives the response that it was made for, whatever the two are. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ratesChangeSchema } from "./live-events.ts";
import { applyChange, changeBetween } from "./rates-change.ts";
import { ratesResponseSchema } from "./rates.ts";
import type { RateDimension, RatesResponse, RatesRow } from "./rates.ts";

const by: readonly RateDimension[] = ["region", "contractor"];

const noRate = {
  exposure: null,
  exposureBasis: null,
  exposureStatus: "missing",
  exposurePeriod: null,
  rate: null,
  lower: null,
  upper: null,
  status: "provisional",
  reason: "exposure_missing",
} as const;

const key = fc.record({
  period: fc.constantFrom("2024", "2025", "2026"),
  region: fc.constantFrom("KZ-10", "KZ-35", null),
  contractor: fc.constantFrom(true, false, null),
});
const row: fc.Arbitrary<RatesRow> = fc
  .tuple(key, fc.integer({ min: 0, max: 2 }), fc.boolean())
  .map(([names, count, running]) => ({ ...names, count, ...noRate, ...(running ? { running } : {}) }));

/** Each key once, in the order of the keys. */
const rows = fc
  .uniqueArray(row, { selector: ({ period, region, contractor }) => JSON.stringify([period, region, contractor]) })
  .map((some) => some.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)));
const placeOf = ({ period, region, contractor }: RatesRow) => `${period} ${region ?? "unknown"} ${String(contractor)}`;

const response: fc.Arbitrary<RatesResponse> = fc.record(
  {
    asOf: fc.constant(null),
    watermark: fc.nat({ max: 9 }).map((offset) => `0:${offset}`),
    rules: fc.constant(2),
    measure: fc.constant("injured" as const),
    per: fc.constant("1000_workers" as const),
    commutingLeftOut: fc.nat({ max: 2 }),
    rows,
  },
  { requiredKeys: ["asOf", "watermark", "rules", "measure", "per", "rows"] },
);

test("the change between two responses makes the second of the first, byte for byte", () => {
  fc.assert(
    fc.property(response, response, (before, after) => {
      const change = changeBetween(before, after, by);
      expect(ratesChangeSchema.parse(change)).toEqual(change);
      // As a client has it: from the text of the event.
      const received = ratesChangeSchema.parse(JSON.parse(JSON.stringify(change)));
      expect(JSON.stringify(applyChange(before, received))).toBe(JSON.stringify(after));
      expect(ratesResponseSchema.safeParse(after).success).toBe(true);
    }),
  );
});

test("changes one after the other lead to the last response", () => {
  fc.assert(
    fc.property(fc.array(response, { minLength: 1 }), ([first, ...others]) => {
      let held: RatesResponse | null = first!;
      for (const next of others) held = applyChange(held!, changeBetween(held!, next, by));
      expect(held).toEqual(others.at(-1) ?? first);
    }),
  );
});

test("a row that stayed as it was is not in a change", () => {
  fc.assert(
    fc.property(response, response, (before, after) => {
      const same = new Set(before.rows.map((one) => JSON.stringify(one)));
      const { changed, removed } = changeBetween(before, after, by);
      expect(changed.filter((one) => same.has(JSON.stringify(one.row)))).toEqual([]);
      expect(changed.length + removed.length).toBeLessThanOrEqual(before.rows.length + after.rows.length);
    }),
  );
});

test("a change is not applied to another response than its own, nor to one of other merging rules", () => {
  const [before, after] = fc.sample(response, { numRuns: 2, seed: 1 }) as [RatesResponse, RatesResponse];
  const change = changeBetween({ ...before, watermark: "0:1" }, after, by);
  expect(applyChange({ ...before, watermark: "0:2" }, change)).toBeNull();
  expect(applyChange({ ...before, watermark: "0:1", rules: 1 }, change)).toBeNull();
});
