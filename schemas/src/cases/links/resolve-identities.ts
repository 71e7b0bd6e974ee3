/** Which active statements are one case (NUMBERS 4.1 and 4.9, DESIGN section 3, "Case identity"), within the bounds of links. */
import { type LoggedStatement, recordName } from "../../events/statement.ts";
import { groupedInSteps, type Steps } from "../../steps.ts";
import { diagnosisOf, identityKey, mayJoin, ownIdentity, sameAsTarget } from "./case-identity.ts";
import type { LinkLimits } from "./link-bounds.ts";
import { sameAsGroup } from "./links.ts";
import type { HeldReport, LoggedReport } from "../merge-case.ts";
import { sha256Key } from "../../sha256.ts";

/** Why a link of a statement ties nobody, though what it names is there: what would have been linked is listed in quality. */
export type IdentityLinkRefused =
  /** More records of its source name that record than `recordsPerTarget`. */
  | "same_as_of_source"
  /** More records join the identity of the named record than `recordsPerIdentity`. */
  | "same_as_of_identity"
  /** More records have the same worker and day than `recordsPerIdentity`. */
  | "worker_and_day";

export interface Identities {
  readonly byIdentity: ReadonlyMap<string, HeldReport[]>;
  readonly refused: readonly { readonly logged: LoggedReport; readonly reason: IdentityLinkRefused }[];
  /** `sameAs` names a record that is unknown or withdrawn. */
  readonly dangling: readonly LoggedReport[];
  /** `sameAs` names a record of another source that they may not join (`mayJoin`). */
  readonly refusedSameAs: readonly LoggedReport[];
}

/** Groups reports by the identity of their case; `active` is by record name. A report whose `sameAs` has no effect stays with its own identity. */
export function* resolveIdentities(active: ReadonlyMap<string, LoggedReport>, limits: LinkLimits): Steps<Identities> {
  const refused: { logged: LoggedReport; reason: IdentityLinkRefused }[] = [];
  const refuseAll = (all: Iterable<LoggedReport>, reason: IdentityLinkRefused) => {
    for (const logged of all) refused.push({ logged, reason });
  };
  const own = yield* ownIdentities(active, limits, refuseAll);
  const { joining, dangling, refusedSameAs } = yield* joiningStatements(active, limits, refuseAll);
  const joined = new Map<string, string>();
  for (const [identity, all] of yield* groupedInSteps(joining, ({ target }) => own.get(target)!)) {
    if (all.length > limits.bounds.recordsPerIdentity) {
      refuseAll(
        all.map(({ logged }) => logged),
        "same_as_of_identity",
      );
    } else for (const { name } of all) joined.set(name, identity);
  }
  const byIdentity = new Map<string, HeldReport[]>();
  for (const [name, logged] of active) {
    const identity = joined.get(name) ?? own.get(name)!;
    gather(byIdentity, identity, { logged, holds: own.get(name) === identity });
    yield;
  }
  return { byIdentity, refused, dangling, refusedSameAs };
}

type RefuseAll = (all: Iterable<LoggedReport>, reason: IdentityLinkRefused) => void;

/** What each would be without `sameAs`: one of too many of a worker's day is the case of its own record. */
function* ownIdentities(
  active: ReadonlyMap<string, LoggedReport>,
  { bounds, overfull }: LinkLimits,
  refuseAll: RefuseAll,
): Steps<Map<string, string>> {
  const own = new Map<string, string>();
  for (const [key, entries] of yield* groupedInSteps(active, ([, { statement }]) => identityKey(statement))) {
    const smallest = yield* smallestDiagnosis(entries);
    const isOver = entries.length > bounds.recordsPerIdentity || (overfull.size > 0 && overfull.has(sha256Key(key)));
    for (const [name, { statement }] of entries) {
      own.set(name, isOver ? name : ownIdentity(statement, smallest));
      yield;
    }
    if (isOver) {
      refuseAll(
        entries.map(([, logged]) => logged),
        "worker_and_day",
      );
    }
  }
  return own;
}

/** Of those of one worker and day: null where none states any. Codes are ASCII. */
function* smallestDiagnosis(entries: readonly (readonly [string, LoggedReport])[]): Steps<string | null> {
  let smallest: string | null = null;
  for (const [, { statement }] of entries) {
    const diagnosis = diagnosisOf(statement);
    if (diagnosis !== null && (smallest === null || diagnosis < smallest)) smallest = diagnosis;
    yield;
  }
  return smallest;
}

interface Joining {
  readonly name: string;
  readonly logged: LoggedReport;
  /** The name of the record that it names, which is active. */
  readonly target: string;
}

/**
 * Those whose `sameAs` has effect. It leads to the target's own identity and no further: were the target's own `sameAs` followed, chains
 * and rings of them would make a case depend on where one starts.
 */
function* joiningStatements(active: ReadonlyMap<string, LoggedReport>, { bounds, overfull }: LinkLimits, refuseAll: RefuseAll) {
  const groups = new Map<string, Joining[]>();
  for (const [name, logged] of active) {
    yield;
    const named = sameAsTarget(logged.statement);
    if (named === null) continue;
    const target = recordName(named);
    gather(groups, sameAsGroup(logged.statement.source, target), { name, logged, target });
  }
  const joining: Joining[] = [];
  const dangling: LoggedReport[] = [];
  const refusedSameAs: LoggedReport[] = [];
  for (const [group, all] of groups) {
    const isOver = all.length > bounds.recordsPerTarget || (overfull.size > 0 && overfull.has(sha256Key(group)));
    const named = active.get(all[0]!.target);
    for (const one of all) {
      yield;
      if (isOver) refuseAll([one.logged], "same_as_of_source");
      else if (named === undefined) dangling.push(one.logged);
      else if (mayJoin(one.logged.statement, named.statement)) joining.push(one);
      else refusedSameAs.push(one.logged);
    }
  }
  return { joining, dangling, refusedSameAs };
}

function gather<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** Whether it reports a case: an exposure statement and a withdrawal do not. Whether its revision is the effective one is not looked at. */
export function isActiveReport(logged: LoggedStatement): logged is LoggedReport {
  return !logged.statement.withdrawn && logged.statement.entity !== "exposure";
}
