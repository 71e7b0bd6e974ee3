/** Which names tie the accidents of some statements together, without merging their cases: for whoever looks for further statements. */
import type { LoggedStatement } from "../../events/statement.ts";
import { mappedInSteps, type Steps } from "../../steps.ts";
import { accidentGroups } from "../accident-groups.ts";
import { accidentName } from "./case-identity.ts";
import type { LinkLimits } from "./link-bounds.ts";
import type { LoggedReport } from "../merge-case.ts";
import { isActiveReport, resolveIdentities } from "./resolve-identities.ts";
import { sha256Key } from "../../sha256.ts";
import { effectiveRevisionsInSteps } from "../order/effective-revision.ts";

/**
 * The keys of all names that cases give which are of one accident with a name of `touched`, those names among them. `isWhole`: all that give
 * a name are among the statements, so that what it ties is certain; more statements can only tie more to it.
 */
export function* namesTiedTo(
  statements: Iterable<LoggedStatement>,
  touched: ReadonlySet<bigint>,
  limits: LinkLimits,
  isWhole: (name: bigint) => boolean,
): Steps<Set<bigint>> {
  const cases = yield* caseNames(statements, limits);
  const { groups } = yield* accidentGroups(cases, (names) => names.filter((name) => isWhole(BigInt(name))), keyed(limits));
  const tied = new Set(touched);
  for (const { members, names } of groups) {
    yield;
    if (!names.some((name) => touched.has(BigInt(name)))) continue;
    for (const ofCase of members) for (const name of ofCase) tied.add(BigInt(name));
  }
  return tied;
}

/** Of each case the keys of its names, as text, once for each record that gives it. */
function* caseNames(statements: Iterable<LoggedStatement>, limits: LinkLimits): Steps<string[][]> {
  const active = new Map<string, LoggedReport>();
  for (const [name, { logged }] of yield* effectiveRevisionsInSteps(statements)) {
    if (isActiveReport(logged)) active.set(name, logged);
    yield;
  }
  const { byIdentity } = yield* resolveIdentities(active, limits);
  return yield* mappedInSteps(byIdentity.values(), (reported) =>
    reported.flatMap(({ logged }) => {
      const name = accidentName(logged.statement);
      return name === null ? [] : [String(sha256Key(name))];
    }),
  );
}

/** Names that are known to be given by too many are never whole, so nothing is tied by them. */
const keyed = ({ bounds }: LinkLimits): LinkLimits => ({ bounds, overfull: new Set() });
