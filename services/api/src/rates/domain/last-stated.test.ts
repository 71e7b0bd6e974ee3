import { expect, test } from "vitest";
import { casesOf, requested, snapshotOf, stated } from "../figures-model-fixture.ts";
import { lastStatedDays } from "./last-stated.ts";
import { ratesResponse } from "./rates.ts";

const exposures = [
  stated({ period: "2025", workers: 1000 }),
  stated({ period: "2024", workers: 500 }, { section: "B" }),
  stated({ period: "2023", workers: 300, mine: "kostenko" }),
];

/** NUMBERS, section 3.2: what is stated of more than the unit says nothing of it. */
test.each([
  ["", "2025-12-31"],
  ["sector=B", "2024-12-31"],
  ["site=mine", "2023-12-31"],
  ["mine=kostenko", "2023-12-31"],
  ["mine=other", "2022-12-31"],
  ["site=mine&region=KZ-35", "2022-12-31"],
])("the last day of which anything is stated: %s", (search, day) => {
  const query = requested(`from=2022-01-01&to=2025-12-31&period=year&${search}`);
  const snapshot = snapshotOf(
    query,
    casesOf(1, { date: "2022-05-04", sector: "B", mine: search.includes("other") ? "other" : "kostenko", region: "KZ-35" }),
    exposures,
  );
  const [row] = ratesResponse(query, snapshot).rows;
  expect(lastStatedDays(query, snapshot)(row!)).toBe(day);
});
