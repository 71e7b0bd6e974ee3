/** The events that changed what a row is divided by, by replaying the exposure statements that the rule may look at for it. */
import { effectiveWith } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { ChangeReason } from "@qorgau/schemas/responses/revisions-response";
import { recordName } from "@qorgau/schemas/events/statement";
import type { ExposureStatement, LoggedStatement } from "@qorgau/schemas/events/statement";
import { groupedInSteps, mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { exposureFinder, noExposure } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import type { StatedPeriods } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf } from "../../exposure/domain/exposure-cell.ts";
import { consultedCells } from "../../explain/domain/explain-exposure.ts";
import { inWords } from "../../explain/domain/explain-formula.ts";
import { noContribution } from "../../explain/domain/explain-row.ts";
import type { NamedRow } from "../../explain/domain/explain-row.ts";
import { rateOfCount } from "../../rates/domain/rate-of-count.ts";
import type { RateFigures } from "../../rates/domain/rate-of-count.ts";
import { allBases } from "../../exposure/domain/rate-unit.ts";
import { byStamp } from "../../explain/domain/record-position.ts";

/** A statement that changed the denominator of the row. */
export interface ExposureStep {
  readonly logged: LoggedStatement;
  /** What the row is divided by from then on. */
  readonly exposureOf: ExposureOf;
  readonly reason: ChangeReason;
}

export interface ExposureHistory {
  /** Those of the query, with the one basis of the history. */
  readonly choices: RateChoices;
  readonly steps: readonly ExposureStep[];
}

/** The statements of records that ever were for a cell and a period which the rule may look at for this row: none that begins after it. */
export function* relevantExposures(named: NamedRow, statements: readonly LoggedStatement[]): Steps<LoggedStatement[]> {
  if (["none", "case"].includes(named.query.per) || named.period.partial) return [];
  const consulted = consultedCells(named.cells);
  const isRelevant = ({ statement }: LoggedStatement) =>
    statement.entity === "exposure" &&
    !statement.withdrawn &&
    statement.derived.from <= named.period.to &&
    consulted.has(cellKey(cellOf(statement)));
  const relevant: LoggedStatement[] = [];
  for (const ofRecord of (yield* groupedInSteps(statements, ({ statement }) => recordName(statement))).values()) {
    if (ofRecord.some(isRelevant)) for (const logged of ofRecord) relevant.push(logged);
    yield;
  }
  return relevant;
}

export const nothingStated: ExposureOf = () => noExposure;

/** What the row is divided by after a statement, by basis. */
interface ReplayedExposure {
  readonly logged: LoggedStatement;
  readonly exposureOf: ExposureOf;
}

/**
 * `statements` as `relevantExposures` gives them; their order does not matter. One basis serves the whole history: the row's own, else
 * of the requested ones the one that gives a denominator most often.
 */
export function* exposureSteps(named: NamedRow, statements: readonly LoggedStatement[]): Steps<ExposureHistory> {
  const { measure, per, choices } = named.query;
  const replayed = yield* replay(named, statements);
  const settled = yield* withOneBasisSteps(
    per,
    choices,
    { bases: new Set(allBases) },
    replayed.map(({ exposureOf }) => ({ exposureOf, span: named.period, counts: true })),
  );
  const figuresOf = rateOfCount(measure, per, settled);
  const denominator = (exposureOf: ExposureOf) => figuresOf({ ...noContribution, period: named.period, exposureOf });
  const steps: ExposureStep[] = [];
  let before = denominator(nothingStated);
  for (const { logged, exposureOf } of replayed) {
    yield;
    const after = denominator(exposureOf);
    if (inFull(before) === inFull(after)) continue;
    steps.push({ logged, exposureOf, reason: reasonOf(before, after) });
    before = after;
  }
  return { choices: settled, steps };
}

function* replay(named: NamedRow, statements: readonly LoggedStatement[]): Steps<ReplayedExposure[]> {
  const book = replayedBook();
  const replayed: ReplayedExposure[] = [];
  for (const logged of yield* sortedInSteps(statements, byStamp)) {
    yield;
    if (!book.take(logged)) continue;
    // Each costs a millisecond or two: the whole rule is run again.
    const exposureOf = exposureFinder(book)(named.cells);
    // Read at once, since the book changes.
    const found = new Map(yield* mappedInSteps(allBases, (basis) => [basis, exposureOf(basis, named.period)] as const));
    replayed.push({ logged, exposureOf: (basis) => found.get(basis) ?? noExposure });
  }
  return replayed;
}

function inFull({ exposure, exposureBasis, exposureStatus, exposurePeriod, exposureConflict, status, reason }: RateFigures): string {
  if (exposure === null) return reason ?? "none";
  const carried = exposureStatus === "carried_forward" ? ` carried forward from ${exposurePeriod}` : "";
  const conflict = exposureConflict === true ? ", in conflict" : "";
  return `${inWords(exposure)} (${exposureBasis}${carried}, ${status}${conflict})`;
}

function reasonOf(before: RateFigures, after: RateFigures): ChangeReason {
  const figures = [before, after].map(({ exposure }) => (exposure === null ? "missing" : inWords(exposure)));
  const [old, now] = figures[0] === figures[1] ? [inFull(before), inFull(after)] : figures;
  return { code: "exposure", text: `exposure ${old} → ${now}`, before: inFull(before), after: inFull(after) };
}

/** The statements taken so far, laid out cell by cell, so that one more costs its own cells and not the whole book. */
function replayedBook() {
  const effective = new Map<string, EffectiveRevision>();
  const activeInCell = new Map<string, Set<ExposureStatement>>();
  const cells = new Map<string, ReadonlyMap<ResponseBasis, StatedPeriods>>();
  const change = (statement: ExposureStatement | undefined, direction: "add" | "delete") => {
    if (statement === undefined) return;
    const key = cellKey(cellOf(statement));
    const ofCell = activeInCell.get(key) ?? new Set<ExposureStatement>();
    activeInCell.set(key, ofCell);
    ofCell[direction](statement);
    cells.set(key, exposureBook(ofCell).cells.get(key) ?? new Map<ResponseBasis, StatedPeriods>());
  };
  /** False where the effective statements are the same as before. */
  const take = (logged: LoggedStatement): boolean => {
    const name = recordName(logged.statement);
    const known = effective.get(name);
    const now = effectiveWith(known, logged);
    effective.set(name, now);
    const [before, after] = [activeExposure(known), activeExposure(now)];
    if (before === after) return false;
    change(before, "delete");
    change(after, "add");
    return true;
  };
  return { cells, take };
}

function activeExposure(revision: EffectiveRevision | undefined): ExposureStatement | undefined {
  const statement = revision?.logged.statement;
  return statement === undefined || statement.withdrawn || statement.entity !== "exposure" ? undefined : statement;
}
