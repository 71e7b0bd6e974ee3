import { caseRow } from "@qorgau/schemas/cases/case-figures";
import type { FigureRow } from "@qorgau/schemas/cases/case-figures";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import type { CaseData } from "@qorgau/schemas/events/event";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import { reportCase } from "../../../../../test/generators/reported-by-hand.ts";
import { requested, snapshotOf } from "../../rates/figures-model-fixture.ts";
import { contributionTo, criteriaOf, nameRow } from "./explain-row.ts";
import type { NamedRow } from "./explain-row.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";

/** The only row of a query for which there is nothing to count. */
function named(search: string, more: Partial<RatesRow> = {}): NamedRow {
  const query = requested(search);
  const { rows } = ratesResponse({ ...query, by: [] }, snapshotOf({ ...query, by: [] }, []));
  expect(rows).toHaveLength(1);
  return nameRow(query, { ...rows[0]!, ...more });
}

const rowOf = (stated: Partial<CaseData> = {}): FigureRow => caseRow(foldCases([reportCase({}, stated)]).cases[0]!);
const counts = (row: NamedRow, stated: Partial<CaseData>) => contributionTo(row, criteriaOf(row), rowOf(stated)).count;

test.each([
  ["from=2026-01-01&to=2026-12-31", "2026-01-01", "2026-12-31"],
  ["from=2026-02-03&to=2026-12-31", "2026-02-03", "2026-12-31"],
  ["period=quarter&from=2026-05-01&to=2026-05-31", "2026-05-01", "2026-05-31"],
  ["period=quarter&from=2026-10-01&to=2026-12-31", "2026-10-01", "2026-12-31"],
  ["period=month&from=2024-02-01&to=2024-02-29", "2024-02-01", "2024-02-29"],
  ["period=day&from=2026-02-03&to=2026-02-03", "2026-02-03", "2026-02-03"],
  ["period=ytd&from=2026-01-10&to=2026-02-03", "2026-01-01", "2026-02-03"],
  ["period=ytd&from=2024-02-29&to=2024-02-29", "2024-01-01", "2024-02-29"],
  ["period=rolling12m&from=2026-02-01&to=2026-02-28", "2025-03-01", "2026-02-28"],
  ["period=rolling12m&from=2026-02-01&to=2026-02-10", "2025-03-01", "2026-02-10"],
])("%s counts from %s to %s", (search, from, to) => {
  expect(named(search).days).toEqual({ from, to });
});

test("a row's own codes are conditions, its null the unknown", () => {
  const known = named("by=region,contractor&from=2026-01-01&to=2026-12-31", { region: "KZ-35", contractor: true });
  expect(counts(known, { region: "KZ-35", mining: { contractor: true } })).toBe(1);
  expect(counts(known, { region: "KZ-35" })).toBe(0);
  const unknown = named("by=region&from=2026-01-01&to=2026-12-31", { region: null });
  expect([counts(unknown, {}), counts(unknown, { region: "KZ-35" })]).toEqual([1, 0]);
});

test("what each measure takes of a case", () => {
  const year = "&from=2026-01-01&to=2026-12-31&kind=any";
  const all = ["injured", "fatal", "severe", "light", "accidents", "lost_time", "days_lost"];
  const taken = (stated: Partial<CaseData>) => all.map((measure) => counts(named(`measure=${measure}${year}`), stated));
  expect(taken({ severity: "fatal", daysLost: 3 })).toEqual([1, 1, 0, 0, 1, 1, 0]);
  expect(taken({ severity: "severe", daysLost: 3 })).toEqual([1, 0, 1, 0, 1, 1, 3]);
  expect(taken({ severity: "light" })).toEqual([1, 0, 0, 1, 1, 0, 0]);
  expect(taken({ severity: "light", workRelated: "no", daysLost: 3 })).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

test("the denominator of per=case is taken of the cases that state their days", () => {
  const perCase = named("measure=days_lost&per=case&from=2026-01-01&to=2026-12-31");
  const taken = (stated: Partial<CaseData>) => contributionTo(perCase, criteriaOf(perCase), rowOf(stated));
  expect(taken({ daysLost: 0 })).toEqual({ count: 0, casesWithDays: 1, shouldState: 1, unstated: 0 });
  expect(taken({})).toEqual({ count: 0, casesWithDays: 0, shouldState: 1, unstated: 1 });
});

test("filters of sectors, the mining complex and the mine site", () => {
  const mmc = named("sector=mmc&from=2026-01-01&to=2026-12-31");
  expect([counts(mmc, { sector: "05" }), counts(mmc, { sector: "A" })]).toEqual([1, 0]);
  const site = named("site=mine&from=2026-01-01&to=2026-12-31");
  expect([counts(site, { mining: { hazard: "fire" } }), counts(site, {})]).toEqual([1, 0]);
});

test("the defaults of kind and country are conditions too", () => {
  const row = named("from=2026-01-01&to=2026-12-31");
  expect([counts(row, {}), counts(row, { kind: "disease" }), counts(row, { region: "US-TX" })]).toEqual([1, 0, 0]);
});
