/** The values that one row had over time: what it was as of every stamp at which something changed it (DESIGN, section 4). */
import type { RowChange, RowValue } from "@qorgau/schemas/responses/revisions-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { groupedInSteps, mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import { noContribution } from "../../explain/domain/explain-row.ts";
import type { Contribution, NamedRow } from "../../explain/domain/explain-row.ts";
import { rateOfCount } from "../../rates/domain/rate-of-count.ts";
import { byStamp, positionOf } from "../../explain/domain/record-position.ts";
import { exposureSteps, nothingStated, relevantExposures } from "./revision-exposures.ts";
import type { ExposureStep } from "./revision-exposures.ts";
import { caseSteps } from "./revision-steps.ts";
import type { CaseStep } from "./revision-steps.ts";

export interface RowStatements {
  /** Every statement that can affect a case which was ever in the row, closed over links. */
  readonly cases: readonly LoggedStatement[];
  /** Those of exposure. */
  readonly exposures: readonly LoggedStatement[];
}

/** The values do not depend on the order of the statements, nor on how the log was cut into batches. */
export function* revisionsOf(named: NamedRow, { cases, exposures }: RowStatements): Steps<RowValue[]> {
  const relevant = yield* relevantExposures(named, exposures);
  const { choices, steps: ofExposure } = yield* exposureSteps(named, relevant);
  const steps = [...(yield* caseSteps(named, cases)), ...ofExposure];
  const together = yield* groupedInSteps(steps, ({ logged }) => logged.effectiveAt);
  const byInstant = yield* sortedInSteps([...together], ([a], [b]) => (a < b ? -1 : 1));
  const cutAt = cuts(yield* sortedInSteps([...cases, ...relevant], byStamp));
  const figuresOf = rateOfCount(named.query.measure, named.query.per, choices);
  let counts = noContribution;
  let exposureOf: ExposureOf = nothingStated;
  return yield* mappedInSteps(byInstant, ([at, ofInstant]): RowValue => {
    const inOrder = ofInstant.toSorted((a, b) => byStamp(a.logged, b.logged));
    for (const step of inOrder) {
      if ("exposureOf" in step) exposureOf = step.exposureOf;
      else for (const { delta } of step.changes) counts = sumOf(counts, delta);
    }
    const isRunning = named.period.to >= dayOfStamp(Date.parse(at));
    const figures = figuresOf({ ...counts, period: named.period, isRunning, exposureOf });
    return { at, watermark: cutAt(at), count: counts.count, ...figures, changes: inOrder.flatMap(describeStep) };
  });
}

function sumOf(one: Contribution, other: Contribution): Contribution {
  return {
    count: one.count + other.count,
    casesWithDays: one.casesWithDays + other.casesWithDays,
    shouldState: one.shouldState + other.shouldState,
    unstated: one.unstated + other.unstated,
  };
}

/** The cut of an instant within these statements, which are in the order of their stamps. Instants must be given in order. */
function cuts(inOrder: readonly LoggedStatement[]): (at: string) => string {
  const watermark = new Map<number, number>();
  let place = 0;
  return (at) => {
    for (let next = inOrder[place]; next !== undefined && next.effectiveAt <= at; next = inOrder[(place += 1)]) {
      watermark.set(next.partition, next.offset);
    }
    return formatWatermark(watermark);
  };
}

function describeStep(step: CaseStep | ExposureStep): RowChange[] {
  const event = describeEvent(step.logged);
  if ("exposureOf" in step) return [{ case: null, delta: 0, event, reasons: [step.reason] }];
  return step.changes.map(({ case: id, delta, reasons }) => ({ case: id, delta: delta.count, event, reasons: [...reasons] }));
}

function describeEvent(logged: LoggedStatement): RowChange["event"] {
  const { id, source, entity, subject, type, revision } = logged.statement;
  return { id, source, entity, subject, type, revision, position: positionOf(logged) };
}
