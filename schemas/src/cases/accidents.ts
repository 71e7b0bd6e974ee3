/**
 * Which cases are one accident, and which of them it is counted at (DESIGN, section 3, "An accident"). The choice is made over
 * all cases, before any filter, so that cells add up.
 */
import { severities } from "../codes/enumerations.ts";
import { accidentName } from "./case-identity.ts";
import type { MergedCase } from "./merge-case.ts";
import { sha256 } from "./sha256.ts";
import { compareSourceAndSubject } from "./standing-order.ts";

export interface Accident {
  /** Opaque: SHA-256 of its smallest name, or of its only case where it has none. */
  readonly id: string;
  /** The id of the case that the accident is counted at; null where no victim counts. */
  readonly leadCase: string | null;
  /** How many of its victims count. Two or more make a group accident. */
  readonly victims: number;
}

/** The accident of each case, by case id. Cases that do not count tie others together like any, but are never victims nor lead. */
export function accidentsOf(cases: readonly MergedCase[]): Map<string, Accident> {
  const accidents = new Map<string, Accident>();
  for (const members of componentsOf(cases)) {
    const accident = makeAccident(members);
    for (const member of members) accidents.set(member.id, accident);
  }
  return accidents;
}

/** Cases sharing a name, directly or through others: union-find over their places in the list. */
function componentsOf(cases: readonly MergedCase[]): Iterable<MergedCase[]> {
  const parents = cases.map((_, place) => place);
  const firstWithName = new Map<string, number>();
  cases.forEach((merged, place) => {
    for (const name of namesOf(merged)) {
      const other = firstWithName.get(name);
      if (other === undefined) firstWithName.set(name, place);
      else parents[rootOf(parents, place)] = rootOf(parents, other);
    }
  });
  return Map.groupBy(cases, (_, place) => rootOf(parents, place)).values();
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

function makeAccident(members: readonly MergedCase[]): Accident {
  const names = members.flatMap(namesOf).sort();
  const victims = members.filter((member) => member.counts).sort(compareForLead);
  return {
    id: sha256(names[0] ?? JSON.stringify(["accident of case", members[0]!.id])),
    leadCase: victims[0]?.id ?? null,
    victims: victims.length,
  };
}

/** The gravest first, then the smaller `(source, subject)` of the highest-standing statement. */
function compareForLead(left: MergedCase, right: MergedCase): number {
  return (
    severities.indexOf(right.data.severity) - severities.indexOf(left.data.severity) ||
    compareSourceAndSubject(left.statements[0].statement, right.statements[0].statement)
  );
}

function namesOf(merged: MergedCase): string[] {
  return merged.statements.map(({ statement }) => accidentName(statement)).filter((name) => name !== null);
}
