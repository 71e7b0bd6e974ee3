import type { RateDimension, RatesRow } from "@qorgau/schemas/responses/rates";
import { expect, it } from "vitest";
import { fatalityFreeRows as rowsOf, observationOf } from "./fatality-free.ts";
import type { Observation } from "./fatality-free.ts";

const unusual = {
  ...{ gapMean: null, gapLower: null, gapMedian: null, gapUpper: null, gChartLower: null, gChartUpper: null },
  ...{ tChartCentre: null, tChartLower: null, tChartUpper: null },
};

/** Of cells that something is stated of throughout, unless given. */
const fatalityFreeRows = (days: RatesRow[], by: RateDimension[], observed: Observation, lastStated: string | null = "2299-12-31") =>
  rowsOf(days, by, observed, () => lastStated, []);
const day = (period: string, count: number, mine: string | null = "kostenko") => ({ period, count, mine }) as RatesRow;

it("counts full days after the last fatality, and the longest run between two", () => {
  const days = [day("2023-08-17", 5), day("2023-08-20", 0), day("2023-10-28", 46), day("2024-01-01", 1)];
  expect(fatalityFreeRows(days, ["mine"], { from: null, until: "2024-01-31" })).toEqual([
    {
      mine: "kostenko",
      fatalities: 52,
      fatalDays: 3,
      lastFatalOn: "2024-01-01",
      daysSince: 30,
      // 18 August to 27 October: 14 + 30 + 27 days.
      longestDays: 71,
      longestFrom: "2023-08-18",
      longestTo: "2023-10-27",
      gaps: 2,
      ...unusual,
      silentSince: null,
    },
  ]);
});

it("takes the run before the first fatality where observation begins there, and the one that goes on", () => {
  const [row] = fatalityFreeRows([day("2023-03-01", 1)], [], { from: "2023-01-01", until: "2023-12-31" });
  expect(row).toMatchObject({ daysSince: 305, longestDays: 305, longestFrom: "2023-03-02", longestTo: "2023-12-31" });
  const [early] = fatalityFreeRows([day("2023-12-30", 1)], [], { from: "2023-01-01", until: "2023-12-31" });
  expect(early).toMatchObject({ daysSince: 1, longestDays: 363, longestFrom: "2023-01-01", longestTo: "2023-12-29" });
});

it("knows no spell of a cell without a fatality, unless observation was asked to begin", () => {
  expect(fatalityFreeRows([day("2023-03-01", 0)], [], { from: null, until: "2023-12-31" })[0]).toMatchObject({
    fatalities: 0,
    lastFatalOn: null,
    daysSince: null,
    longestDays: null,
  });
  expect(fatalityFreeRows([day("2023-03-01", 0)], [], { from: "2023-01-01", until: "2023-12-31" })[0]).toMatchObject({
    lastFatalOn: null,
    daysSince: null,
    longestDays: 365,
  });
});

it("has nothing to say of days on end, or of the last day itself", () => {
  const days = [day("2023-03-01", 1), day("2023-03-02", 2)];
  expect(fatalityFreeRows(days, [], { from: null, until: "2023-03-02" })[0]).toMatchObject({ daysSince: 0, longestDays: null });
});

it("keeps cells apart, unknown ones too", () => {
  const rows = fatalityFreeRows([day("2023-03-01", 1), day("2023-03-05", 1, null)], ["mine"], { from: null, until: "2023-03-10" });
  expect(rows.map(({ mine, daysSince }) => [mine, daysSince])).toEqual([
    ["kostenko", 9],
    [null, 5],
  ]);
});

it.each([
  [null, "2026-11-29"],
  ["2024-01-31", "2024-01-31"],
  ["2026-11-29", "2026-11-29"],
  ["2026-11-30", "2026-11-29"],
  ["2299-12-31", "2026-11-29"],
])("asked up to %s, observes up to %s at a cut of 2026-11-29: nobody has seen the days after it", (to, until) => {
  const observation = observationOf({ from: null, to }, "2026-11-29");
  expect(observation).toEqual({ from: null, until });
  const [row] = fatalityFreeRows([day("2023-10-28", 46)], [], observation);
  expect(row?.daysSince).toBe(Math.round((Date.parse(until) - Date.parse("2023-10-28")) / 86_400_000));
});

it("of days that are all still to come tells none", () => {
  const observation = observationOf({ from: "2027-01-01", to: "2299-12-31" }, "2026-11-29");
  expect(fatalityFreeRows([day("2027-03-01", 0)], [], observation)).toMatchObject([{ fatalities: 0, daysSince: null, longestDays: null }]);
});

it("ends where a cell fell silent: what nobody tells of is no safety", () => {
  const days = [day("2023-03-01", 1)];
  expect(fatalityFreeRows(days, ["mine"], { from: null, until: "2024-01-31" }, "2023-12-31")[0]).toMatchObject({
    daysSince: 305,
    longestTo: "2023-12-31",
    silentSince: "2023-12-31",
  });
  expect(fatalityFreeRows(days, ["mine"], { from: null, until: "2024-01-31" }, "2024-01-31")[0]).toMatchObject({
    daysSince: 336,
    silentSince: null,
  });
});

it("tells which gaps between dates with a death are usual, where there are five", () => {
  const dates = ["2023-01-01", "2023-01-13", "2023-01-18", "2023-02-20", "2023-02-28", "2023-03-21"];
  const [row] = fatalityFreeRows(
    dates.map((date) => day(date, 1)),
    [],
    { from: null, until: "2023-12-31" },
  );
  // 12, 5, 33, 8 and 21 days.
  expect(row).toMatchObject({ gaps: 5, gapMean: 15.8, gapLower: 0, gapMedian: 11, gapUpper: 107 });
});

it("has gaps between fatal accidents, of which two of one day are no day apart; another cell's accidents make none", () => {
  const dates = ["2023-01-01", "2023-01-13", "2023-01-18", "2023-02-20", "2023-02-28", "2023-03-21"];
  const deaths = dates.map((date) => day(date, 3));
  const accidents = [day("2023-01-18", 2), day("2023-02-28", 3), day("2023-03-21", 9, "saranskaya"), day("2023-04-01", 0)];
  const [row] = rowsOf(deaths, ["mine"], { from: null, until: "2023-12-31" }, () => null, accidents);
  // 12, 5, 0, 33, 8, 0, 0 and 21 days.
  expect(row).toMatchObject({ fatalDays: 6, gaps: 8, gapMean: 9.875, gapLower: 0 });
});
