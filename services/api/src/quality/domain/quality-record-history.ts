/** What one record told, in the order of the log: its statements, what stands, its conflicts, and how its severity rose. */
import { severities } from "@qorgau/schemas/codes/enumerations";
import type { Severity } from "@qorgau/schemas/codes/enumerations";
import { standingRevisionsInSteps } from "@qorgau/schemas/cases/order/standing-revision";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement, Statement, Withdrawal } from "@qorgau/schemas/events/statement";
import { groupedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";

export interface Telling extends LoggedStatement {
  readonly statement: Exclude<Statement, Withdrawal>;
}

export interface RecordHistory {
  readonly name: string;
  /** Every revision and content once, at its first place in the log, in the log's order. What is sent again says nothing new. */
  readonly statements: readonly [LoggedStatement, ...LoggedStatement[]];
  readonly standing: LoggedStatement;
  /** The first in the log that is no withdrawal. */
  readonly first: Telling;
  /** What would stand were there no withdrawals: where the record is withdrawn, what it told last. */
  readonly last: Telling;
}

/** One of each record that ever told anything. One that was only ever withdrawn has no date, hence no period, and is left out. */
export function* recordHistories(statements: readonly LoggedStatement[]): Steps<RecordHistory[]> {
  const histories: RecordHistory[] = [];
  for (const [name, all] of yield* groupedInSteps(statements, ({ statement }) => recordName(statement))) {
    const last = (yield* standingRevisionsInSteps(all.filter(isTelling))).get(name);
    if (last === undefined) continue;
    const different = yield* differentStatements(all);
    const first = different.find(isTelling)!;
    const standing = (yield* standingRevisionsInSteps(all)).get(name)!.logged;
    histories.push({ name, statements: different as [LoggedStatement], standing, first, last: last.logged as Telling });
  }
  return histories;
}

function isTelling(logged: LoggedStatement): logged is Telling {
  return !logged.statement.withdrawn;
}

function* differentStatements(statements: readonly LoggedStatement[]): Steps<LoggedStatement[]> {
  const different = new Map<string, LoggedStatement>();
  for (const logged of yield* sortedInSteps(statements, (left, right) => left.offset - right.offset)) {
    yield;
    const { revision, content } = logged.statement;
    const key = `${revision} ${content}`;
    if (!different.has(key)) different.set(key, logged);
  }
  return [...different.values()];
}

/** The date whose period the record belongs to. */
export function dateOfRecord({ last: { statement } }: RecordHistory): string {
  return statement.entity === "exposure" ? statement.derived.from : statement.derived.date;
}

export interface ConflictingRevision {
  readonly revision: number;
  /** How many different contents it was told with: two or more. */
  readonly contents: number;
  /** Whether a higher revision stands. */
  readonly settled: boolean;
}

export function conflictsOf({ statements, standing }: RecordHistory): ConflictingRevision[] {
  const contents = new Map<number, number>();
  for (const { statement } of statements) contents.set(statement.revision, (contents.get(statement.revision) ?? 0) + 1);
  return [...contents]
    .filter(([, count]) => count > 1)
    .map(([revision, count]) => ({ revision, contents: count, settled: revision !== standing.statement.revision }));
}

export interface SeverityRise {
  readonly from: Severity;
  readonly to: Severity;
  /** The statement that told it. */
  readonly logged: LoggedStatement;
}

/**
 * Each time that what stood of the record grew graver. A statement that never stood (a lower revision come late) changes nothing; a
 * record that is withdrawn and comes back goes on from what it told before. That it grows less grave is a correction, no migration.
 */
export function severityRises({ statements }: RecordHistory): SeverityRise[] {
  const rises: SeverityRise[] = [];
  let standing: Statement | null = null;
  let severity: Severity | null = null;
  for (const logged of statements) {
    const { statement } = logged;
    if (standing !== null && !takesThePlaceOf(statement, standing)) continue;
    standing = statement;
    if (statement.withdrawn || statement.entity === "exposure") continue;
    const told = statement.data.severity;
    if (severity !== null && severities.indexOf(told) > severities.indexOf(severity)) rises.push({ from: severity, to: told, logged });
    severity = told;
  }
  return rises;
}

function takesThePlaceOf(next: Statement, standing: Statement): boolean {
  return next.revision === standing.revision ? next.content > standing.content : next.revision > standing.revision;
}
