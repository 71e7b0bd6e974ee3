/**
 * Statements to cases and accidents: the pure rules of DESIGN, section 3. The answer depends on the set of statements alone, not
 * on their order or repetition. The set must be closed (see `links.ts`): a part of it folds to the same as within the whole.
 */
import { type LoggedStatement, recordName } from "../statement.ts";
import { type Accident, accidentsOf } from "./accidents.ts";
import { ownIdentity, sameAsTarget } from "./case-identity.ts";
import { registrationDate } from "./case-dates.ts";
import { type LoggedTelling, type MergedCase, mergeCase } from "./merge-case.ts";
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
  /** Standing statements of records of any entity whose standing revision was told with different contents. */
  readonly conflicts: readonly LoggedStatement[];
}

/** Exposure statements among the input take no part, except that their conflicts are told. */
export function foldCases(statements: Iterable<LoggedStatement>): Fold {
  const standing = standingRevisions(statements);
  const living = livingTellings(standing);
  const danglingSameAs: LoggedTelling[] = [];
  const byIdentity = Map.groupBy(living.values(), (logged) => identityOf(logged, living, danglingSameAs));
  const merged = [...byIdentity].map(([identity, told]) => mergeCase(sha256(identity), told as [LoggedTelling]));
  const accidents = accidentsOf(merged);
  const knownSince = (logged: LoggedTelling) => standing.get(recordName(logged.statement))!.knownSince;
  return {
    cases: merged.map((one) => ({ ...one, accident: accidents.get(one.id)!, registeredOn: registrationDate(one, knownSince) })),
    danglingSameAs,
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

/**
 * `sameAs` outranks worker and subject. It leads to the target's own identity and no further: were the target's own `sameAs`
 * followed, chains and rings of them would make a case depend on where one starts.
 */
function identityOf(logged: LoggedTelling, living: ReadonlyMap<string, LoggedTelling>, dangling: LoggedTelling[]): string {
  const target = sameAsTarget(logged.statement);
  if (target === null) return ownIdentity(logged.statement);
  const named = living.get(recordName(target));
  if (named === undefined) dangling.push(logged);
  return ownIdentity((named ?? logged).statement);
}
