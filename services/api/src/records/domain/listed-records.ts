/** The records of a reporter as a page lists them: of each its last statement, what it states now, and whether and as what it counts. Pure. */
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import type { EventType, RecordEntity } from "@qorgau/schemas/codes/enumerations";
import { recordName } from "@qorgau/schemas/events/statement";
import type { ListedRecord } from "@qorgau/schemas/responses/record-response";
import { groupedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { isActiveExposure } from "../../explain/domain/explain-exposure.ts";
import { positionOf } from "../../explain/domain/record-position.ts";
import { countingOfCase } from "./record-case.ts";
import { countingOfExposure, describeExposure, placeOf } from "./record-exposure.ts";
import { besideState, withdrawnCounting } from "./record-beside.ts";
import type { RecordStatements } from "./record-response.ts";

/** A record of the reporter, with the last statement of it within the cut. */
export interface ReportedRecord {
  readonly entity: RecordEntity;
  readonly subject: string;
  readonly partition: number;
  readonly offset: number;
  /** Stamps in milliseconds since the epoch. */
  readonly recordedMs: number;
  readonly effectiveMs: number;
  readonly revision: number;
  readonly type: string;
  /** "" where the reporter wrote none. */
  readonly time: string;
  readonly statements: number;
}

/** In the order of `reported`. `closed` holds what is effective of these records and can affect what they count as. */
export function* listedRecords(
  source: string,
  reported: readonly ReportedRecord[],
  { closed, limits, exposures, beside = [] }: RecordStatements,
): Steps<ListedRecord[]> {
  const effective = yield* effectiveRevisionsInSteps(closed);
  const effectiveBeside = yield* effectiveRevisionsInSteps(beside);
  const { cases } = yield* foldCasesInSteps(closed, limits);
  const caseOf = new Map<string, FoldedCase>();
  for (const folded of cases) {
    for (const { statement } of folded.statements) caseOf.set(recordName(statement), folded);
    yield;
  }
  const rivals = yield* groupedInSteps(exposures, placeOf);
  const rows: ListedRecord[] = [];
  for (const record of reported) {
    yield;
    const name = recordName({ source, ...record });
    const [revision, revisionBeside] = [effective.get(name), effectiveBeside.get(name)];
    const state =
      revision !== undefined
        ? effectiveState(name, revision, caseOf.get(name), (place) => rivals.get(place) ?? [])
        : revisionBeside && besideState(revisionBeside);
    if (state === undefined) continue;
    const { partition, offset } = record;
    rows.push({
      entity: record.entity,
      subject: record.subject,
      position: positionOf({ partition, offset }),
      recordedAt: new Date(record.recordedMs).toISOString(),
      effectiveAt: new Date(record.effectiveMs).toISOString(),
      time: record.time === "" ? null : record.time,
      type: record.type as EventType,
      revision: record.revision,
      statements: record.statements,
      ...state,
    });
  }
  return rows;
}

type Rivals = (place: string) => RecordStatements["exposures"];
type EffectiveState = Pick<
  ListedRecord,
  "standing" | "conflict" | "occurredAt" | "severity" | "period" | "counts" | "code" | "text" | "case"
>;

function effectiveState(
  name: string,
  { logged, conflict }: EffectiveRevision,
  folded: FoldedCase | undefined,
  rivals: Rivals,
): EffectiveState {
  const { statement } = logged;
  const common = { standing: positionOf(logged), conflict, occurredAt: null, severity: null, period: null, case: null };
  if (isActiveExposure(logged)) {
    const counting = countingOfExposure(describeExposure(logged, rivals(placeOf(logged))));
    return { ...common, ...counting, period: logged.statement.data.period };
  }
  if (statement.withdrawn || statement.entity === "exposure" || folded === undefined) return { ...common, ...withdrawnCounting };
  const { occurredAt, severity } = statement.data;
  return { ...common, ...countingOfCase(name, folded), occurredAt, severity, case: folded.id };
}
