import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { requested, casesOf, snapshotOf, stated } from "../../rates/figures-model-fixture.ts";
import { formulaOf } from "./explain-formula.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";

function formula(search: string, workers?: number) {
  const query = requested(`from=2026-01-01&${search.includes("to=") ? search : `to=2026-12-31&${search}`}`);
  const exposures = workers === undefined ? [] : [stated({ period: "2026", workers })];
  const row: RatesRow = ratesResponse(query, snapshotOf(query, casesOf(92, { date: "2026-02-03", daysLost: 2 }), exposures)).rows[0]!;
  return { ...formulaOf(query, row), row };
}

test("the arithmetic in the row's own numbers", () => {
  const { text, denominator, interval, row } = formula("", 301_233);
  expect(text).toBe(`92 ÷ 301,233 workers × 1,000 = ${row.rate}, to six significant digits`);
  expect(denominator).toBe("listed_employees, closed for this very period");
  expect(interval).toMatchObject({ method: "garwood", level: 0.95 });
  expect(interval.text).toContain(`${row.lower} to ${row.upper}`);
});

test("why there is no rate, and no interval", () => {
  expect(formula("")).toMatchObject({ text: "the count is 92; there is no rate", interval: { method: null } });
  expect(formula("per=1000000_hours", 5).denominator).toContain("not of this unit");
  expect(formula("measure=days_lost", 5).interval.text).toContain("days are not events");
  expect(formula("to=2026-06-30", 5).denominator).toContain("cuts the period");
});

test("per=none bounds the count, per=case divides by counted cases", () => {
  const none = formula("per=none");
  expect([none.unit, none.factor, none.exposure]).toEqual([null, null, null]);
  expect(none.interval.text).toContain(`of the expected count: ${none.row.lower} to ${none.row.upper}`);
  expect(formula("measure=days_lost&per=case").text).toBe(
    "184 ÷ 92 non-fatal counting cases that state their days = 2, to six significant digits",
  );
});

test("an annualised rate and its limits name what they are multiplied by", () => {
  const { text, interval, row } = formula("to=2026-12-31&period=quarter&annualised=true", 301_233);
  expect(row.annualisedBy).toBe(4);
  expect(text).toContain(" × 4 such periods in a year = ");
  expect(interval.text).toContain(`÷ exposure × factor × 4: ${row.lower} to ${row.upper}`);
});
