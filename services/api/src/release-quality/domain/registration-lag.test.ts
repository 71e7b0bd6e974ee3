import { expect, test } from "vitest";
import { registrationLag } from "./registration-lag.ts";

const firstMonths = new Map([
  ["urn:old", "2024-01"],
  ["urn:new", "2025-06"],
]);
const registered = (occurredOn: string, registeredOn: string, ...reporters: string[]) => ({ occurredOn, registeredOn, reporters });

test("days from the accident to its registration, by nearest rank", () => {
  const cases = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30].map((day) =>
    registered("2025-03-31", `2025-04-${String(day).padStart(2, "0")}`, "urn:old"),
  );
  expect(registrationLag(cases, firstMonths)).toEqual({ cases: 10, leftOut: 0, medianDays: 5, p90Days: 9 });
});

test("what a reporter brought with it when it joined is set aside and told, unless another reporter was there", () => {
  const cases = [
    registered("2025-05-31", "2025-06-20", "urn:new"),
    registered("2025-06-01", "2025-06-20", "urn:new"),
    registered("2025-05-31", "2025-06-04", "urn:new", "urn:old"),
    // Entered before it happened, by a mistake of a day.
    registered("2025-07-02", "2025-07-01", "urn:old"),
  ];
  expect(registrationLag(cases, firstMonths)).toEqual({ cases: 3, leftOut: 1, medianDays: 4, p90Days: 19 });
  expect(registrationLag([], firstMonths)).toEqual({ cases: 0, leftOut: 0, medianDays: null, p90Days: null });
});
