/** The history of one record, in the order of the log: its statements, its effective revision, its conflicts, and how its severity rose. */
import { severities } from "@qorgau/schemas/codes/enumerations";
import type { Severity } from "@qorgau/schemas/codes/enumerations";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement, Statement, Withdrawal } from "@qorgau/schemas/events/statement";
import { groupedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";

/** A statement that is no withdrawal. */
export interface Report extends LoggedStatement {
  readonly statement: Exclude<Statement, Withdrawal>;
}

/** The statements of one record within a cut. */
export interface RecordHistory {
  readonly name: string;
  /** Every revision and content once, at its first place in the log, in the log's order. What is sent again says nothing new. */
  readonly statements: readonly [LoggedStatement, ...LoggedStatement[]];
  readonly effective: LoggedStatement;
  /** The first in the log that is no withdrawal. */
  readonly first: Report;
  /** What would be effective were there no withdrawals: where the record is withdrawn, what it stated last. */
  readonly last: Report;
}

/** One of each record that ever stated anything. One that was only ever withdrawn has no date, hence no period, and is left out. */
export function* recordHistories(statements: readonly LoggedStatement[]): Steps<RecordHistory[]> {
  const histories: RecordHistory[] = [];
  for (const [name, all] of yield* groupedInSteps(statements, ({ statement }) => recordName(statement))) {
    const last = (yield* effectiveRevisionsInSteps(all.filter(isReport))).get(name);
    if (last === undefined) continue;
    const different = yield* differentStatements(all);
    const first = different.find(isReport)!;
    const effective = (yield* effectiveRevisionsInSteps(all)).get(name)!.logged;
    histories.push({ name, statements: different as [LoggedStatement], effective, first, last: last.logged });
  }
  return histories;
}

function isReport(logged: LoggedStatement): logged is Report {
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

/** The date of the record, YYYY-MM-DD: the day of occurrence, or the first day of the period of an exposure, as it was stated last. */
export function dateOfRecord({ last: { statement } }: RecordHistory): string {
  return statement.entity === "exposure" ? statement.derived.from : statement.derived.date;
}

export interface ConflictingRevision {
  readonly revision: number;
  /** How many different contents it was stated with: two or more. */
  readonly contents: number;
  /** Whether a higher revision is effective. */
  readonly settled: boolean;
}

/** Returns the revisions that the record states with two contents or more, in the order of their first place in the log. */
export function conflictsOf({ statements, effective }: RecordHistory): ConflictingRevision[] {
  const contents = new Map<number, number>();
  for (const { statement } of statements) contents.set(statement.revision, (contents.get(statement.revision) ?? 0) + 1);
  return [...contents]
    .filter(([, count]) => count > 1)
    .map(([revision, count]) => ({ revision, contents: count, settled: revision !== effective.statement.revision }));
}

export interface SeverityRise {
  readonly from: Severity;
  readonly to: Severity;
  /** The statement that stated it. */
  readonly logged: LoggedStatement;
}

/**
 * Each time that the effective severity of the record grew graver. A statement that never was effective (a lower revision come late) changes
 * nothing; a record that is withdrawn and comes back goes on from what it stated before. A lesser severity is a correction, no escalation.
 */
export function severityRises({ statements }: RecordHistory): SeverityRise[] {
  const rises: SeverityRise[] = [];
  let effective: Statement | null = null;
  let severity: Severity | null = null;
  for (const logged of statements) {
    const { statement } = logged;
    if (effective !== null && !takesThePlaceOf(statement, effective)) continue;
    effective = statement;
    if (statement.withdrawn || statement.entity === "exposure") continue;
    const reported = statement.data.severity;
    if (severity !== null && severities.indexOf(reported) > severities.indexOf(severity))
      rises.push({ from: severity, to: reported, logged });
    severity = reported;
  }
  return rises;
}

/** Whether the next statement of a record, in the order of the log, is effective instead of the one before. */
export function takesThePlaceOf(next: Statement, effective: Statement): boolean {
  return next.revision === effective.revision ? next.content > effective.content : next.revision > effective.revision;
}
