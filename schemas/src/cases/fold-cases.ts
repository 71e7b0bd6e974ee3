/**
 * Statements to cases and accidents: the pure rules of NUMBERS, section 4, and DESIGN, section 3. The result depends on the set of statements
 * alone, not on their order or repetition. The set must hold all linked statements (see `links.ts`): then it folds to the same as within the whole.
 */
import { type LoggedStatement, recordName } from "../events/statement.ts";
import { finished, mappedInSteps, type Steps } from "../steps.ts";
import { type Accident, accidentsOf } from "./accidents.ts";
import type { AccidentLinkRefused } from "./accident-groups.ts";
import { accidentName } from "./links/case-identity.ts";
import { registrationDate } from "./case-dates.ts";
import { type LinkLimits, defaultLimits } from "./links/link-bounds.ts";
import { type HeldReport, type LoggedReport, type MergedCase, mergeCase } from "./merge-case.ts";
import { type IdentityLinkRefused, isActiveReport, resolveIdentities } from "./links/resolve-identities.ts";
import { sha256 } from "../sha256.ts";
import { type EffectiveRevision, effectiveRevisionsInSteps } from "./order/effective-revision.ts";

/** The number of the merging rules, which every response states. A past cut is folded by these rules too; a release keeps the number of its day. */
export const mergingRules = 2;

/** A merged case with what needs more than its own effective statements: its accident, and the day of its registration. */
export interface FoldedCase extends MergedCase {
  readonly accident: Accident;
  /** YYYY-MM-DD, see `registrationDate`. */
  readonly registeredOn: string;
}

/** A link of a record that ties nobody, since more are tied by it than links may tie together. */
export interface RefusedLink {
  readonly logged: LoggedReport;
  readonly reason: IdentityLinkRefused | AccidentLinkRefused;
}

/** The cases of a set of statements, those that do not count too, and what quality lists of the links and revisions that had no effect. */
export interface Fold {
  readonly cases: readonly FoldedCase[];
  /** Active statements whose `sameAs` names a record that is unknown or withdrawn at the cut, so that it has no effect. */
  readonly danglingSameAs: readonly LoggedReport[];
  /** Active statements whose `sameAs` names a record of another source that they may not join (`mayJoin`), so that it has no effect. */
  readonly refusedSameAs: readonly LoggedReport[];
  readonly refusedLinks: readonly RefusedLink[];
  /** Effective statements of records of any entity whose effective revision was reported with different contents. */
  readonly conflicts: readonly LoggedStatement[];
}

/**
 * The cases and accidents of the statements. Exposure statements take no part, except that their conflicts are among those of the result. Lists
 * come in the order of the input; all else is the same in any order.
 */
export function foldCases(statements: Iterable<LoggedStatement>, limits: LinkLimits = defaultLimits): Fold {
  return finished(foldCasesInSteps(statements, limits));
}

/** As `foldCases`, in steps of at most one case or statement each. */
export function* foldCasesInSteps(statements: Iterable<LoggedStatement>, limits: LinkLimits = defaultLimits): Steps<Fold> {
  const effective = yield* effectiveRevisionsInSteps(statements);
  const active = yield* activeReports(effective);
  const { byIdentity, dangling, refusedSameAs, refused } = yield* resolveIdentities(active, limits);
  const merged = yield* mappedInSteps(byIdentity, ([identity, reported]) => mergeCase(sha256(identity), reported as [HeldReport]));
  const { accidents, refused: ungrouped } = yield* accidentsOf(merged, limits);
  const knownSince = (logged: LoggedReport) => effective.get(recordName(logged.statement))!.knownSince;
  const dated = (one: MergedCase) => ({ ...one, accident: accidents.get(one.id)!, registeredOn: registrationDate(one, knownSince) });
  return {
    cases: yield* mappedInSteps(merged, dated),
    danglingSameAs: dangling,
    refusedSameAs,
    refusedLinks: [...refused, ...(yield* refusedAccidents(ungrouped))],
    conflicts: [...effective.values()].filter((revision) => revision.conflict).map((revision) => revision.logged),
  };
}

/** By record name. */
function* activeReports(effective: ReadonlyMap<string, EffectiveRevision>): Steps<Map<string, LoggedReport>> {
  const active = new Map<string, LoggedReport>();
  for (const [name, { logged }] of effective) {
    if (isActiveReport(logged)) active.set(name, logged);
    yield;
  }
  return active;
}

function* refusedAccidents(refused: ReadonlyMap<MergedCase, AccidentLinkRefused>): Steps<RefusedLink[]> {
  const links = yield* mappedInSteps(refused, ([{ statements }, reason]) =>
    statements.filter(({ statement }) => accidentName(statement) !== null).map((logged) => ({ logged, reason })),
  );
  return links.flat();
}
