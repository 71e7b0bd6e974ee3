import { describe, expect, test } from "vitest";
import { noFigures } from "../rows/published.ts";
import type { LoggedStatement } from "../events/statement.ts";
import { reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { caseRow, monthCells, monthDeltas } from "./case-figures.ts";
import { foldCases } from "./fold-cases.ts";

const rowsOf = (...statements: LoggedStatement[]) => foldCases(statements).cases.map(caseRow);
const figuresOf = (stated: object) => rowsOf(reportCase({}, stated))[0]!.figures;

describe("the row of a case", () => {
  test("has every dimension, an empty text where unknown", () => {
    const unknown = rowsOf(reportCase({}, { employer: {} }))[0]!;
    expect(unknown.dimensions).toEqual({
      country: "KZ",
      region: "",
      sector: "",
      division: "",
      severity: "light",
      kind: "accident",
      evidence: "reported",
      work_related: "under_investigation",
      method: "",
      commodity: "",
      hazard: "",
      mine: "",
      contractor: "",
      sex: "",
      age_band: "",
      cause: "",
      registration_region: "",
      circumstance: "",
      road_traffic: "",
      worker_status: "",
      migrant: "",
      size: "",
      employer: "",
    });
    const known = reportCase(
      { entity: "claim" },
      {
        region: "US-TX",
        sector: "05.10.1",
        severity: "fatal",
        kind: "poisoning",
        workRelated: "yes",
        causes: ["equipment", "other"],
        mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion", contractor: false },
        worker: { ref: "7", sex: "male", ageBand: "35-44", status: "agency", migrant: false },
        employer: { bin: "200140000004", size: "500+" },
        circumstance: "business_travel",
        roadTraffic: true,
      },
    );
    expect(rowsOf(known)[0]!.dimensions).toEqual({
      country: "US",
      region: "US-TX",
      sector: "B",
      division: "05",
      severity: "fatal",
      kind: "poisoning",
      evidence: "insurer_only",
      work_related: "yes",
      method: "underground",
      commodity: "coal",
      hazard: "gas_dust_explosion",
      mine: "kostenko",
      contractor: "false",
      sex: "male",
      age_band: "35-44",
      cause: "equipment",
      registration_region: "",
      circumstance: "business_travel",
      road_traffic: "true",
      worker_status: "agency",
      migrant: "false",
      size: "500+",
      employer: "200140000004",
    });
  });

  test("names its records, the highest-standing first, and its accident", () => {
    const [row] = rowsOf(reportCase({ entity: "claim" }), reportCase());
    expect(row!.details.accident).toBe(foldCases([reportCase()]).cases[0]!.accident.id);
    const records = [
      ["urn:e", "case", "1"],
      ["urn:e", "claim", "1"],
    ];
    expect(JSON.parse(row!.payload)).toEqual({ records, counts: true });
  });

  test("has no figures where the case does not count", () => {
    const [row] = rowsOf(reportCase({}, { workRelated: "no", severity: "fatal", daysLost: 3 }));
    expect(row!.figures).toEqual(noFigures);
    expect(row!.dimensions).toMatchObject({ severity: "fatal", work_related: "no" });
  });

  test("counts days lost of those alive, and lost time from one day or a death", () => {
    const alone = { ...noFigures, cases: 1, accidents: 1, at_work_accidents: 1 };
    expect(figuresOf({})).toEqual({ ...alone, lost_time_cases: 0, days_lost: 0, days_lost_cases: 0 });
    expect(figuresOf({ daysLost: 0 })).toEqual({ ...alone, lost_time_cases: 0, days_lost: 0, days_lost_cases: 1 });
    expect(figuresOf({ daysLost: 12 })).toEqual({ ...alone, lost_time_cases: 1, days_lost: 12, days_lost_cases: 1 });
    expect(figuresOf({ daysLost: 12, severity: "fatal" })).toEqual({
      ...alone,
      lost_time_cases: 1,
      days_lost: 0,
      days_lost_cases: 0,
      days_before_death: 12,
      days_before_death_cases: 1,
    });
  });

  test("divides the fault as stated, and gives a side that is not what the other leaves", () => {
    const faultOf = (fault?: object) => {
      const { fault_cases, employer_fault, worker_fault } = figuresOf({ fault });
      return [fault_cases, employer_fault, worker_fault];
    };
    expect(faultOf()).toEqual([0, 0, 0]);
    expect(faultOf({ employerPercent: 100 })).toEqual([1, 10_000, 0]);
    expect(faultOf({ workerPercent: 60 })).toEqual([1, 4000, 6000]);
    expect(faultOf({ employerPercent: 33.3, workerPercent: 33.3 })).toEqual([1, 3330, 3330]);
  });
});

describe("month cells", () => {
  test("sum the cases of a month, all of a cell's dimensions equal, the others left empty", () => {
    const reported = { region: "KZ-35", sector: "05.10.1", daysLost: 2, mining: { mine: "kostenko" } };
    const cells = monthCells(
      rowsOf(reportCase({ subject: "1" }, reported), reportCase({ subject: "2" }, { ...reported, occurredAt: "2026-02-28" })),
    );
    expect([...cells.keys()]).toEqual(["2026-02|KZ|KZ-35|B|05|light|accident|reported|under_investigation|"]);
    const [cell] = cells.values();
    expect(cell).toMatchObject({ date: "2026-02-01", dimensions: { region: "KZ-35", mine: "" }, figures: { cases: 2, days_lost: 4 } });
  });

  test("are left out where nothing counts, or nothing changes", () => {
    const rows = rowsOf(reportCase({}, { workRelated: "no" }));
    expect(monthCells(rows).size).toBe(0);
    expect(monthDeltas(rowsOf(reportCase()), rowsOf(reportCase({ revision: 2 }))).size).toBe(0);
  });
});

/** FACTS, section 3.4: the same day's reports said 20 dead, then 32 with 14 missing; in the end 46. One group accident. */
test("the Kostenko mine, 28 October 2023: 20, then 32, then 46 fatal cases of one group accident", () => {
  const dead = (number: number, reported: object = {}, stated: object = {}) =>
    reportCase(
      { source: "urn:mine", subject: `V-${number}`, ...reported },
      {
        accident: "K-2023",
        occurredAt: "2023-10-28",
        severity: "fatal",
        region: "KZ-35",
        sector: "05.10.1",
        worker: { ref: `qg1:k:${number}` },
        mining: { mine: "kostenko", method: "underground", hazard: "gas_dust_explosion" },
        ...stated,
      },
    );
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => from + place);
  const first = numbers(0, 20).map((number) => dead(number));
  const second = numbers(20, 32).map((number) => dead(number));
  // The missing are reported as severe at first, then corrected; two of them were reported twice, under new numbers that are withdrawn.
  const missing = numbers(32, 46).map((number) => dead(number, {}, { severity: "severe" }));
  const found = numbers(32, 46).map((number) => dead(number, { revision: 2 }));
  const twice = [dead(46, {}, { worker: { ref: "qg1:k:1" } }), dead(47), withdraw({ source: "urn:mine", subject: "V-47", revision: 2 })];
  const inspected = numbers(0, 46).map((number) => dead(number, { source: "urn:inspectorate", role: "inspectorate" }));
  const claimed = numbers(0, 10).map((number) =>
    dead(number, { source: "urn:kshk", entity: "claim", role: "insurer" }, { accident: undefined }),
  );

  const fatal = (cases: number) => ({
    ...noFigures,
    cases,
    accidents: 1,
    group_accidents: 1,
    group_victims: cases,
    at_work_accidents: 1,
    at_work_group_accidents: 1,
    at_work_group_victims: cases,
    lost_time_cases: cases,
  });
  const cell = "2023-10|KZ|KZ-35|B|05|fatal|accident|reported|under_investigation|";
  const cellsOf = (...reported: LoggedStatement[]) =>
    Object.fromEntries([...monthCells(rowsOf(...reported))].map(([name, row]) => [name, row.figures]));

  expect(cellsOf(...first)).toEqual({ [cell]: fatal(20) });
  expect(cellsOf(...first, ...second)).toEqual({ [cell]: fatal(32) });
  expect(cellsOf(...first, ...second, ...missing)).toMatchObject({ [cell]: fatal(32) });
  const everything = [...first, ...second, ...missing, ...found, ...twice, ...inspected, ...claimed];
  expect(cellsOf(...everything)).toEqual({ [cell]: fatal(46) });
  expect(cellsOf(...everything.toReversed())).toEqual({ [cell]: fatal(46) });
});
