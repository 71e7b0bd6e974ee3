/** The events that changed what a row counts, by replaying the statements in the order in which cuts take them in. */
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import { effectiveWith, withSuperseded } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { filteredInSteps, mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { contributionTo, criteriaOf } from "../../explain/domain/explain-row.ts";
import type { Criterion, NamedRow } from "../../explain/domain/explain-row.ts";
import { byStamp } from "../../explain/domain/record-position.ts";
import { TooManyTied } from "../../paging/domain/response-rows.ts";
import { linkedGroupsOf } from "./revision-linked-groups.ts";
import { caseChanges } from "./revision-reasons.ts";
import type { CaseChange, CaseState, CaseStates } from "./revision-reasons.ts";

/** A statement that changed what cases add to the row. */
export interface CaseStep {
  readonly logged: LoggedStatement;
  readonly changes: readonly CaseChange[];
}

/** Statements folded for one history, 12 µs each: every statement of a linked group folds one of each of its records, on average half of them. */
const foldedMax = 1_000_000;

/** `statements` are closed over links; their order does not matter. Throws `TooManyTied` before the first is folded. */
export function* caseSteps(named: NamedRow, statements: readonly LoggedStatement[]): Steps<CaseStep[]> {
  const ofCases = yield* filteredInSteps(statements, ({ statement }) => statement.entity !== "exposure");
  const steps: CaseStep[] = [];
  const byAccident = named.query.measure === "accidents" || named.query.choices.withoutAccident.length > 0;
  const groups = [...(yield* linkedGroupsOf(ofCases, byAccident))];
  const folded = yield* mappedInSteps(groups, foldedOf);
  if (folded.reduce((sum, one) => sum + one, 0) > foldedMax) {
    throw new TooManyTied(groups.reduce((most, { length }) => Math.max(most, length), 0));
  }
  for (const linkedGroup of groups) for (const step of yield* replay(named, linkedGroup)) steps.push(step);
  return steps;
}

function foldedOf(linkedGroup: readonly LoggedStatement[]): number {
  return (linkedGroup.length * new Set(linkedGroup.map(({ statement }) => recordName(statement))).size) / 2;
}

/** Each linked group is folded again after every event that changes its effective statements. Most are small: a worker's day, or an accident. */
function* replay(named: NamedRow, linkedGroup: readonly LoggedStatement[]): Steps<CaseStep[]> {
  const criteria = criteriaOf(named);
  const steps: CaseStep[] = [];
  const effective = new Map<string, EffectiveRevision>();
  /** Of each record its effective revision, with what the revisions it supersedes would still add. */
  const held = new Map<string, LoggedStatement>();
  let before: CaseStates = new Map();
  for (const logged of yield* sortedInSteps(linkedGroup, byStamp)) {
    yield;
    const name = recordName(logged.statement);
    const known = effective.get(name);
    const now = effectiveWith(known, logged);
    effective.set(name, now);
    if (now.logged === known?.logged) continue;
    held.set(name, withSuperseded(now));
    const after = yield* statesOf(named, criteria, held.values());
    const changes = caseChanges(before, after, { isFirst: known === undefined }, criteria);
    if (changes.length > 0) steps.push({ logged, changes });
    before = after;
  }
  return steps;
}

function* statesOf(named: NamedRow, criteria: readonly Criterion[], statements: Iterable<LoggedStatement>): Steps<CaseStates> {
  const { cases } = yield* foldCasesInSteps(statements);
  const states = yield* mappedInSteps(cases, (folded): [string, CaseState] => {
    const row = caseRow(folded);
    const records = folded.statements.map(({ statement }) => recordName(statement));
    return [folded.id, { id: folded.id, row, records, contribution: contributionTo(named, criteria, row) }];
  });
  return new Map(states);
}
