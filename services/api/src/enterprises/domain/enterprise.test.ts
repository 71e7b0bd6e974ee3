import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { stated } from "../../rates/figures-model-fixture.ts";
import { enterprisesInSteps, wholeMonthsBefore } from "./enterprise.ts";

const months = wholeMonthsBefore("2026-01-01", 36);
const employer = { bin: "200140000004" };

/** Workers of the first month of each year from 2023 on. */
function workersOf(...exposures: readonly ReturnType<typeof stated>[]) {
  const { enterprises } = finished(enterprisesInSteps({ months, counted: [], exposures, statuses: [], bases: null, day: "2026-01-01" }));
  return [0, 12, 24].map((month) => {
    const years = enterprises[0]!.exposure[month] ?? null;
    return years === null ? null : Math.round(12 * years);
  });
}

test("person-years are of the whole enterprise, once, where its size changed or its parts are stated in two ways", () => {
  const sizes = [
    stated({ period: "2023", employer, size: "50-249", workers: 200 }),
    stated({ period: "2025", employer, size: "250-499", workers: 260 }),
  ];
  expect(workersOf(...sizes)).toEqual([200, 200, 260]);
  const ways = [
    stated({ period: "2025", employer, workers: 200 }, { region: "KZ-35" }),
    stated({ period: "2025", employer, workers: 200 }, { section: "B" }),
  ];
  expect(workersOf(...ways)).toEqual([null, null, 200]);
});
