/** The events that changed what a row counts, by replaying the statements in the order in which cuts take them in. */
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import { standingRevisions } from "@qorgau/schemas/cases/standing-revision";
import { recordName } from "@qorgau/schemas/statement";
import type { LoggedStatement } from "@qorgau/schemas/statement";
import { contributionTo, criteriaOf } from "./explain-row.ts";
import type { NamedRow } from "./explain-row.ts";
import { byStamp } from "./record-position.ts";
import { knotsOf } from "./revision-knots.ts";
import type { Pause } from "./revision-pause.ts";
import { caseChanges } from "./revision-reasons.ts";
import type { CaseChange, CaseState, CaseStates } from "./revision-reasons.ts";

export interface CaseStep {
  readonly logged: LoggedStatement;
  readonly changes: readonly CaseChange[];
}

/** So many are replayed in some ten milliseconds. */
const statementsBetweenPauses = 250;

/** `statements` are closed over links; their order does not matter. */
export async function caseSteps(named: NamedRow, statements: readonly LoggedStatement[], pause: Pause): Promise<CaseStep[]> {
  const ofCases = statements.filter(({ statement }) => statement.entity !== "exposure");
  const steps: CaseStep[] = [];
  let replayed = 0;
  for (const knot of knotsOf(ofCases, named.query.measure === "accidents" || named.query.choices.withoutAccident.length > 0)) {
    for (const step of replay(named, knot)) {
      if (step !== null) steps.push(step);
      // Each event of a large knot is a fold of all of it.
      replayed += knot.length;
      if (replayed < statementsBetweenPauses) continue;
      await pause();
      replayed = 0;
    }
  }
  return steps;
}

/** Each knot is folded again after every event that changes which of its statements stand. Knots are small: one worker's day, or one accident. */
function* replay(named: NamedRow, knot: readonly LoggedStatement[]): Generator<CaseStep> {
  const criteria = criteriaOf(named);
  const told = new Map<string, LoggedStatement[]>();
  const standing = new Map<string, LoggedStatement>();
  let before: CaseStates = new Map();
  for (const logged of knot.toSorted(byStamp)) {
    const name = recordName(logged.statement);
    const own = [...(told.get(name) ?? []), logged];
    told.set(name, own);
    const stands = standingRevisions(own).get(name)!.logged;
    if (standing.get(name) === stands) continue;
    standing.set(name, stands);
    // When a record became known, what it said before tells; nothing else of a case does it say.
    const held = named.query.choices.yearOf === "registration" ? [...told.values()].flat() : [...standing.values()];
    const after = statesOf(named, held);
    const changes = caseChanges(before, after, { isFirst: own.length === 1 }, criteria);
    if (changes.length > 0) yield { logged, changes };
    before = after;
  }

  function statesOf(row: NamedRow, statements: readonly LoggedStatement[]): CaseStates {
    return new Map(
      foldCases(statements).cases.map((folded): [string, CaseState] => {
        const figures = caseRow(folded);
        const records = folded.statements.map(({ statement }) => recordName(statement));
        return [folded.id, { id: folded.id, row: figures, records, contribution: contributionTo(row, criteria, figures) }];
      }),
    );
  }
}
