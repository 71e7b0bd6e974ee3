/**
 * Which revision of a record stands, decided from the set of its logged statements alone: their order and repetition in the
 * input change nothing (DESIGN, section 2, invariant 2).
 */
import { type LoggedStatement, recordName } from "../statement.ts";

export interface StandingRevision {
  readonly logged: LoggedStatement;
  /** Whether the log holds another content under the same record and revision. A higher revision settles it. */
  readonly conflict: boolean;
  /** The earliest effective stamp of any statement of the record, standing or not: since when it is known. */
  readonly knownSince: string;
}

/** By record name. Withdrawals stand like any other revision: whoever wants living statements leaves them out afterwards. */
export function standingRevisions(statements: Iterable<LoggedStatement>): Map<string, StandingRevision> {
  const standing = new Map<string, StandingRevision>();
  for (const logged of statements) {
    const name = recordName(logged.statement);
    const known = standing.get(name);
    standing.set(name, known === undefined ? { logged, conflict: false, knownSince: logged.effectiveAt } : together(known, logged));
  }
  return standing;
}

function together(known: StandingRevision, next: LoggedStatement): StandingRevision {
  const knownSince = next.effectiveAt < known.knownSince ? next.effectiveAt : known.knownSince;
  return { ...stronger(known, next), knownSince };
}

function stronger(known: StandingRevision, next: LoggedStatement): Omit<StandingRevision, "knownSince"> {
  const { statement } = known.logged;
  if (next.statement.revision !== statement.revision) {
    return next.statement.revision > statement.revision ? { logged: next, conflict: false } : known;
  }
  if (next.statement.content !== statement.content) {
    return { logged: next.statement.content > statement.content ? next : known.logged, conflict: true };
  }
  return isEarlier(next, known.logged) ? { logged: next, conflict: known.conflict } : known;
}

/** All statements of a record are in one partition, so its offset is the order of the log. */
function isEarlier(left: LoggedStatement, right: LoggedStatement): boolean {
  return left.partition === right.partition ? left.offset < right.offset : left.partition < right.partition;
}
