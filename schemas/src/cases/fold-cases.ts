/**
 * Statements to cases and accidents: the pure rules of NUMBERS, section 4, and DESIGN, section 3. The answer depends on the set of statements alone, not
 * on their order or repetition. The set must be closed (see `links.ts`): a part of it folds to the same as within the whole.
 */
import { type LoggedStatement, recordName } from "../statement.ts";
import { type Accident, accidentsOf } from "./accidents.ts";
import { type CaseTelling, mayJoin, ownIdentity, sameAsTarget, smallestDiagnoses } from "./case-identity.ts";
import { registrationDate } from "./case-dates.ts";
import { type HeldTelling, type LoggedTelling, type MergedCase, mergeCase } from "./merge-case.ts";
import { sha256 } from "./sha256.ts";
import { type StandingRevision, standingRevisions } from "./standing-revision.ts";

/** The number of the merging rules, which every answer states: past answers are given by the rules of their time. */
export const mergingRules = 2;

export interface FoldedCase extends MergedCase {
  readonly accident: Accident;
  /** YYYY-MM-DD, see `registrationDate`. */
  readonly registeredOn: string;
}

export interface Fold {
  readonly cases: readonly FoldedCase[];
  /** Living statements whose `sameAs` names a record that is unknown or withdrawn at the cut, so that it has no effect. */
  readonly danglingSameAs: readonly LoggedTelling[];
  /** Active statements whose `sameAs` names a record of another source that they may not join (`mayJoin`), so that it has no effect. */
  readonly refusedSameAs: readonly LoggedTelling[];
  /** Standing statements of records of any entity whose standing revision was told with different contents. */
  readonly conflicts: readonly LoggedStatement[];
}

/** Exposure statements among the input take no part, except that their conflicts are told. */
export function foldCases(statements: Iterable<LoggedStatement>): Fold {
  const standing = standingRevisions(statements);
  const living = livingTellings(standing);
  const { byIdentity, danglingSameAs, refusedSameAs } = identified(living);
  const merged = [...byIdentity].map(([identity, told]) => mergeCase(sha256(identity), told as [HeldTelling]));
  const accidents = accidentsOf(merged);
  const knownSince = (logged: LoggedTelling) => standing.get(recordName(logged.statement))!.knownSince;
  return {
    cases: merged.map((one) => ({ ...one, accident: accidents.get(one.id)!, registeredOn: registrationDate(one, knownSince) })),
    danglingSameAs,
    refusedSameAs,
    conflicts: [...standing.values()].filter((revision) => revision.conflict).map((revision) => revision.logged),
  };
}

/** By record name. */
function livingTellings(standing: ReadonlyMap<string, StandingRevision>): Map<string, LoggedTelling> {
  const living = new Map<string, LoggedTelling>();
  for (const [name, { logged }] of standing) if (isLivingTelling(logged)) living.set(name, logged);
  return living;
}

function isLivingTelling(logged: LoggedStatement): logged is LoggedTelling {
  return !logged.statement.withdrawn && logged.statement.entity !== "exposure";
}

interface Identified {
  readonly byIdentity: ReadonlyMap<string, HeldTelling[]>;
  readonly danglingSameAs: readonly LoggedTelling[];
  readonly refusedSameAs: readonly LoggedTelling[];
}

/**
 * `sameAs` outranks worker and subject. It leads to the target's own identity and no further: were the target's own `sameAs`
 * followed, chains and rings of them would make a case depend on where one starts.
 */
function identified(active: ReadonlyMap<string, LoggedTelling>): Identified {
  const diagnoses = smallestDiagnoses([...active.values()].map(({ statement }) => statement));
  const own = (statement: CaseTelling) => ownIdentity(statement, diagnoses);
  const danglingSameAs: LoggedTelling[] = [];
  const refusedSameAs: LoggedTelling[] = [];
  const identityOf = (logged: LoggedTelling): string => {
    const target = sameAsTarget(logged.statement);
    if (target === null) return own(logged.statement);
    const named = active.get(recordName(target));
    if (named === undefined) danglingSameAs.push(logged);
    else if (mayJoin(logged.statement, named.statement)) return own(named.statement);
    else refusedSameAs.push(logged);
    return own(logged.statement);
  };
  const byIdentity = new Map<string, HeldTelling[]>();
  for (const logged of active.values()) {
    const identity = identityOf(logged);
    const held = { logged, holds: own(logged.statement) === identity };
    const others = byIdentity.get(identity);
    if (others === undefined) byIdentity.set(identity, [held]);
    else others.push(held);
  }
  return { byIdentity, danglingSameAs, refusedSameAs };
}
