/** The figures of COMMISSION.md, and what the annual rollup does with kinds, codes and exposure. */
import { annualRollupResponseSchema } from "@qorgau/schemas/responses/annual-rollup";
import { expect, test } from "vitest";
import { stated } from "../../rates/figures-model-fixture.ts";
import { isOfComplex } from "./annual-count.ts";
import type { AnnualCount } from "./annual-count.ts";
import { annualRollup, changePercent } from "./annual-rollup.ts";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";

interface Counted extends Partial<Omit<AnnualCount, "scope" | "code">> {
  readonly year: number;
  readonly cases: number;
  readonly region?: string;
  readonly sector?: string;
  readonly division?: string;
  readonly sex?: string;
  readonly ageBand?: string;
  readonly cause?: string;
}

/** The same cases once in each of their scopes, as they are read. */
function counted({ region = "", sector = "", division = "", sex = "", ageBand = "", cause = "", ...one }: Counted): AnnualCount[] {
  const { severity = "light" } = one;
  const none = { groupAccidents: 0, groupVictims: 0, faultCases: 0, employerFault: 0, workerFault: 0 };
  const figures = { severity, kind: "accident", accidents: one.cases, ...none, ...one };
  const codes = { total: "", region, sector, division, severity, sex, ageBand, cause };
  const places = Object.entries(codes) as [AnnualCount["scope"], string][];
  if (isOfComplex(sector, division)) places.push(["complex", "mmc"]);
  return places.map(([scope, code]) => ({ ...figures, scope, code }));
}

function rollup(year: number, figures: readonly AnnualCount[][], exposures: readonly EffectiveExposure[] = [], day = "2099-12-31") {
  const lastStampMs = Date.parse(`${day}T23:59:59+05:00`);
  const snapshot = { cut: { asOf: null, watermark: "" }, lastStampMs, counted: figures.flat(), exposures: exposureBook(exposures) };
  return annualRollupResponseSchema.parse(
    annualRollup({ year, per: "1000_workers", yearOf: "accident", regionOf: "occurrence" }, snapshot),
  );
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
    "complex mmc",
    "division 05",
    "division 24",
    "division null",
    "severity light",
    "sex null",
    "ageBand null",
    "cause null",
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
    ["sex", null, null, null],
    ["ageBand", null, null, null],
    ["cause", null, 8000, 0.5],
  ]);
});

test("the mining and metallurgical complex stands beside section B, over the sum of its exposures", () => {
  const { rows } = rollup(
    2024,
    [
      counted({ year: 2024, cases: 20, sector: "B", division: "05" }),
      counted({ year: 2024, cases: 30, sector: "C", division: "24" }),
      counted({ year: 2024, cases: 50, sector: "C", division: "10" }),
    ],
    [
      stated({ period: "2024", workers: 1000 }, { section: "B" }),
      stated({ period: "2024", workers: 3000 }, { section: "C", division: "24" }),
      stated({ period: "2024", workers: 1000 }, { section: "C", division: "25" }),
    ],
  );
  expect(rows.find(({ scope }) => scope === "complex")).toMatchObject({ code: "mmc", injured: { value: 50 }, exposure: 5000, rate: 10 });
  expect(rows.find(({ code }) => code === "B")).toMatchObject({ injured: { value: 20 }, exposure: 1000, rate: 20 });
});

test("each share names its base: 167 of 1,465 are 11.40 per cent, which was published cut to 11.3", () => {
  const { rows } = rollup(2021, [
    counted({ year: 2021, cases: 276, sector: "B" }),
    counted({ year: 2021, cases: 167, sector: "F" }),
    counted({ year: 2021, cases: 1022 }),
  ]);
  expect(rows.filter(({ scope }) => scope === "sector").map(({ code, share }) => [code, share])).toEqual([
    ["B", { percent: 18.84, base: 1465 }],
    ["F", { percent: 11.4, base: 1465 }],
    [null, { percent: 69.76, base: 1465 }],
  ]);
  expect(rollup(2022, []).rows[0]?.share).toEqual({ percent: null, base: 0 });
});

test("fault is the mean over the victims for whom it was laid", () => {
  const [total] = rollup(2025, [
    counted({ year: 2025, cases: 2, faultCases: 2, employerFault: 14_000, workerFault: 6000 }),
    counted({ year: 2025, cases: 1, faultCases: 1, employerFault: 6667, workerFault: 3333 }),
    counted({ year: 2025, cases: 9 }),
    counted({ year: 2025, cases: 1, kind: "disease", faultCases: 1, employerFault: 10_000 }),
  ]).rows;
  expect(total?.fault).toEqual({ cases: 3, employerPercent: 68.89, workerPercent: 31.11 });
});

