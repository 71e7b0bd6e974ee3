/** The figures of COMMISSION.md, and what the annual rollup does with kinds, codes and exposure. */
import { annualRollupAnswerSchema } from "@qorgau/schemas/annual-rollup";
import { expect, test } from "vitest";
import { stated } from "../published/figures-model-fixture.ts";
import { annualRollup, changePercent } from "./annual-rollup.ts";
import type { AnnualCount } from "./annual-rollup.ts";
import { exposureBook } from "./exposure-book.ts";
import type { StandingExposure } from "./exposure-book.ts";

function counted(one: Partial<AnnualCount> & { year: number; cases: number }): AnnualCount {
  return {
    region: "",
    sector: "",
    division: "",
    severity: "light",
    kind: "accident",
    accidents: one.cases,
    groupAccidents: 0,
    ...one,
  };
}
function rollup(year: number, figures: readonly AnnualCount[], exposures: readonly StandingExposure[] = []) {
  const snapshot = { cut: { asOf: null, watermark: "" }, counted: figures, exposures: exposureBook(exposures) };
  return annualRollupAnswerSchema.parse(annualRollup({ year, per: "1000_workers" }, snapshot));
}

test("2019 against 2018 as published: 1,568 and 220 become 1,430 and 180, −8.8 % and −18.18 %", () => {
  const { rows } = rollup(2019, [
    counted({ year: 2018, cases: 1348 }),
    counted({ year: 2018, cases: 220, severity: "fatal" }),
    counted({ year: 2019, cases: 1250 }),
    counted({ year: 2019, cases: 180, severity: "fatal" }),
  ]);
  expect(rows[0]).toMatchObject({
    scope: "total",
    code: null,
    injured: { value: 1430, previous: 1568, changePercent: -8.8 },
    fatal: { value: 180, previous: 220, changePercent: -18.18 },
  });
  expect(rows.filter(({ scope }) => scope === "severity").map(({ code, injured }) => [code, injured.value])).toEqual([
    ["fatal", 180],
    ["light", 1250],
  ]);
});

test("diseases and poisonings stand beside the accidents and in none of their figures", () => {
  const [total] = rollup(2026, [
    counted({ year: 2026, cases: 3, severity: "severe", accidents: 2, groupAccidents: 1 }),
    counted({ year: 2026, cases: 5, kind: "disease", severity: "severe" }),
    counted({ year: 2026, cases: 7, kind: "poisoning", severity: "fatal" }),
  ]).rows;
  expect(total).toMatchObject({
    injured: { value: 3, previous: 0, changePercent: null },
    fatal: { value: 0 },
    severe: { value: 3 },
    accidents: { value: 2 },
    groupAccidents: { value: 1 },
    diseases: { value: 5 },
    poisonings: { value: 7 },
  });
});

test("a code has a row for a case or an exposure of either year, scopes in their order, unknown last", () => {
  const { rows } = rollup(
    2026,
    [counted({ year: 2025, cases: 1, region: "KZ-35", sector: "B", division: "05" }), counted({ year: 2026, cases: 2 })],
    [
      stated({ period: "2026-Q1", workers: 9 }, { region: "KZ-63" }),
      stated({ period: "2025", workers: 9 }, { section: "C", division: "24" }),
      stated({ period: "2024", workers: 9 }, { region: "KZ-71" }),
      stated({ period: "2026", workers: 9 }, { region: "KZ-75", section: "B" }),
      stated({ period: "2026", workers: 9 }, { country: "US", region: "US-TX" }),
    ],
  );
  expect(rows.map(({ scope, code }) => `${scope} ${code}`)).toEqual([
    "total null",
    "region KZ-35",
    "region KZ-63",
    "region null",
    "sector B",
    "sector null",
    "division 05",
    "division 24",
    "division null",
    "severity light",
  ]);
});

test("each row is divided by the exposure of its code, severities by the country's", () => {
  const { rows } = rollup(
    2026,
    [counted({ year: 2026, cases: 4, region: "KZ-35" })],
    [stated({ period: "2026", workers: 8000 }), stated({ period: "2026", workers: 2000 }, { region: "KZ-35" })],
  );
  expect(rows.map(({ scope, code, exposure, rate }) => [scope, code, exposure, rate])).toEqual([
    ["total", null, 8000, 0.5],
    ["region", "KZ-35", 2000, 2],
    ["sector", null, null, null],
    ["division", null, null, null],
    ["severity", "light", 8000, 0.5],
  ]);
});

test.each([
  [1430, 1568, -8.8],
  [180, 220, -18.18],
  [201, 200, 0.5],
  [8001, 8000, 0.01],
  [7999, 8000, -0.01],
  [0, 3, -100],
  [3, 3, 0],
  [1, 0, null],
  [20_001, 20_000, 0.01],
  [19_999, 20_000, -0.01],
  [40_001, 40_000, 0],
])("%i against %i changes by %s per cent", (value, previous, expected) => {
  expect(changePercent(value, previous)).toBe(expected);
});
