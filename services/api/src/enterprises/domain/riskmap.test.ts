import type { EnterpriseStatus } from "@qorgau/schemas/events/supplement";
import type { RiskMapQuery, RiskRow } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { expect, test } from "vitest";
import { finished } from "@qorgau/schemas/steps";
import { wholeMonthsBefore } from "./enterprise.ts";
import type { Enterprise } from "./enterprise.ts";
import { riskMapRows } from "./riskmap.ts";

const day = "2026-01-15";
const everything: RiskMapQuery = { layer: null, years: 3, region: null, sector: null, employer: null, exposureBasis: null };

interface Stated {
  /** Person-years of a month; null: not known. */
  readonly workers: (month: number) => number | null;
  readonly accidents?: Readonly<Record<number, number>>;
  readonly statuses?: readonly EnterpriseStatus[];
}

function rowsOf(enterprises: Readonly<Record<string, Stated>>, years = 3): Readonly<Record<string, RiskRow>> {
  const months = wholeMonthsBefore(day, 12 * years);
  const found = Object.entries(enterprises).map(([employer, { workers, accidents = {}, statuses = [] }]): Enterprise => {
    return {
      employer,
      section: "B",
      division: "05",
      size: "250-499",
      region: "KZ-35",
      profileFrom: ["urn:inspectorate", "urn:insurer"],
      exposure: months.map((_, month) => workers(month)),
      count: months.map((_, month) => accidents[month] ?? 0),
      fatal: months.map(() => 0),
      statuses,
    };
  });
  const { rows } = finished(riskMapRows({ ...everything, years }, { basis: "contracts", enterprises: found }, day));
  return Object.fromEntries(rows.map((row) => [row.employer, row]));
}

/** That many workers in every month. */
const steady = (workers: number) => () => workers / 12;

test("less than a hundred person-years have a score where three full years are known, of whatever time is asked for", () => {
  const others = { workers: steady(1000), accidents: { 1: 6 } };
  const reasonOf = (workers: Stated["workers"], years?: number) =>
    rowsOf({ others, small: { workers } }, years)["small"]?.statistical?.reason;
  expect(reasonOf(steady(10))).toBeNull();
  expect(reasonOf((month) => (month === 7 ? null : 10 / 12))).toBe("too_few");
  expect(reasonOf(steady(10), 1)).toBe("too_few");
  expect(reasonOf(steady(100), 1)).toBeNull();
  expect(reasonOf((month) => (month < 40 ? 10 / 12 : null), 5)).toBeNull();
  expect(reasonOf(() => null)).toBeUndefined();
});

test("silence is of whoever reported no accident at all, and no decision", () => {
  const others = { workers: steady(1000), accidents: { 1: 60 } };
  const partly = (month: number) => (month === 0 ? null : 1000 / 12);
  const rows = rowsOf({ others, silent: { workers: partly }, unplaced: { workers: partly, accidents: { 0: 1 } } });
  expect(rows["silent"]).toMatchObject({ statistical: { accidents: 0, silent: true }, decision: null });
  expect(rows["unplaced"]).toMatchObject({ statistical: { accidents: 0, accidentsWithoutExposure: 1, silent: false }, decision: null });
});

test("the points of the order are told one by one, with the record that states them, and the two layers stay apart", () => {
  const assessment = { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 };
  const status = (subject: string, from: string, data: object): EnterpriseStatus => ({
    id: subject,
    source: "urn:inspectorate",
    type: "kz.qorgau.enterprise.status.reported.v1",
    subject,
    revision: 1,
    time: null,
    role: "inspectorate",
    keyId: "0",
    content: "",
    entity: "enterprise.status",
    withdrawn: false,
    data: { employer: { bin: "200140000004" }, programme: "risk_map", from, ...data },
    derived: { date: from, region: null, section: null, division: null },
  });
  const statuses = [
    status("later", "2026-02-01", { assessment: { ...assessment, gross: 1 } }),
    status("current", "2025-01-01", { assessment: { ...assessment, special: 5 } }),
    status("ended", "2024-01-01", { assessment: { ...assessment, gross: 1 }, to: "2024-12-31" }),
  ];
  const { found } = rowsOf({ found: { workers: steady(1000), accidents: { 1: 6 }, statuses }, others: { workers: steady(1000) } });
  expect(found?.administrative).toMatchObject({ significantPoints: 17.5, minorPoints: 12, special: 5, score: 34.5, band: "medium" });
  expect(found?.administrative?.record).toEqual({ source: "urn:inspectorate", subject: "current" });
  expect(found?.statistical).toMatchObject({ accidents: 6, expected: 3 });
  const otherEdition = [status("other", "2025-01-01", { assessment: { ...assessment, table: "1022-2031" } })];
  const { other } = rowsOf({ other: { workers: steady(1000), statuses: otherEdition } });
  expect(other?.administrative).toMatchObject({ score: null, band: null, reason: "table_unknown", significantPoints: null, gross: 0 });
  expect(found?.profileFrom).toBe("urn:inspectorate urn:insurer");
});
