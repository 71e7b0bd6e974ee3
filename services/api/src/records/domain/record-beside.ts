/** Records of statements that no case is made of: what stands of them, and that they are in no count. Pure. */
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedSupplement, Supplement } from "@qorgau/schemas/events/supplement";
import type { HeldRecord, ListedRecord } from "@qorgau/schemas/responses/record-response";
import { groupedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { positionOf } from "../../explain/domain/record-position.ts";
import { reportedStatements } from "./record-statements.ts";

type Counting = Pick<HeldRecord, "counts" | "code" | "text">;

/** What is withdrawn does not count. */
export const withdrawnCounting = {
  counts: false,
  code: "withdrawn",
  text: "it is withdrawn; a higher revision would bring it back",
} as const satisfies Counting;

const besideCounting = {
  counts: false,
  code: "beside_cases",
  text: "it stands beside the cases and is in no count of them",
} as const satisfies Counting;

const countingOf = ({ withdrawn }: Supplement): Counting => (withdrawn ? withdrawnCounting : besideCounting);

/** One entry for each record, in the order of `supplementEntities`. */
export function* heldBeside(statements: readonly LoggedSupplement[]): Steps<HeldRecord[]> {
  const effective = yield* effectiveRevisionsInSteps(statements);
  const byName = yield* groupedInSteps(statements, ({ statement }) => recordName(statement));
  const held: HeldRecord[] = [];
  for (const [name, { logged, conflict }] of effective) {
    held.push({
      entity: logged.statement.entity,
      withdrawn: logged.statement.withdrawn,
      conflict,
      standing: positionOf(logged),
      ...countingOf(logged.statement),
      ...{ case: null, sameAs: null, exposure: null },
      statements: yield* reportedStatements(byName.get(name)!, logged),
    });
  }
  return held.toSorted((one, other) => (one.entity < other.entity ? -1 : 1));
}

/** What a list says of such a record. */
export function besideState({ logged, conflict }: EffectiveRevision<LoggedSupplement>) {
  const { statement } = logged;
  const told = statement.withdrawn ? null : statement;
  return {
    standing: positionOf(logged),
    conflict,
    occurredAt: told?.entity === "occurrence" ? told.data.occurredAt : null,
    severity: null,
    period: told?.entity === "inspection.statistics" ? String(told.data.year) : null,
    case: null,
    ...countingOf(statement),
  } satisfies Partial<ListedRecord>;
}
