import { expect, test } from "vitest";
import { requested, snapshotOf } from "../figures-model-fixture.ts";
import type { ModelCase } from "../figures-model-fixture.ts";
import { ratesResponse } from "./rates.ts";

const cases: ModelCase[] = ["1900-05-06", "2016-02-29", "2026-02-03"].map((date) => ({ date, region: "KZ-35" }));

function reachOf(search: string, of: readonly ModelCase[] = cases) {
  const query = requested(search);
  const { from, earliest, rows } = ratesResponse(query, snapshotOf(query, of));
  return [from, earliest, rows.length, rows[0]?.period, rows.at(-1)?.period];
}

test("without from an answer begins ten calendar years before the last year with a case, and says so", () => {
  expect(reachOf("per=none")).toEqual(["2016-01-01", "1900-01-01", 11, "2016", "2026"]);
  expect(reachOf("per=none&period=month")).toEqual(["2016-01-01", "1900-05-01", 122, "2016-01", "2026-02"]);
  expect(reachOf("per=none&period=rolling12m")).toEqual(["2016-01-01", "1900-05-01", 122, "2015-02/2016-01", "2025-03/2026-02"]);
  expect(reachOf("per=none&period=day&by=region")).toEqual(["2016-01-01", "1900-05-06", 2, "2016-02-29", "2026-02-03"]);
});

test("with to alone it begins ten years before the last that is asked for", () => {
  expect(reachOf("per=none&to=1905-12-31")).toEqual(["1900-01-01", "1900-01-01", 6, "1900", "1905"]);
  expect(reachOf("per=none&to=2020-12-31")).toEqual(["2010-01-01", "1900-01-01", 11, "2010", "2020"]);
});

test("where less is known it begins with that; of nothing there is no day", () => {
  expect(reachOf("per=none", cases.slice(1))).toEqual(["2016-01-01", "2016-01-01", 11, "2016", "2026"]);
  expect(reachOf("per=none", cases.slice(2))).toEqual(["2026-01-01", "2026-01-01", 1, "2026", "2026"]);
  expect(reachOf("per=none", [])).toEqual([null, null, 0, undefined, undefined]);
});

test("who says from gets what was asked for, and is not told", () => {
  expect(reachOf("per=none&from=1900-01-01")).toEqual([undefined, undefined, 127, "1900", "2026"]);
});
