/** The values that one row had over time: what it was as of every stamp at which something changed it (DESIGN, section 4). */
import type { RowChange, RowValue } from "@qorgau/schemas/revisions-answer";
import type { LoggedStatement } from "@qorgau/schemas/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { ExposureOf } from "./exposure.ts";
import { dayOfStamp } from "./calendar.ts";
import { noContribution } from "./explain-row.ts";
import type { Contribution, NamedRow } from "./explain-row.ts";
import { rateOfCount } from "./rate-of-count.ts";
import { byStamp, positionOf } from "./record-position.ts";
import type { Pause } from "./revision-pause.ts";
import { exposureSteps, nothingStated, relevantExposures } from "./revision-exposures.ts";
import type { ExposureStep } from "./revision-exposures.ts";
import { caseSteps } from "./revision-steps.ts";
import type { CaseStep } from "./revision-steps.ts";

export interface RowStatements {
  /** Every statement that can have a say in a case which was ever in the row, closed over links. */
  readonly cases: readonly LoggedStatement[];
  /** Those of exposure. */
  readonly exposures: readonly LoggedStatement[];
}

/** What is told does not depend on the order of the statements, nor on how the log was cut into batches. */
export async function revisionsOf(
  named: NamedRow,
  { cases, exposures }: RowStatements,
  pause: Pause = () => Promise.resolve(),
): Promise<RowValue[]> {
  const relevant = relevantExposures(named, exposures);
  const { choices, steps: ofExposure } = await exposureSteps(named, relevant, pause);
  const steps = [...(await caseSteps(named, cases, pause)), ...ofExposure];
  const byInstant = [...Map.groupBy(steps, ({ logged }) => logged.effectiveAt)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const cutAt = cuts([...cases, ...relevant]);
  const figuresOf = rateOfCount(named.query.measure, named.query.per, choices);
  let counts = noContribution;
  let exposureOf: ExposureOf = nothingStated;
  return byInstant.map(([at, together]): RowValue => {
    const inOrder = together.toSorted((a, b) => byStamp(a.logged, b.logged));
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

/** The cut of an instant within these statements. Instants must be asked in order. */
function cuts(statements: readonly LoggedStatement[]): (at: string) => string {
  const inOrder = statements.toSorted(byStamp);
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
