import { hash } from "node:crypto";
import { type FoldedCase, foldCases } from "@qorgau/schemas/cases/fold-cases";
import { effectiveExposures } from "@qorgau/schemas/cases/exposures";
import { daysInMonth } from "@qorgau/schemas/calendar-date";
import type { ExposureData } from "@qorgau/schemas/events/event";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { isSupplement } from "@qorgau/schemas/events/supplement";
import type { EnterpriseStatusData, InspectionStatisticsData, Supplement } from "@qorgau/schemas/events/supplement";
import { beforeAll, expect, test } from "vitest";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { statementsOf, yearsOf } from "./national-stream.ts";
import { publishedFigures } from "../plan/published-figures.ts";

// Every statement goes through the ingest endpoint's own judgement and the system's own fold: nothing is counted by the demo itself.
const seed = "qorgau";
const nowMs = Date.parse("2026-11-22T09:00:00Z");
const keyId = "0123456789abcdef";
const context = { nowMs, keyId, pseudonymise: (iin: string) => `qg1:${keyId}:${hash("sha256", iin)}`, reporters: null };

let statements: LoggedStatement[];
let faults: unknown[];
let cases: readonly FoldedCase[];
let conflicts: number;
let supplements: Supplement[];

beforeAll(() => {
  statements = [];
  faults = [];
  supplements = [];
  for (const year of yearsOf({ seed, nowMs })) {
    for (const { event } of statementsOf(year, { seed, nowMs })) {
      const verdict = judge(event, context);
      faults.push(...verdict.warnings, ...(verdict.accepted ? [] : verdict.errors));
      if (!verdict.accepted) continue;
      if (isSupplement(verdict.statement)) {
        supplements.push(verdict.statement);
        continue;
      }
      const recordedAt = new Date(nowMs + statements.length).toISOString();
      statements.push({ statement: verdict.statement, partition: 0, offset: statements.length, recordedAt, effectiveAt: recordedAt });
    }
  }
  const fold = foldCases(statements);
  conflicts = fold.conflicts.length + fold.danglingSameAs.length;
  cases = fold.cases.filter(({ counts, data }) => counts && data.kind === "accident");
}, 60_000);

