/** The tables over random sets of statements: against a count that reads the definitions aloud, and wherever slices and pages end. */
import * as fc from "fast-check";
import { severities } from "@qorgau/schemas/codes/enumerations";
import { qualityRowSchemas, qualityTables } from "@qorgau/schemas/responses/quality-response";
import type { CaseStatement, ExposureStatement, LoggedStatement } from "@qorgau/schemas/events/statement";
import { recordName } from "@qorgau/schemas/events/statement";
import { describe, expect, test } from "vitest";
import { naiveCases } from "../../../../../test/generators/naive-model.ts";
import { shuffled, statementSets } from "../../../../../test/generators/statements.ts";
import { pagesOf } from "./quality-fixture.ts";

const sets = statementSets(24, { subjects: 3, workers: 2, days: [0, 1, 2, 3, 4, 5], accidents: 2 });
const unique = <Item>(items: readonly Item[]) => [...new Set(items)];
const isExposure = (one: LoggedStatement) => one.statement.entity === "exposure";
const dateOf = ({ statement }: LoggedStatement) =>
  statement.entity === "exposure" ? (statement as ExposureStatement).derived.from : (statement as CaseStatement).derived.date;

/** The effective one of a record's statements: the greatest revision, then content, then the first in the log. */
function effectiveOf(record: readonly LoggedStatement[]): LoggedStatement {
  const weaker = (a: LoggedStatement, b: LoggedStatement) =>
    a.statement.revision - b.statement.revision || (a.statement.content < b.statement.content ? -1 : 1);
  const greatest = record.toSorted(weaker).at(-1)!;
  return record
    .toSorted((a, b) => a.offset - b.offset)
    .find(({ statement }) => statement.revision === greatest.statement.revision && statement.content === greatest.statement.content)!;
}

/** Every record that stated anything, with its source and its year. */
function naiveRecords(log: readonly LoggedStatement[]) {
  return unique(log.map((one) => recordName(one.statement)))
    .map((name) => log.filter((one) => recordName(one.statement) === name))
    .filter((record) => record.some((one) => !one.statement.withdrawn))
    .map((record) => {
      const reported = record.filter((one) => !one.statement.withdrawn);
      const last = effectiveOf(reported);
      return { record, reported, last, effective: effectiveOf(record), cell: `${dateOf(last).slice(0, 4)} ${last.statement.source}` };
    });
}

const daysSince = (from: number, to: number) => Math.max(0, Math.round((to - from) / 8_640_000) / 10);

/** The smallest value with at least that share of the values at or below it. */
function percentile(values: readonly number[], share: number): number | null {
  const enough = values.filter((value) => values.filter((one) => one <= value).length >= share * values.length);
  return enough.length === 0 ? null : Math.min(...enough);
}

/** How often the effective severity of the record, read statement by statement, grew from one to another. */
function naiveRises(record: readonly LoggedStatement[], from: string, to: string): number {
  const ordered = record.toSorted((a, b) => a.offset - b.offset);
  const effectiveThen = ordered.map((_, place) => effectiveOf(ordered.slice(0, place + 1)));
  const reported = effectiveThen
    .filter((one, place) => one !== effectiveThen[place - 1] && !one.statement.withdrawn && !isExposure(one))
    .map((one) => (one.statement as CaseStatement).data.severity);
  return reported.filter((severity, place) => severity === to && reported[place - 1] === from).length;
}

function naiveReporters(log: readonly LoggedStatement[]) {
  const records = naiveRecords(log);
  const cases = naiveCases(log).map(({ records: names, date, dimensions }) => {
    const [source = "", entity, subject] = names[0]!;
    const lead = records.find(
      ({ last: { statement } }) => statement.source === source && statement.entity === entity && statement.subject === subject,
    )!;
    return { cell: `${date.slice(0, 4)} ${source}`, dimensions, effective: (lead.effective.statement as CaseStatement).data.severity };
  });
  const rows = unique(records.map(({ cell }) => cell)).map((cell) => {
    const of = records.filter((one) => one.cell === cell);
    const sum = (count: (one: (typeof of)[number]) => number) => of.map(count).reduce((a, b) => a + b, 0);
    const contents = (record: readonly LoggedStatement[]) =>
      unique(record.map(({ statement }) => `${statement.revision} ${statement.content}`));
    const revisions = (record: readonly LoggedStatement[]) => unique(record.map(({ statement }) => statement.revision));
    const conflicting = (record: readonly LoggedStatement[]) =>
      revisions(record).filter((revision) => contents(record).filter((one) => one.startsWith(`${revision} `)).length > 1);
    const rises = (from: string, to: string) => sum(({ record }) => naiveRises(record, from, to));
    const lags = of
      .filter(({ last }) => !isExposure(last))
      .map(({ reported, last }) => {
        const { occurredAt } = (last.statement as CaseStatement).data;
        const occurred = Date.parse(occurredAt.includes("T") ? occurredAt : `${occurredAt}T07:00:00Z`);
        return daysSince(occurred, Date.parse(reported.toSorted((a, b) => a.offset - b.offset)[0]!.effectiveAt));
      });
    return {
      cell,
      records: of.length,
      statements: sum(({ record }) => contents(record).length),
      revisions: sum(({ record }) => revisions(record).length - 1),
      revised: of.filter(({ record }) => revisions(record).length > 1).length,
      withdrawn: of.filter(({ effective }) => effective.statement.withdrawn).length,
      conflicts: sum(({ record, effective }) => conflicting(record).filter((one) => one === effective.statement.revision).length),
      settled: sum(({ record, effective }) => conflicting(record).filter((one) => one !== effective.statement.revision).length),
      insurerOnly: cases.filter((one) => one.cell === cell && one.dimensions.evidence === "insurer_only").length,
      disputed: cases.filter((one) => one.cell === cell && one.dimensions.severity !== one.effective).length,
      rises: [rises("light", "severe"), rises("light", "fatal"), rises("severe", "fatal")],
      lag: [lags.length, percentile(lags, 0.5), percentile(lags, 0.9)],
    };
  });
  return rows.toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
}

