/**
 * Folding batch by batch, each with its linked statements alone, against folding everything at once; and linked statements with kinds of links
 * left out, to see that each kind is needed.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { caseCell, type Figures, figureNames, idOfCell, type UnversionedRow } from "../rows/published.ts";
import type { LoggedStatement, Statement } from "../events/statement.ts";
import { seededStatements, shuffled, statementSets } from "../../../test/generators/statements.ts";
import { expose, reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { caseRow, monthCells, unversionedRow } from "./case-figures.ts";
import { foldCases } from "./fold-cases.ts";
import { foldChange } from "./fold-change.ts";
import { linkKeys, recordKey } from "./links/links.ts";

type KeysOf = (statement: Statement) => bigint[];

/** The journal and its inverted index, as the store keeps them. */
class Journal {
  readonly #statements = new Map<bigint, LoggedStatement[]>();
  readonly #records = new Map<bigint, Set<bigint>>();
  readonly #keysOf: KeysOf;
  constructor(keysOf: KeysOf) {
    this.#keysOf = keysOf;
  }

  append(logged: LoggedStatement): void {
    const record = recordKey(logged.statement);
    this.#statements.set(record, [...(this.#statements.get(record) ?? []), logged]);
    for (const key of this.#keysOf(logged.statement)) this.#records.set(key, (this.#records.get(key) ?? new Set()).add(record));
  }

  readLinked(batch: readonly LoggedStatement[]): LoggedStatement[] {
    const closed = new Set(batch.map((logged) => recordKey(logged.statement)));
    for (const record of closed) {
      const keys = this.#statements.get(record)!.flatMap((logged) => this.#keysOf(logged.statement));
      for (const key of keys) for (const linked of this.#records.get(key)!) closed.add(linked);
    }
    return [...closed].flatMap((record) => this.#statements.get(record)!);
  }
}

/** What readers see: rows with an empty payload are no more, cells of nothing have vanished. */
class Published {
  readonly cases = new Map<string, UnversionedRow>();
  readonly exposures = new Map<string, UnversionedRow>();
  readonly months = new Map<string, UnversionedRow>();

  apply(change: ReturnType<typeof foldChange>): void {
    for (const row of change.cases) replace(this.cases, row, row.payload === "");
    for (const row of change.exposures) replace(this.exposures, row, row.payload === "");
    for (const [cell, delta] of change.months) {
      const known = this.months.get(cell);
      const figures = Object.fromEntries(figureNames.map((name) => [name, delta[name] + (known?.[name] ?? 0)])) as Figures;
      replace(
        this.months,
        { ...delta, ...figures },
        Object.values(figures).every((figure) => figure === 0),
      );
    }
  }

  /** Rows and cells by name, whatever order they came in. */
  get state() {
    return { cases: this.cases, exposures: this.exposures, months: this.months };
  }
}

function replace(rows: Map<string, UnversionedRow>, row: UnversionedRow, gone: boolean): void {
  if (gone) rows.delete(row.cell);
  else rows.set(row.cell, row);
}

function incrementally(batches: readonly (readonly LoggedStatement[])[], keysOf: KeysOf = linkKeys) {
  const journal = new Journal(keysOf);
  const published = new Published();
  const cut = new Set<LoggedStatement>();
  for (const batch of batches) {
    for (const logged of batch) journal.append(logged);
    published.apply(foldChange(journal.readLinked(batch), (logged) => cut.has(logged)));
    for (const logged of batch) cut.add(logged);
  }
  return published.state;
}

/** Everything at once, without `foldChange` for cases and months. */
function atOnce(statements: readonly LoggedStatement[]) {
  const rows = foldCases(statements).cases.map(caseRow);
  const published = new Published();
  published.apply({ ...foldChange(statements, () => false), months: new Map() });
  return {
    cases: new Map(rows.map((row) => [row.cell, unversionedRow("case", row)])),
    exposures: published.exposures,
    months: new Map([...monthCells(rows)].map(([cell, row]) => [cell, unversionedRow("month", row)])),
  };
}

/** Cut anywhere into batches, some of them empty; what was appended twice comes twice. */
function inBatches(log: readonly LoggedStatement[], cuts: readonly number[]): LoggedStatement[][] {
  const ends = [...cuts.map((cut) => cut % (log.length + 1)), log.length].sort((a, b) => a - b);
  return ends.map((end, place) => log.slice(place === 0 ? 0 : ends[place - 1], end));
}

function isIncremental(keysOf: KeysOf) {
  const batched = fc.tuple(statementSets(20), fc.array(fc.nat(), { maxLength: 6 }), fc.nat(3));
  return fc.property(batched, ([log, cuts, order]) => {
    const batches = inBatches(order === 0 ? shuffled(log, 1) : log, cuts);
    const again = order === 1 ? [...batches, log.filter((_, place) => place % 2 === 0).map((one) => ({ ...one }))] : batches;
    expect(incrementally(again, keysOf)).toEqual(atOnce(log));
  });
}

describe("folding batch by batch", () => {
  test("comes to what folding all at once comes to, cell by cell, and empty cells vanish", () => {
    fc.assert(isIncremental(linkKeys), { numRuns: 2000 });
  });

  test("does so for a large set of small knots of records", () => {
    const log = seededStatements(7, 1500);
    expect(incrementally(inBatches(log, [10, 11, 300, 301, 700, 1200]))).toEqual(atOnce(log));
  });

  const without = (kind: string): KeysOf => {
    return (statement) => {
      if (statement.withdrawn || statement.entity === "exposure") return linkKeys(statement);
      const { accident, sameAs, worker, ...rest } = statement.data;
      const stored = { ...rest, ...(kind === "accident" ? {} : { accident }), ...(kind === "sameAs" ? {} : { sameAs }) };
      const keys = linkKeys({ ...statement, data: { ...stored, worker } } as Statement);
      const own = linkKeys({ ...statement, data: { ...rest, worker } } as Statement).slice(1);
      return kind === "identity" ? keys.filter((key) => !own.includes(key)) : keys;
    };
  };
  test.each(["accident", "sameAs", "identity"])("notices when the %s links are left out", (kind) => {
    expect(fc.check(isIncremental(without(kind)), { numRuns: 2000, endOnFailure: true }).failed).toBe(true);
  });
});

describe("a change", () => {
  const isBefore =
    (...old: LoggedStatement[]) =>
    (logged: LoggedStatement) =>
      old.includes(logged);

  test("is empty where the new cut brings nothing new", () => {
    const reported = reportCase({}, { region: "KZ-35" });
    const repeated = { ...reported, offset: 5 };
    const change = foldChange([reported, repeated], isBefore(reported));
    expect(change).toEqual({ cases: [], months: new Map(), exposures: [] });
  });

  test("moves a case from one cell to another", () => {
    const reported = reportCase({}, { occurredAt: "2026-01-31", daysLost: 3 });
    const corrected = reportCase({ revision: 2, offset: 1 }, { occurredAt: "2026-02-01", daysLost: 5 });
    const { cases, months } = foldChange([reported, corrected], isBefore(reported));
    expect(cases).toMatchObject([
      { grain: "case", date: "2026-02-01", cases: 1, days_lost: 5 },
      { grain: "case", date: "2026-01-31", cases: 0, days_lost: 0, payload: "" },
    ]);
    expect([...months.values()]).toMatchObject([
      { grain: "month", date: "2026-01-01", cases: -1, accidents: -1, days_lost: -3, payload: "" },
      { grain: "month", date: "2026-02-01", cases: 1, accidents: 1, days_lost: 5, payload: "" },
    ]);
  });

  test("tells of the cases whose figures change though no statement of theirs does", () => {
    const lead = reportCase({ subject: "1" }, { accident: "A", severity: "fatal" });
    const victim = reportCase({ subject: "2" }, { accident: "A" });
    const withdrawn = withdraw({ subject: "1", revision: 2, offset: 2 });
    const { cases } = foldChange([lead, victim, withdrawn], isBefore(lead, victim));
    expect(cases).toMatchObject([
      { cases: 1, accidents: 1, group_accidents: 0 },
      { cases: 0, accidents: 0, group_accidents: 0, severity: "", payload: "" },
    ]);
  });

  test("moves a case within its month by its date alone", () => {
    const reported = reportCase();
    const { cases, months } = foldChange([reported, reportCase({ revision: 2 }, { occurredAt: "2026-02-04" })], isBefore(reported));
    const [moved, left] = cases;
    expect(cases).toMatchObject([
      { date: "2026-02-04", cases: 1 },
      { date: "2026-02-03", cases: 0, payload: "" },
    ]);
    expect([moved!.cell, left!.cell]).toEqual(cases.map(({ date }) => caseCell(date, idOfCell(moved!.cell))));
    expect(months.size).toBe(0);
  });

  test("leaves a month alone where only dimensions beyond the month's change", () => {
    const reported = reportCase({}, {});
    const { cases, months } = foldChange([reported, reportCase({ revision: 2 }, { mining: { mine: "kostenko" } })], isBefore(reported));
    expect(cases).toMatchObject([{ mine: "kostenko" }]);
    expect(months.size).toBe(0);
  });

  test("gives the exposure records that changed, with an empty payload where withdrawn", () => {
    const [stated, stored] = [expose({ subject: "1" }, 1000), expose({ subject: "2" }, 500)];
    const gone = withdraw({ entity: "exposure", subject: "1", revision: 2 });
    const first = foldChange([stated, stored], isBefore(stored)).exposures;
    expect(first).toMatchObject([{ grain: "exposure", date: "2026-01-01", payload: JSON.stringify(stated.statement) }]);
    expect(foldChange([stated, stored, gone], isBefore(stated, stored)).exposures).toMatchObject([{ cell: first[0]!.cell, payload: "" }]);
  });
});
