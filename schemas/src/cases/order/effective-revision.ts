/**
 * Which revision of a record is effective, decided from the set of its logged statements alone: their order and repetition in the
 * input change nothing (DESIGN, section 2, invariant 2).
 */
import { type LoggedStatement, type LogPlace, recordName, type Statement, type Superseded } from "../../events/statement.ts";
import type { Supplement } from "../../events/supplement.ts";
import { finished, type Steps } from "../../steps.ts";

/** A statement of any record at its place in the log. */
export interface LoggedRevision extends LogPlace {
  readonly statement: Pick<Statement | Supplement, "source" | "entity" | "subject" | "revision" | "content">;
  readonly superseded?: Superseded;
}

/** The effective statement of a record, with what the others of the record add to it. */
export interface EffectiveRevision<Logged extends LoggedRevision = LoggedStatement> {
  readonly logged: Logged;
  /** Whether the log holds another content under the same record and revision. A higher revision settles it. */
  readonly conflict: boolean;
  /** The earliest effective stamp of any statement of the record, effective or not: since when it is known. */
  readonly knownSince: string;
}

/** By record name. Withdrawals are effective like any other revision: callers that need active statements leave them out afterwards. */
export function effectiveRevisions(statements: Iterable<LoggedStatement>): Map<string, EffectiveRevision> {
  return finished(effectiveRevisionsInSteps(statements));
}

/** As `effectiveRevisions`, with a step for each statement. */
export function* effectiveRevisionsInSteps<Logged extends LoggedRevision>(
  statements: Iterable<Logged>,
): Steps<Map<string, EffectiveRevision<Logged>>> {
  const effective = new Map<string, EffectiveRevision<Logged>>();
  for (const logged of statements) {
    const name = recordName(logged.statement);
    effective.set(name, effectiveWith(effective.get(name), logged));
    yield;
  }
  return effective;
}

/** The effective revision once one more statement of the record is known. */
export function effectiveWith<Logged extends LoggedRevision>(
  known: EffectiveRevision<Logged> | undefined,
  logged: Logged,
): EffectiveRevision<Logged> {
  const next = {
    logged,
    conflict: logged.superseded?.conflict ?? false,
    knownSince: logged.superseded?.knownSince ?? logged.effectiveAt,
  };
  return known === undefined ? next : together(known, next);
}

/** The effective statement with what follows from those that it supersedes, so that they need not be stored with it. */
export function withSuperseded({ logged, conflict, knownSince }: EffectiveRevision): LoggedStatement {
  return { ...logged, superseded: { conflict, knownSince } };
}

function together<Logged extends LoggedRevision>(
  known: EffectiveRevision<Logged>,
  next: EffectiveRevision<Logged>,
): EffectiveRevision<Logged> {
  const knownSince = next.knownSince < known.knownSince ? next.knownSince : known.knownSince;
  return { ...stronger(known, next), knownSince };
}

function stronger<Logged extends LoggedRevision>(
  known: EffectiveRevision<Logged>,
  next: EffectiveRevision<Logged>,
): Omit<EffectiveRevision<Logged>, "knownSince"> {
  const [{ statement }, { statement: other }] = [known.logged, next.logged];
  if (other.revision !== statement.revision) return other.revision > statement.revision ? next : known;
  if (other.content !== statement.content)
    return { logged: other.content > statement.content ? next.logged : known.logged, conflict: true };
  const conflict = known.conflict || next.conflict;
  return { logged: isEarlier(next.logged, known.logged) ? next.logged : known.logged, conflict };
}

/** All statements of a record are in one partition, so its offset is the order of the log. */
function isEarlier(left: LogPlace, right: LogPlace): boolean {
  return left.partition === right.partition ? left.offset < right.offset : left.partition < right.partition;
}
