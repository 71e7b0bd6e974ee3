import { expect, test } from "vitest";
import { stated } from "../../rates/figures-model-fixture.ts";
import { spanAround } from "../../time/span.ts";
import { employerWorkers } from "./employer-workers.ts";

type Data = Parameters<typeof stated>[0];
const employer = { bin: "200140000004" };
const of = (data: Data, derived: Parameters<typeof stated>[1] = {}, role: "insurer" | "enterprise" = "enterprise") =>
  stated({ employer, ...data }, derived, { role, source: `urn:${role}` });

/** The workers of months YYYY-MM, whatever the order of the statements. */
function workersIn(months: readonly string[], ...statements: readonly ReturnType<typeof of>[]): readonly (number | null)[] {
  const [found, turned] = [statements, statements.toReversed()].map((some) => {
    const workersOf = employerWorkers(some);
    return months.map((month) => workersOf("listed_employees", spanAround(`${month}-01`, "month")));
  });
  expect(turned).toEqual(found);
  return found!;
}

test("an enterprise that grew into another size is counted once, and in the years before too", () => {
  const sizes = [of({ period: "2023", size: "50-249", workers: 200 }), of({ period: "2025", size: "250-499", workers: 260 })];
  expect(workersIn(["2022-12", "2023-05", "2024-12", "2025-05", "2027-12", "2028-01"], ...sizes)).toEqual([null, 200, 200, 260, 260, null]);
});

test("parts that differ in one set of dimensions are summed; of several ways to divide it one is used", () => {
  const regions = [of({ period: "2025", workers: 60 }, { region: "KZ-35" }), of({ period: "2025", workers: 40 }, { region: "KZ-10" })];
  expect(workersIn(["2025-03"], ...regions)).toEqual([100]);
  const section = of({ period: "2025", workers: 90 }, { section: "B" }, "insurer");
  expect(workersIn(["2025-03"], ...regions, section)).toEqual([90]);
  const division = of({ period: "2025", workers: 80 }, { section: "B", division: "05" });
  expect(workersIn(["2025-03"], section, division)).toEqual([90]);
  expect(workersIn(["2025-03"], ...regions, section, of({ period: "2025", workers: 105 }))).toEqual([105]);
});

test("the whole is of the months it is stated for, the parts of the others", () => {
  const parts = [of({ period: "2023", workers: 60 }, { region: "KZ-35" }), of({ period: "2023", workers: 40 }, { region: "KZ-10" })];
  expect(workersIn(["2023-05", "2024-05", "2025-05"], ...parts, of({ period: "2025", workers: 130 }))).toEqual([100, 100, 130]);
});

test("a part that is stated no more is carried with the others or not at all: whoever moved is counted once", () => {
  const moved = [of({ period: "2024", workers: 100 }, { region: "KZ-35" }), of({ period: "2025", workers: 110 }, { region: "KZ-10" })];
  expect(workersIn(["2024-05", "2025-05", "2026-05"], ...moved)).toEqual([100, 110, 110]);
});

test("the month before the quarter before the year, each part by itself", () => {
  const statements = [
    of({ period: "2025", workers: 100 }),
    of({ period: "2025-Q1", workers: 70 }),
    of({ period: "2025-02", workers: 50 }),
    of({ period: "2025-02", workers: 55 }, {}, "insurer"),
  ];
  expect(workersIn(["2025-01", "2025-02", "2025-03", "2025-04"], ...statements)).toEqual([70, 55, 70, 100]);
});