function countedReporters(log: readonly LoggedStatement[]) {
  const rows = pagesOf(log).reporters.rows.map((row) => ({
    cell: `${row.period} ${row.source}`,
    records: row.records,
    statements: row.statements,
    revisions: row.revisions,
    revised: row.revisedRecords,
    withdrawn: row.withdrawn,
    conflicts: row.conflicts,
    settled: row.settledConflicts,
    insurerOnly: row.insurerOnlyCases,
    disputed: row.severityDisputed,
    rises: [row.lightToSevere.count, row.lightToFatal.count, row.severeToFatal.count],
    lag: [row.lag.count, row.lag.medianDays, row.lag.p90Days],
  }));
  return rows.toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
}

describe("over random sets of statements", () => {
  test("every reporter's counts are those of the naive count, in any order of reading and with any repetition", () => {
    const law = fc.property(sets, fc.nat(), (log, seed) => {
      expect(countedReporters(shuffled([...log, ...log.slice(0, 3)], seed))).toEqual(naiveReporters(log));
    });
    fc.assert(law, { numRuns: 1000 });
  });

  test("two reporters disagree about a severity where two living statements of one case tell two", () => {
    const law = fc.property(sets, (log) => {
      const expected = naiveCases(log).flatMap(({ records }) => {
        const reported = records.map(([source, entity, subject]) => {
          const record = log.filter(({ statement: s }) => s.source === source && s.entity === entity && s.subject === subject);
          return { source, severity: (effectiveOf(record).statement as CaseStatement).data.severity };
        });
        return reported.flatMap((one, place) =>
          reported
            .slice(place + 1)
            .filter((other) => other.source !== one.source && other.severity !== one.severity)
            .map((other) => `${one.severity} ${other.severity}`),
        );
      });
      const rows = pagesOf(log).disagreements.rows.filter(({ field }) => field === "severity");
      expect(rows.map(({ value, otherValue }) => `${value} ${otherValue}`).toSorted()).toEqual(expected.toSorted());
    });
    fc.assert(law, { numRuns: 500 });
  });

  test("rows are what their schemas say, and severities rise", () => {
    const law = fc.property(sets, (log) => {
      const pages = pagesOf(log);
      for (const table of qualityTables) for (const row of pages[table].rows) expect(qualityRowSchemas[table].parse(row)).toEqual(row);
      for (const { from, to } of pages.migrations.rows) expect(severities.indexOf(to)).toBeGreaterThan(severities.indexOf(from));
    });
    fc.assert(law, { numRuns: 300 });
  });
});

/** The generator's days, New Year among them. */
const days = ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"];
const ends = fc.subarray(days);

describe("wherever a slice or a page ends", () => {
  test("the tables are those of one slice", () => {
    const law = fc.property(sets, ends, fc.constantFrom("year", "quarter", "month"), (log, ends, period) => {
      expect(pagesOf(log, { period }, ends)).toEqual(pagesOf(log, { period }));
    });
    fc.assert(law, { numRuns: 700 });
  });

  test("the pages of a table together are the table", () => {
    const law = fc.property(sets, ends, fc.constantFrom(...qualityTables), fc.integer({ min: 1, max: 4 }), (log, ends, table, limit) => {
      const rows: unknown[] = [];
      let after: string | null = null;
      do {
        const page: { rows: readonly unknown[]; next: string | null } = pagesOf(log, { table, limit }, ends, after)[table];
        expect(page.next === null || page.rows.length === limit).toBe(true);
        // Else the pages would never end.
        expect(page.next === null || page.next > (after ?? "")).toBe(true);
        rows.push(...page.rows);
        after = page.next;
      } while (after !== null);
      expect(rows).toEqual(pagesOf(log, { table })[table].rows);
    });
    fc.assert(law, { numRuns: 700 });
  });

  test("a question about days has the rows of those days", () => {
    let rowsSeen = 0;
    const dated = qualityTables.filter((table) => table !== "reporters" && table !== "supplements");
    const law = fc.property(sets, fc.constantFrom(...dated), (log, table) => {
      const requestParameters = { table, from: "2026-01-02", to: "2026-01-04" };
      const all: readonly { date: string }[] = pagesOf(log, { table })[table].rows;
      const expected = all.filter(({ date }) => date >= requestParameters.from && date <= requestParameters.to);
      rowsSeen += expected.length;
      expect(pagesOf(log, requestParameters)[table].rows).toEqual(expected);
    });
    fc.assert(law, { numRuns: 500 });
    expect(rowsSeen).toBeGreaterThan(20);
  });
});
