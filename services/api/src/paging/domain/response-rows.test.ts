import * as fc from "fast-check";
import type { RatePeriod } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { TooManyRows } from "./response-rows.ts";
import { emptyBook } from "../../exposure/domain/exposure-book.ts";
import { countPeriods, periodsTouching } from "../../time/periods.ts";
import { parseRatesQuery } from "../../rates/domain/parameters/rates-query.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";
import type { RatesSnapshot } from "../../rates/domain/snapshot.ts";

const snapshot: RatesSnapshot = {
  cut: { asOf: null, watermark: "0:1" },
  lastStampMs: Date.UTC(2026, 1, 3),
  cases: { from: "2000-01-01", to: "2026-02-03" },
  counted: [],
  accidents: [],
  reporters: [],
  commuting: 0,
  deaths: { later: 0, undated: 0 },
  exposures: emptyBook,
};

function queryOf(search: string) {
  const parsed = parseRatesQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.query;
}

test("periods are counted as they are made", () => {
  const day = fc
    .date({ min: new Date("1900-01-01"), max: new Date("1912-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const period = fc.constantFrom<RatePeriod[]>("year", "quarter", "month", "day", "ytd", "rolling12m");
  fc.assert(
    fc.property(period, day, day, (one, from, to) => {
      const made = periodsTouching(one, { from, to }, { from: true, to: true }, "06-30");
      expect(countPeriods(one, { from, to })).toBe(made.length);
    }),
    { numRuns: 60 },
  );
});

test("a question of too many periods is told how many, and none of them is made", () => {
  const days = queryOf("period=day&from=1900-01-01&to=2299-12-31");
  const startedMs = performance.now();
  expect(() => ratesResponse(days, snapshot)).toThrow(new TooManyRows(146_097));
  expect(performance.now() - startedMs).toBeLessThan(50);
});

test("a question of too many cells is told how many, one of 20,000 is answered", () => {
  const query = queryOf("by=mine,region&from=2026-01-01&to=2026-12-31");
  const cellsOf = (count: number) =>
    Array.from({ length: count }, (_, place) => {
      return { bucket: "2026-01-01", codes: [`m${place}`, "KZ-35"], cases: 1, count: 1, casesWithDays: 0, shouldState: 0, unstated: 0 };
    });
  expect(() => ratesResponse(query, { ...snapshot, counted: cellsOf(20_001) })).toThrow(new TooManyRows(20_001));
  expect(ratesResponse(query, { ...snapshot, counted: cellsOf(20_000) }).rows).toHaveLength(20_000);
});
