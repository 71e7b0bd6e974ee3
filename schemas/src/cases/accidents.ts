/**
 * Which cases are one accident, and which of them it is counted at (DESIGN, section 3, "An accident"). The choice is made over
 * all cases, before any filter, so that cells add up.
 */
import { type AccidentLinkRefused, accidentGroups } from "./accident-groups.ts";
import { severities } from "../codes/enumerations.ts";
import { accidentName } from "./links/case-identity.ts";
import { isCommutingLeftOut } from "./commuting.ts";
import { type LinkLimits, defaultLimits } from "./links/link-bounds.ts";
import type { MergedCase } from "./merge-case.ts";
import type { Steps } from "../steps.ts";
import { sha256 } from "../sha256.ts";
import { compareSourceAndSubject } from "./order/effective-order.ts";

/** One accident with its counts, the same object for every case of it. The figures of a case row follow from it (`case-figures.ts`). */
export interface Accident {
  /** Opaque: SHA-256 of its smallest name, or of its only case where it has none. */
  readonly id: string;
  /** The id of the case that the accident is counted at; null where no victim counts. */
  readonly leadCase: string | null;
  /** How many of its victims count. Two or more make a group accident. */
  readonly victims: number;
  /** The same where commuters on their own way are left out of the counts, as they are unless a request includes them. */
  readonly atWork: Pick<Accident, "leadCase" | "victims">;
}

/**
 * The accident of each case, by case id, and why a case is an accident of its own though it shares a name. Cases that do not count tie
 * others together like any, but are never victims nor lead.
 */
export function* accidentsOf(
  cases: readonly MergedCase[],
  limits: LinkLimits = defaultLimits,
): Steps<{ readonly accidents: Map<string, Accident>; readonly refused: ReadonlyMap<MergedCase, AccidentLinkRefused> }> {
  const accidents = new Map<string, Accident>();
  const { groups, refused } = yield* accidentGroups(cases, namesOf, limits);
  for (const { members, names } of groups) {
    const accident = makeAccident(members, names);
    for (const member of members) accidents.set(member.id, accident);
    yield;
  }
  return { accidents, refused };
}

function makeAccident(members: readonly MergedCase[], names: readonly string[]): Accident {
  const victims = members.filter((member) => member.counts);
  return {
    id: sha256(names.toSorted()[0] ?? JSON.stringify(["accident of case", members[0]!.id])),
    ...countedAmong(victims),
    atWork: countedAmong(victims.filter((victim) => !isLeftOut(victim))),
  };
}

/** Whether the case is no victim at work, though it counts. */
export function isLeftOut({ data, derived }: MergedCase): boolean {
  return isCommutingLeftOut({ country: derived.country, circumstance: data.circumstance, workRelated: data.workRelated });
}

function countedAmong(victims: readonly MergedCase[]): Accident["atWork"] {
  // Not sorted: an accident of thousands is folded with each later event of it.
  const lead = victims.reduce<MergedCase | undefined>(
    (first, victim) => (first === undefined || compareForLead(victim, first) < 0 ? victim : first),
    undefined,
  );
  return { leadCase: lead?.id ?? null, victims: victims.length };
}

/** Negative where the left one leads: the gravest first, then the smaller `(source, subject)` of the highest-ranking statement. */
function compareForLead(left: MergedCase, right: MergedCase): number {
  return (
    severities.indexOf(right.data.severity) - severities.indexOf(left.data.severity) ||
    compareSourceAndSubject(left.statements[0].statement, right.statements[0].statement)
  );
}

function namesOf(merged: MergedCase): string[] {
  return merged.statements.map(({ statement }) => accidentName(statement)).filter((name) => name !== null);
}