test("group accidents tell their victims beside their number", () => {
  const [total] = rollup(2023, [
    counted({ year: 2023, cases: 46, severity: "fatal", accidents: 1, groupAccidents: 1, groupVictims: 46 }),
    counted({ year: 2023, cases: 3 }),
  ]).rows;
  expect(total).toMatchObject({
    injured: { value: 49 },
    accidents: { value: 4 },
    groupAccidents: { value: 1 },
    groupVictims: { value: 46 },
  });
});

test("a region that was split this year or last breaks its series", () => {
  const breaksOf = (year: number) =>
    rollup(
      year,
      ["KZ-10", "KZ-35", "KZ-61", "KZ-63", "KZ-75"].map((region) => counted({ year, cases: 1, region })),
    )
      .rows.filter(({ seriesBreak }) => seriesBreak !== null)
      .map(({ code, seriesBreak }) => `${code}: ${seriesBreak?.on} ${seriesBreak?.regions.join(" ")}`);
  const of2022 = ["KZ-10: 2022-06-08 KZ-10 KZ-63", "KZ-35: 2022-06-08 KZ-35 KZ-62", "KZ-63: 2022-06-08 KZ-10 KZ-63"];
  expect(breaksOf(2021)).toEqual([]);
  expect(breaksOf(2022)).toEqual(of2022);
  expect(breaksOf(2023)).toEqual(of2022);
  expect(breaksOf(2024)).toEqual([]);
  expect(breaksOf(2018)).toEqual(["KZ-61: 2018-06-19 KZ-61 KZ-79 KZ-YUZ"]);
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

test("a running year has no change; what of it is over is set against the same days", () => {
  const figures = [
    counted({ year: 2025, cases: 7, toDate: true }),
    counted({ year: 2025, cases: 5, toDate: false }),
    counted({ year: 2026, cases: 6, toDate: true, severity: "fatal" }),
  ];
  const response = rollup(2026, figures, [stated({ period: "2026", workers: 300_000 })], "2026-11-29");
  expect(response).toMatchObject({
    running: true,
    toDate: { to: "2026-11-29", previousTo: "2025-11-29", previousAsOf: null, previousWatermark: null },
  });
  expect(response.rows[0]).toMatchObject({
    running: true,
    status: "provisional",
    injured: { value: 6, previous: 12, changePercent: null, reason: "running", toDate: { value: 6, previous: 7, changePercent: -14.29 } },
    fatal: { value: 6, previous: 0, changePercent: null, reason: "running", toDate: { value: 6, previous: 0, changePercent: null } },
    rates: {
      fatal: { per: "100000_workers", rate: 2, lower: 0.733965, upper: 4.35316, reason: null },
      severe: { rate: 0, lower: 0 },
      light: { rate: 0 },
    },
  });
  const over = rollup(2025, figures.slice(0, 2), [], "2026-11-29");
  expect(over).not.toHaveProperty("running");
  expect(over.rows[0]!.injured).toEqual({ value: 12, previous: 0, changePercent: null });
  expect(over.rows[0]!.rates.fatal).toMatchObject({ rate: null, reason: "exposure_missing" });
  // Of a year that lies ahead no day is over.
  const ahead = rollup(2027, figures.slice(2), [], "2026-11-29");
  expect(ahead).toMatchObject({ running: true });
  expect(ahead).not.toHaveProperty("toDate");
  expect(ahead.rows[0]!.injured).toEqual({ value: 0, previous: 6, changePercent: null, reason: "running" });
});

test("29 February is set against the 28th", () => {
  expect(rollup(2028, [counted({ year: 2028, cases: 1, toDate: true })], [], "2028-02-29").toDate).toMatchObject({
    previousTo: "2027-02-28",
  });
});

test("where the log reaches back, the year before is as it was known a year before", () => {
  const lastStampMs = Date.parse("2026-11-29T12:00:00+05:00");
  const snapshot = {
    cut: { asOf: null, watermark: "0:9" },
    lastStampMs,
    counted: [...counted({ year: 2025, cases: 7, toDate: true }), ...counted({ year: 2026, cases: 6, toDate: true })],
    exposures: exposureBook([]),
  };
  const cut = { asOf: "2025-11-29T07:00:00.000Z", watermark: "0:4" };
  const earlier = {
    cut,
    counted: [...counted({ year: 2025, cases: 4, toDate: true, region: "KZ-35" }), ...counted({ year: 2024, cases: 9, toDate: true })],
  };
  const { toDate, rows } = annualRollup({ year: 2026, per: "none", yearOf: "accident", regionOf: "occurrence" }, snapshot, earlier);
  expect(toDate).toMatchObject({ previousAsOf: cut.asOf, previousWatermark: "0:4" });
  expect(rows[0]!.injured).toMatchObject({ previous: 7, toDate: { value: 6, previous: 4, changePercent: 50 } });
  expect(rows.find(({ code }) => code === "KZ-35")!.injured.toDate).toEqual({ value: 0, previous: 4, changePercent: -100 });
});
