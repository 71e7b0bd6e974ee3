import { regions } from "@qorgau/schemas/codes/regions";
import type { InspectionStatistics, InspectionStatisticsData } from "@qorgau/schemas/events/supplement";
import { c81Figures } from "@qorgau/schemas/responses/inspection/c81-response";
import { expect, test } from "vitest";
import { figuresOfIndicator, inspectionFiguresOf, inspectionIndicators } from "./inspection-statistics.ts";

const stated = (data: Partial<InspectionStatisticsData>, region: string | null = null) =>
  ({ data: { year: 2025, ...data }, derived: { region } }) as InspectionStatistics;
const figuresOf = (...statements: InspectionStatistics[]) => inspectionFiguresOf(statements, 2025);

test("the worked numbers of METHODS 8: 15 %, 8.25, 6.875 and 2", () => {
  const figures = figuresOf(
    stated({
      inspectors: { women: 90, men: 150 },
      workplacesLiable: 20_000,
      workersLiable: 1_200_000,
      workplacesVisited: 1500,
      workersVisited: 180_000,
      visits: { day: 1600, night: 50 },
    }),
  );
  expect(inspectionIndicators(figures)).toEqual({
    workersVisitedPercent: 15,
    visitsPer100Workplaces: 8.25,
    visitsPerInspector: 6.875,
    inspectorsPer10000Workers: 2,
  });
});

test("what nobody stated is null, and so is what is made of it: never 0", () => {
  const figures = figuresOf(stated({ workersLiable: 0 }));
  expect(figures.workersLiable).toEqual({ value: 0, origin: "country" });
  expect([figures.workersVisited, figures.infringements]).toEqual([null, null]);
  expect(Object.values(inspectionIndicators(figures))).toEqual([null, null, null, null]);
});

test("regions are summed only where all of them state the figure; other years and sectors are no part of it", () => {
  const everywhere = regions.map(({ iso }, place) => stated({ workersLiable: place, visitedAgain: 1 }, iso));
  expect(figuresOf(...everywhere).workersLiable).toEqual({ value: 190, origin: "regions" });
  expect(figuresOf(...everywhere.slice(1)).workersLiable).toBeNull();
  expect(figuresOf(...everywhere.slice(1), stated({ workersLiable: 7 })).workersLiable).toEqual({ value: 7, origin: "country" });
  expect(figuresOf(stated({ workersLiable: 7, sector: "B" }), stated({ workersLiable: 7, year: 2024 })).workersLiable).toBeNull();
});

test("lists are summed by name; an amount that one region leaves open is open", () => {
  const everywhere = regions.map(({ iso }, place) =>
    stated(
      {
        infringements: [{ provision: "LC 182", count: 2 }],
        penalties: [
          { kind: "fine", count: 1, amountKzt: 10 },
          { kind: "warning", count: 1, ...(place === 0 ? {} : { amountKzt: 5 }) },
        ],
      },
      iso,
    ),
  );
  const { infringements, penalties } = figuresOf(...everywhere);
  expect(infringements?.value).toEqual([{ name: "LC 182", count: 40, amountKzt: null }]);
  expect(penalties?.value).toEqual([
    { name: "fine", count: 20, amountKzt: 200 },
    { name: "warning", count: 20, amountKzt: null },
  ]);
});

test("where statements of one area differ there is no figure, and that is told", () => {
  const first = stated({ workersLiable: 7, visitedAgain: 2, infringements: [{ provision: "LC 182", count: 2 }] });
  const second = stated({ workersLiable: 8, visitedAgain: 2, infringements: [{ provision: "LC 182", count: 3 }] });
  for (const figures of [figuresOf(first, second), figuresOf(second, first)]) {
    expect([figures.workersLiable, figures.infringements]).toEqual([null, null]);
    expect(figures.visitedAgain).toEqual({ value: 2, origin: "country" });
    expect(figures.conflicts).toEqual(["workersLiable", "infringements"]);
  }
  expect(figuresOf(first).conflicts).toEqual([]);
  const everywhere = regions.map(({ iso }) => stated({ workersLiable: 1 }, iso));
  const other = stated({ workersLiable: 2 }, regions[0]!.iso);
  expect(figuresOf(...everywhere, other)).toMatchObject({ workersLiable: null, conflicts: ["workersLiable"] });
  // Where a region states nothing that is the reason.
  expect(figuresOf(...everywhere.slice(0, -1), other)).toMatchObject({ workersLiable: null, conflicts: [] });
  // What is stated for the country needs no region.
  expect(figuresOf(...everywhere, other, stated({ workersLiable: 20 })).workersLiable).toEqual({ value: 20, origin: "country" });
});

test("an indicator is made of the figures that it names", () => {
  const whole = figuresOf(
    stated({ inspectors: { women: 1, men: 1 }, workplacesLiable: 1, workersLiable: 1, workersVisited: 1, visits: { day: 1, night: 1 } }),
  );
  for (const [indicator, names] of Object.entries(figuresOfIndicator)) {
    for (const name of c81Figures) {
      const without = inspectionIndicators({ ...whole, [name]: null });
      expect([indicator, name, without[indicator as keyof typeof without] === null]).toEqual([indicator, name, names.includes(name)]);
    }
  }
});
