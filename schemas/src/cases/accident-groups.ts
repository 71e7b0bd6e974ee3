/** Which cases are one accident: those that share a name, directly or through others, within the bounds of links. */
import { groupedInSteps, mappedInSteps, type Steps } from "../steps.ts";
import type { LinkLimits } from "./links/link-bounds.ts";
import { sha256Key } from "../sha256.ts";

/** Why a case that shares a name is an accident of its own. */
export type AccidentLinkRefused =
  /** More cases share the name than `casesPerAccident`, or more records give it than `recordsPerName`. */
  | "accident_name"
  /** The chain of names has more cases than `casesPerAccident`. */
  | "accident_chain";

export interface AccidentGroup<Case> {
  readonly members: readonly Case[];
  /** Those that tie its members together, or would tie others to it; none where it came out of a chain that is too long. */
  readonly names: readonly string[];
}

export interface AccidentGroups<Case> {
  readonly groups: readonly AccidentGroup<Case>[];
  readonly refused: ReadonlyMap<Case, AccidentLinkRefused>;
}

/**
 * `namesOf` gives a case's names once for each record that gives it. Names that too many share are left out first, then chains that are
 * too long come apart whole: neither depends on where one starts.
 */
export function* accidentGroups<Case>(
  cases: readonly Case[],
  namesOf: (one: Case) => readonly string[],
  limits: LinkLimits,
): Steps<AccidentGroups<Case>> {
  const names = yield* mappedInSteps(cases, namesOf);
  const tooMany = yield* overfullNames(names, limits);
  const refused = new Map<Case, AccidentLinkRefused>();
  const groups: AccidentGroup<Case>[] = [];
  for (const places of yield* components(names, tooMany)) {
    yield;
    if (places.length <= limits.bounds.casesPerAccident) {
      const members = places.map((place) => cases[place]!);
      groups.push({ members, names: places.flatMap((place) => names[place]!).filter((name) => !tooMany.has(name)) });
      continue;
    }
    for (const place of places) {
      refused.set(cases[place]!, "accident_chain");
      groups.push({ members: [cases[place]!], names: [] });
      yield;
    }
  }
  for (const [place, one] of cases.entries()) {
    yield;
    if (!refused.has(one) && names[place]!.some((name) => tooMany.has(name))) refused.set(one, "accident_name");
  }
  return { groups, refused };
}

function* overfullNames(names: readonly (readonly string[])[], { bounds, overfull }: LinkLimits): Steps<Set<string>> {
  const counts = new Map<string, { records: number; cases: number }>();
  for (const ofCase of names) {
    for (const name of new Set(ofCase)) {
      const count = counts.get(name) ?? { records: 0, cases: 0 };
      count.cases += 1;
      counts.set(name, count);
    }
    for (const name of ofCase) counts.get(name)!.records += 1;
    yield;
  }
  const isOver = (name: string, { records, cases }: { readonly records: number; readonly cases: number }) =>
    cases > bounds.casesPerAccident || records > bounds.recordsPerName || (overfull.size > 0 && overfull.has(sha256Key(name)));
  const tooMany = new Set<string>();
  for (const [name, count] of counts) {
    if (isOver(name, count)) tooMany.add(name);
    yield;
  }
  return tooMany;
}

/** Union-find over places in the list. */
function* components(names: readonly (readonly string[])[], leftOut: ReadonlySet<string>): Steps<Iterable<number[]>> {
  const parents = names.map((_, place) => place);
  const firstWithName = new Map<string, number>();
  for (const [place, ofCase] of names.entries()) {
    yield;
    for (const name of ofCase) {
      if (leftOut.has(name)) continue;
      const other = firstWithName.get(name);
      if (other === undefined) firstWithName.set(name, place);
      else parents[rootOf(parents, place)] = rootOf(parents, other);
    }
  }
  return (yield* groupedInSteps(parents.keys(), (place) => rootOf(parents, place))).values();
}

/** Halves the path on its way up, so that long chains stay cheap. */
function rootOf(parents: number[], place: number): number {
  let root = place;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!;
    root = parents[root]!;
  }
  return root;
}