function lastDay(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, "0")}-${daysInMonth(year, month)}`;
}
function within(from: string, to: string, filter: (one: FoldedCase) => boolean = () => true): FoldedCase[] {
  return cases.filter((one) => one.derived.date >= from && one.derived.date <= to && filter(one));
}
function toll(found: readonly FoldedCase[]) {
  return { injured: found.length, fatal: found.filter(({ data }) => data.severity === "fatal").length };
}
const isMiningMetallurgy = ({ derived }: FoldedCase) => derived.section === "B" || derived.division === "24" || derived.division === "25";

test("the ingest endpoint takes every statement without a word, and no two contradict each other", () => {
  expect(faults).toEqual([]);
  expect(conflicts).toBe(0);
  expect(statements.length).toBeGreaterThan(30_000);
});

// What of the running year is still to come is drawn, but not reported.
const reported = publishedFigures
  .flatMap(({ year, cumulative }) => cumulative.map((figure) => ({ year, to: lastDay(year, figure.throughMonth), ...figure })))
  .filter(({ to }) => Date.parse(to) < nowMs);

test.each(reported)(
  "$year through $to comes out to the last victim",
  ({ year, to, injured, fatal, miningMetallurgy, construction, regions = {} }) => {
    const from = `${year}-01-01`;
    expect(toll(within(from, to))).toEqual({ injured, fatal });
    if (miningMetallurgy !== undefined) expect(within(from, to, isMiningMetallurgy).length).toBe(miningMetallurgy);
    if (construction !== undefined) expect(within(from, to, ({ derived }) => derived.section === "F").length).toBe(construction);
    for (const [region, figure] of Object.entries(regions)) {
      const there = within(from, to, ({ derived }) => derived.region === region);
      const severe = there.filter(({ data }) => data.severity === "severe").length;
      const accidents = there.filter(({ id, accident }) => accident.leadCase === id).length;
      expect({ region, ...toll(there), severe, accidents }).toMatchObject({ region, ...figure });
    }
  },
);

test("the ministry's own figures: 1,568 of them 220 dead in 2018, 1,430 of them 180 in 2019, 143/14/47 in East Kazakhstan in 2025", () => {
  expect(toll(within("2018-01-01", "2018-12-31"))).toEqual({ injured: 1568, fatal: 220 });
  expect(toll(within("2019-01-01", "2019-12-31"))).toEqual({ injured: 1430, fatal: 180 });
  const east = within("2025-01-01", "2025-12-31", ({ derived }) => derived.region === "KZ-63");
  expect(toll(east)).toEqual({ injured: 143, fatal: 14 });
  expect(east.filter(({ data }) => data.severity === "severe").length).toBe(47);
});

test("Kostenko is one accident with 46 dead, told in three steps", () => {
  const there = within(
    "2023-10-28",
    "2023-10-28",
    ({ data }) => data.mining.mine === "kostenko" && data.mining.hazard === "gas_dust_explosion",
  );
  expect(toll(there)).toEqual({ injured: 46, fatal: 46 });
  expect(new Set(there.map(({ accident }) => accident.id)).size).toBe(1);
  const reports = there.map(({ statements }) => statements.find(({ statement }) => statement.subject.startsWith("N1-"))?.statement.time);
  expect(new Set(reports).size).toBe(3);
});

test("no case lies in a region before it was formed, nor in the future", () => {
  const young = within("2018-01-01", "2022-06-07", ({ derived }) => ["KZ-10", "KZ-33", "KZ-62"].includes(derived.region ?? ""));
  expect(young).toEqual([]);
  expect(within("2026-11-23", "9999-12-31")).toEqual([]);
  expect(within("2026-10-01", "2026-11-22").length).toBeGreaterThan(100);
});

test("the ministry's rates per thousand workers come out, and parts of the denominator add up", () => {
  const isApart = ({ mine, method, commodity, contractor, employer }: ExposureData) =>
    (mine ?? method ?? commodity ?? contractor ?? employer) !== undefined;
  const exposures = [...effectiveExposures(statements).values()].filter(({ data }) => data.basis === "employed" && !isApart(data));
  const workers = (year: number, of: (one: (typeof exposures)[number]) => boolean) =>
    exposures.filter((one) => one.data.period === String(year) && of(one)).reduce((sum, { data }) => sum + (data.workers ?? 0), 0);
  const country = (year: number) => workers(year, ({ derived }) => derived.region === null && derived.section === null);
  const rates = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) =>
    ((1000 * within(`${year}-01-01`, `${year}-12-31`).length) / country(year)).toFixed(2),
  );
  expect(rates).toEqual(["0.25", "0.23", "0.23", "0.22", "0.22", "0.21", "0.20", "0.19"]);
  for (const year of [2018, 2024]) {
    expect(workers(year, ({ derived }) => derived.region !== null && derived.section === null)).toBe(country(year));
    expect(workers(year, ({ derived }) => derived.region !== null && derived.section !== null && derived.division === null)).toBe(
      country(year),
    );
    expect(workers(year, ({ derived }) => derived.region === null && derived.division !== null)).toBe(country(year));
  }
  expect(country(2026)).toBe(0);
});

test("enterprises of every programme, assessed ones among them, each with its workers; the inspectorate's years; dangerous occurrences", () => {
  const of = (entity: Supplement["entity"]) => supplements.filter((one) => one.entity === entity);
  const statuses = of("enterprise.status").map(({ data }) => data as EnterpriseStatusData);
  const counted = Map.groupBy(statuses, ({ programme }) => programme);
  expect([...counted.keys()].toSorted()).toEqual(["collective_agreement", "insured", "risk_map", "union", "vision_zero"]);
  for (const enterprises of counted.values()) {
    const bins = enterprises.map(({ employer }) => employer.bin);
    expect(bins.length).toBeGreaterThan(100);
    expect(new Set(bins).size).toBe(bins.length);
  }
  expect(counted.get("risk_map")!.every(({ assessment }) => assessment?.table === "1022/801")).toBe(true);
  const staffed = new Set(
    statements.flatMap(({ statement }) => (statement.entity === "exposure" && !statement.withdrawn ? [statement.data.employer?.bin] : [])),
  );
  expect(statuses.filter(({ employer }) => !staffed.has(employer.bin))).toEqual([]);
  const years = of("inspection.statistics").map(({ data }) => (data as InspectionStatisticsData).year);
  expect(years.toSorted((a, b) => a - b)).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025]);
  expect(of("occurrence").length).toBeGreaterThan(200);
});

test("the same seed gives the same stream; a later day adds to it and changes nothing", () => {
  const now = statementsOf(2026, { seed, nowMs }).map(({ event }) => JSON.stringify(event));
  expect(statementsOf(2026, { seed, nowMs }).map(({ event }) => JSON.stringify(event))).toEqual(now);
  const later = new Set(statementsOf(2026, { seed, nowMs: nowMs + 5 * 86_400_000 }).map(({ event }) => JSON.stringify(event)));
  expect(later.size).toBeGreaterThan(now.length);
  expect(now.filter((event) => !later.has(event))).toEqual([]);
});
