/** The denominator rule, clause by clause as NUMBERS, section 1, has them. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { regions } from "@qorgau/schemas/codes/regions";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { requested, stated } from "../../rates/figures-model-fixture.ts";
import { exposureBook } from "./exposure-book.ts";
import type { EffectiveExposure } from "./exposure-book.ts";
import { exposureCells } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";
import type { Exposure } from "./exposure.ts";
import type { Span } from "../../time/span.ts";

const year2026: Span = { from: "2026-01-01", to: "2026-12-31" };
const may2026: Span = { from: "2026-05-01", to: "2026-05-31" };

interface Sought {
  readonly search?: string;
  readonly values?: Parameters<typeof exposureCells>[1];
  readonly span?: Span;
  readonly basis?: ResponseBasis;
}
function found(
  statements: readonly EffectiveExposure[],
  { search = "", values = {}, span = year2026, basis = "listed_employees" }: Sought = {},
): Exposure | null {
  const exposure = exposureFinder(exposureBook(statements))(exposureCells(requested(search), values))(basis, span);
  return exposure.state === "missing" ? null : exposure;
}
const value = (statements: readonly EffectiveExposure[], sought?: Sought) => found(statements, sought)?.value ?? null;

test("the role first, then final before provisional, then the smaller source and subject; the others are never added", () => {
  const by = (role: EffectiveExposure["role"], source: string, subject: string, status: "final" | "provisional", workers: number) =>
    stated({ period: "2026", workers, status }, {}, { role, source, subject });
  const rising = [
    by("enterprise", "urn:b", "2", "provisional", 1),
    by("enterprise", "urn:b", "1", "provisional", 2),
    by("enterprise", "urn:a", "9", "provisional", 3),
    by("enterprise", "urn:z", "9", "final", 4),
    by("insurer", "urn:z", "9", "provisional", 5),
    by("inspectorate", "urn:z", "9", "provisional", 6),
    by("statistics", "urn:z", "9", "provisional", 7),
    by("statistics", "urn:z", "9", "final", 8),
    by("statistics", "urn:a", "1", "final", 9),
  ];
  for (const [index, best] of rising.entries()) {
    const upTo = rising.slice(0, index + 1);
    expect(value(upTo)).toBe(best.data.workers);
    expect(value(upTo.toReversed())).toBe(best.data.workers);
  }
});

test("closed by the very period before its parts: a stock by the mean of its months, a flow by the sum of quarters before months", () => {
  const months = Array.from({ length: 12 }, (_, index) =>
    stated({ period: `2026-${String(index + 1).padStart(2, "0")}`, workers: 100 + index, hours: 1000 }),
  );
  const quarters = [1, 2, 3, 6].map((workers, index) => stated({ period: `2026-Q${index + 1}`, workers, hours: 30 }));
  expect(value(months)).toBe(105.5);
  expect(value(months, { basis: "hours_worked" })).toBe(12_000);
  expect(value([...months, ...quarters])).toBe(105.5);
  expect(value([...months.slice(3), ...quarters])).toBe((3 + 103 + 104 + 105 + 106 + 107 + 108 + 109 + 110 + 111) / 12);
  expect(value(quarters)).toBe(3);
  expect(value([...months, ...quarters], { basis: "hours_worked" })).toBe(120);
  expect(value([...months, ...quarters, stated({ period: "2026", workers: 7 })])).toBe(7);
});

test("an incomplete set of parts closes nothing: the months of a stock that it leaves are carried, a flow is not", () => {
  const quarters = [1, 2, 3].map((part) => stated({ period: `2026-Q${part}`, workers: part, hours: 30 }));
  expect(found(quarters)).toMatchObject({ value: 2.25, state: "carried_forward", period: "2026-Q3", monthsCarried: 3, monthsMissing: 0 });
  expect(found(quarters, { basis: "hours_worked" })).toBeNull();
});

test("a stock is closed by the shortest statement around the period, a flow is not", () => {
  const around = [stated({ period: "2026", workers: 10, hours: 10 }), stated({ period: "2026-Q2", workers: 20, hours: 20 })];
  expect(found(around, { span: may2026 })).toMatchObject({ value: 20, state: "closed", period: null });
  expect(found(around.slice(0, 1), { span: { from: "2026-01-01", to: "2026-02-03" } })).toMatchObject({ value: 10, state: "closed" });
  expect(found(around, { span: may2026, basis: "hours_worked" })).toBeNull();
});

test("twelve rolling months are closed by the quarters or months that make them up", () => {
  const rolling: Span = { from: "2025-04-01", to: "2026-03-31" };
  const quarters = ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"].map((period, index) => stated({ period, workers: index }));
  expect(found(quarters, { span: rolling })).toMatchObject({ value: 1.5, state: "closed" });
  expect(found(quarters, { span: { from: "2025-05-01", to: "2026-04-30" } })).toMatchObject({ value: 21 / 12, period: "2026-Q1" });
});

test("without an exposure of its own, the sum over regions, or over sections where a region lacks", () => {
  const everywhere = regions.map(({ iso }) => stated({ period: "2026", workers: 10 }, { region: iso }));
  const bySection = sections.map(({ code }) => stated({ period: "2026", workers: 1 }, { section: code }));
  expect(value(everywhere)).toBe(200);
  expect(value([...everywhere, stated({ period: "2026", workers: 5 })])).toBe(5);
  expect(value(everywhere.slice(1))).toBeNull();
  expect(value([...everywhere.slice(1), ...bySection])).toBe(21);
  expect(value(bySection.slice(1))).toBeNull();
});

test("a section is summed from its own divisions, a mine from its methods, then commodities", () => {
  const mining = divisions.filter(({ section }) => section === "B");
  const byDivision = mining.map(({ code }) => stated({ period: "2026", workers: 2 }, { section: "B", division: code }));
  expect(value(byDivision, { search: "sector=B" })).toBe(10);
  expect(value(byDivision, { search: "" })).toBeNull();
  const byMethod = miningMethods.map((method) => stated({ period: "2026", workers: 3, mine: "kostenko", method }));
  const byCommodity = commodities.map((commodity) => stated({ period: "2026", workers: 4, mine: "kostenko", commodity }));
  expect(value([...byMethod, ...byCommodity], { search: "mine=kostenko" })).toBe(12);
  expect(value([...byMethod.slice(1), ...byCommodity], { search: "mine=kostenko" })).toBe(16);
});

test("only regions that exist on the last day of the stated period are summed, South Kazakhstan among them until 2018", () => {
  const old = (before: string) => regions.filter(({ validFrom }) => validFrom === null || validFrom <= before);
  const year = (text: string, before: string, more: readonly string[] = []) =>
    [...old(before).map(({ iso }) => iso), ...more].map((region) => stated({ period: text, workers: 1 }, { region }));
  const span = (text: string): Span => ({ from: `${text}-01-01`, to: `${text}-12-31` });
  expect(value(year("2021", "2021-12-31"), { span: span("2021") })).toBe(17);
  expect(value(year("2022", "2021-12-31"), { span: span("2022") })).toBeNull();
  expect(value(year("2022", "2022-12-31"), { span: span("2022") })).toBe(20);
  expect(value(year("2017", "2017-12-31"), { span: span("2017") })).toBeNull();
  expect(value(year("2017", "2017-12-31", ["KZ-YUZ"]), { span: span("2017") })).toBe(16);
  const may = regions
    .filter(({ validFrom }) => validFrom !== "2022-06-08")
    .map(({ iso }) => stated({ period: "2022-05", workers: 1 }, { region: iso }));
  expect(value(may, { span: { from: "2022-05-01", to: "2022-05-31" } })).toBe(17);
  // A year that holds the change is of the areas after it: for the months before it serves the whole families, which are the country.
  expect(value(year("2022", "2022-12-31"), { span: { from: "2022-03-01", to: "2022-03-31" } })).toBe(20);
});

test("one basis alone: what is stated of another changes nothing", () => {
  const listed = stated({ period: "2025", workers: 1, basis: "listed_employees" });
  const contracts = stated({ period: "2026", workers: 3, basis: "contracts" });
  expect(found([listed, contracts], { basis: "listed_employees" })).toMatchObject({ value: 1, state: "carried_forward", period: "2025" });
  expect(found([listed, contracts], { basis: "contracts" })).toMatchObject({ value: 3, basis: "contracts", state: "closed" });
  expect(found([listed, contracts], { basis: "employed" })).toBeNull();
});

test("carried forward from the latest-ending period, of two the shorter, never from one that ends after the month", () => {
  const statements = ["2024", "2025", "2025-Q4", "2025-12"].map((period, index) => stated({ period, workers: index + 1 }));
  expect(found(statements, { span: may2026 })).toMatchObject({ value: 4, period: "2025-12" });
  expect(found(statements, { span: { from: "2025-11-30", to: "2025-11-30" } })).toMatchObject({ value: 3, state: "closed" });
  expect(found(statements.slice(0, 1), { span: { from: "2023-01-01", to: "2023-12-31" } })).toBeNull();
  expect(found([stated({ period: "2026-Q1", workers: 9 })])).toMatchObject({ value: 9, period: "2026-Q1", state: "carried_forward" });
});

test("carried for 24 months and no longer; a period with a value for less than half of its months has none", () => {
  const one = [stated({ period: "2023-06", workers: 10 })];
  expect(found(one, { span: { from: "2025-06-01", to: "2025-06-30" } })).toMatchObject({ value: 10, period: "2023-06", monthsCarried: 1 });
  expect(found(one, { span: { from: "2025-07-01", to: "2025-07-31" } })).toBeNull();
  const half = found(one, { span: { from: "2025-01-01", to: "2025-12-31" } });
  expect(half).toMatchObject({ value: 10, state: "carried_forward", monthsCarried: 6, monthsMissing: 6, final: false });
  expect(found(one, { span: { from: "2025-02-01", to: "2026-01-31" } })).toBeNull();
});

test("a sum is carried whole, from one period that all of its parts state", () => {
  const everywhere = regions.map(({ iso }) => stated({ period: "2025", workers: 10 }, { region: iso }));
  const later = stated({ period: "2025-12", workers: 100 }, { region: "KZ-35" });
  expect(found(everywhere)).toMatchObject({ value: 200, period: "2025", state: "carried_forward", monthsCarried: 12 });
  expect(found([...everywhere, later])).toMatchObject({ value: 200, period: "2025" });
  expect(found([...everywhere, later], { span: { from: "2025-12-01", to: "2025-12-31" } })).toMatchObject({ value: 290, state: "closed" });
});

test("a filter of several codes has the sum of their cells, or none", () => {
  const both = ["KZ-35", "KZ-63"].map((region, index) => stated({ period: "2026", workers: index + 1 }, { region }));
  expect(value(both, { search: "region=KZ-35,KZ-63" })).toBe(3);
  expect(value(both, { search: "region=KZ-35,KZ-10" })).toBeNull();
  const complex = [
    stated({ period: "2026", workers: 100 }, { section: "B" }),
    stated({ period: "2026", workers: 20 }, { section: "C", division: "24" }),
    stated({ period: "2026", workers: 3 }, { section: "C", division: "25" }),
  ];
  expect(value(complex, { search: "sector=mmc" })).toBe(123);
  expect(value(complex.slice(1), { search: "sector=mmc" })).toBeNull();
  expect(value(complex, { search: "sector=mmc&by=sector", values: { sector: "C" } })).toBe(23);
  expect(value([stated({ period: "2026", workers: 7 }, { section: "B" })], { search: "sector=B,05" })).toBe(7);
  expect(value(complex, { search: "country=KZ,US" })).toBeNull();
});

test("severity, kind, hazard, cause, evidence and workRelated do not narrow the denominator; sex and age do, and null cells have none", () => {
  const all = [stated({ period: "2026", workers: 7 })];
  expect(value(all, { search: "severity=fatal&kind=disease&hazard=fire&cause=other&evidence=reported&workRelated=yes" })).toBe(7);
  expect(value(all, { search: "by=severity,cause", values: { severity: "light", cause: "other" } })).toBe(7);
  expect(value(all, { search: "circumstance=at_work,business_travel,unknown" })).toBe(7);
  for (const search of ["sex=male", "ageBand=25-34", "region=unknown", "sector=unknown", "hazard=unknown", "circumstance=unknown"])
    expect(value(all, { search })).toBeNull();
  expect(value(all, { search: "by=sex", values: { sex: "male" } })).toBeNull();
  expect(value(all, { search: "by=region", values: { region: "" } })).toBeNull();
  expect(value(all, { search: "by=hazard", values: { hazard: "" } })).toBeNull();
  expect(value(all, { search: "country=any" })).toBeNull();
});

test("a region implies its country, a mining dimension that it is at a mine", () => {
  const texas = stated({ period: "2026", workers: 7 }, { country: "US", region: "US-TX" });
  expect(value([texas], { search: "country=any&by=region", values: { region: "US-TX" } })).toBe(7);
  const coal = stated({ period: "2026", workers: 8, commodity: "coal" });
  expect(value([coal], { search: "site=mine&commodity=coal" })).toBe(8);
  expect(value([stated({ period: "2026", workers: 9 })], { search: "site=mine" })).toBeNull();
  const byMethod = miningMethods.map((method) => stated({ period: "2026", workers: 3, method }));
  expect(value(byMethod, { search: "site=mine" })).toBe(12);
});

test("final only where every part is", () => {
  const quarters = (last: "final" | "provisional") =>
    [1, 2, 3, 4].map((part) => stated({ period: `2026-Q${part}`, workers: 1, status: part === 4 ? last : "final" }));
  expect(found(quarters("final"))?.final).toBe(true);
  expect(found(quarters("provisional"))?.final).toBe(false);
});

test("hours beside workers of any basis are hours worked; workers of the basis hours_worked are none", () => {
  const one = [stated({ period: "2026", hours: 5, workers: 3, basis: "contracts" })];
  expect(found(one, { basis: "hours_worked" })).toMatchObject({ value: 5, basis: "hours_worked" });
  expect(found([stated({ period: "2026", hours: 5, workers: 3, basis: "hours_worked" })])).toBeNull();
});
