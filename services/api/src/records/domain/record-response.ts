/** The response of `GET /v1/records` from the statements that can affect it: pure. */
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import type { Fold } from "@qorgau/schemas/cases/fold-cases";
import type { LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import type { LoggedReport } from "@qorgau/schemas/cases/merge-case";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import { entities } from "@qorgau/schemas/codes/enumerations";
import type { RecordEntity } from "@qorgau/schemas/codes/enumerations";
import type { HeldRecord } from "@qorgau/schemas/responses/record-response";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { LoggedSupplement } from "@qorgau/schemas/events/supplement";
import { groupedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { isActiveExposure } from "../../explain/domain/explain-exposure.ts";
import type { LoggedExposure } from "../../explain/domain/explain-exposure.ts";
import { caseOfRecord, countingOfCase, describeCase, sameAsOf } from "./record-case.ts";
import { countingOfExposure, describeExposure } from "./record-exposure.ts";
import { heldBeside, withdrawnCounting } from "./record-beside.ts";
import { positionOf } from "../../explain/domain/record-position.ts";
import { reportedStatements } from "./record-statements.ts";

/** The parameters of `GET /v1/records`. */
export interface RecordRequest {
  readonly source: string;
  readonly subject: string;
  /** Null: all of them. */
  readonly entity: RecordEntity | null;
  /** Where the caller may not see what enterprises are in. */
  readonly withoutStatuses?: boolean;
}

export interface RecordStatements {
  /** Closed over links, at or below the cut. */
  readonly closed: readonly LoggedStatement[];
  /** What its links may tie together. */
  readonly limits?: LinkLimits;
  /** The exposure statements that are effective at the cut; needed where the record is one. */
  readonly exposures: readonly LoggedExposure[];
  /** Every statement of those among the records that no case is made of. */
  readonly beside?: readonly LoggedSupplement[];
}

/** Returns one entry for each entity that has a record of that name, in the order of `recordEntities`; none where there is no such record. */
export function* heldRecords(
  { source, subject, entity }: RecordRequest,
  { closed, limits, exposures, beside = [] }: RecordStatements,
): Steps<HeldRecord[]> {
  const effective = yield* effectiveRevisionsInSteps(closed);
  const fold = yield* foldCasesInSteps(closed, limits);
  const byName = yield* groupedInSteps(closed, ({ statement }) => recordName(statement));
  const held: HeldRecord[] = [];
  for (const one of entities) {
    const name = recordName({ source, entity: one, subject });
    const revision = effective.get(name);
    if (revision === undefined || (entity !== null && entity !== one)) continue;
    const { logged, conflict } = revision;
    const own = byName.get(name)!;
    held.push({
      entity: one,
      withdrawn: logged.statement.withdrawn,
      conflict,
      standing: positionOf(logged),
      ...(yield* effectiveAs(name, logged, effective, fold, exposures)),
      statements: yield* reportedStatements(own, logged),
    });
  }
  return [...held, ...(yield* heldBeside(beside))];
}

type EffectiveAs = Pick<HeldRecord, "counts" | "code" | "text" | "case" | "sameAs" | "exposure">;

function* effectiveAs(
  name: string,
  logged: LoggedStatement,
  effective: ReadonlyMap<string, EffectiveRevision>,
  fold: Fold,
  exposures: readonly LoggedExposure[],
): Steps<EffectiveAs> {
  const nothing = { case: null, sameAs: null, exposure: null };
  if (isActiveExposure(logged)) {
    const exposure = describeExposure(logged, exposures);
    return { ...nothing, ...countingOfExposure(exposure), exposure };
  }
  const folded = yield* caseOfRecord(name, fold);
  if (folded === undefined) {
    return { ...nothing, ...withdrawnCounting };
  }
  return {
    ...nothing,
    ...countingOfCase(name, folded),
    case: describeCase(name, folded),
    sameAs: sameAsOf(logged as LoggedReport, effective, fold),
  };
}
