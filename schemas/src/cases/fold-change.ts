/** What a cut of the log changes in what is published: the same set of linked statements folded at the old cut and at the new one. */
import { caseDetails, caseDimensions, figureNames, noDetails, noDimensions, noFigures, type UnversionedRow } from "../rows/published.ts";
import type { LoggedStatement } from "../events/statement.ts";
import { finished, mappedInSteps, type Steps } from "../steps.ts";
import { caseRow, type FigureRow, monthDeltasInSteps, unversionedRow } from "./case-figures.ts";
import { effectiveExposuresInSteps } from "./exposures.ts";
import { foldCasesInSteps } from "./fold-cases.ts";
import { type LinkLimits, defaultLimits } from "./links/link-bounds.ts";
import { sha256 } from "../sha256.ts";

/**
 * The number of the code that makes published rows out of statements. It grows with every change of what is written, also where
 * the merging rules stay the same; rows of another number need a rebuild.
 */
export const foldVersion = 7;

/** What the new cut changes in `published`. A block of it needs the month cells at the old cut, since `months` holds differences. */
export interface FoldChange {
  /** Rows of the cases that changed, absolute. One that is no more, or of another day now, has at its cell no figures, no dimensions and an empty payload. */
  readonly cases: readonly UnversionedRow[];
  /** What to add to the month cells, by cell. No delta is all zero; the sum of a cell and its delta may be. */
  readonly months: ReadonlyMap<string, UnversionedRow>;
  /** Rows of the exposure records that changed; an empty payload where the record is withdrawn. */
  readonly exposures: readonly UnversionedRow[];
}

/** `before`: whether the old cut holds a statement. All must be within the new cut, and the set must hold all linked statements (`links.ts`). */
export function foldChange(
  statements: readonly LoggedStatement[],
  before: (logged: LoggedStatement) => boolean,
  limits: LinkLimits = defaultLimits,
): FoldChange {
  return finished(foldChangeInSteps(statements, before, limits));
}

/** As `foldChange`, in steps of at most one case or statement each. */
export function* foldChangeInSteps(
  statements: readonly LoggedStatement[],
  before: (logged: LoggedStatement) => boolean,
  limits: LinkLimits = defaultLimits,
): Steps<FoldChange> {
  const earlier = statements.filter(before);
  const oldCases = yield* caseRows(earlier, limits);
  const newCases = yield* caseRows(statements, limits);
  const changedCases = yield* changesBetween(oldCases, newCases);
  const changedCells = changedCases.map((row) => row.cell);
  const months = yield* monthDeltasInSteps(pick(oldCases, changedCells), pick(newCases, changedCells));
  const changedExposures = yield* changesBetween(yield* exposureRows(earlier), yield* exposureRows(statements));
  const monthRows = yield* mappedInSteps(months, ([cell, row]): [string, UnversionedRow] => [cell, unversionedRow("month", row)]);
  return {
    cases: yield* mappedInSteps(changedCases, (row) => unversionedRow("case", row)),
    months: new Map(monthRows),
    exposures: yield* mappedInSteps(changedExposures, (row) => unversionedRow("exposure", row)),
  };
}

type Rows = ReadonlyMap<string, FigureRow>;

const noRow = { details: noDetails, dimensions: noDimensions, figures: noFigures, payload: "" };

function* caseRows(statements: readonly LoggedStatement[], limits: LinkLimits): Steps<Rows> {
  const { cases } = yield* foldCasesInSteps(statements, limits);
  const rows = yield* mappedInSteps(cases, caseRow);
  return new Map(rows.map((row) => [row.cell, row]));
}

function* exposureRows(statements: readonly LoggedStatement[]): Steps<Rows> {
  const rows = new Map<string, FigureRow>();
  for (const [name, statement] of yield* effectiveExposuresInSteps(statements)) {
    yield;
    const cell = sha256(name);
    const payload = JSON.stringify(statement);
    rows.set(cell, { ...noRow, cell, date: statement.derived.from, payload });
  }
  return rows;
}

/** The rows that are new or differ, and an empty one for each that is no more. */
function* changesBetween(before: Rows, after: Rows): Steps<FigureRow[]> {
  const changed: FigureRow[] = [];
  for (const row of after.values()) {
    if (!isSame(row, before.get(row.cell))) changed.push(row);
    yield;
  }
  for (const { cell, date } of before.values()) {
    if (!after.has(cell)) changed.push({ ...noRow, cell, date });
    yield;
  }
  return changed;
}

function isSame(row: FigureRow, other: FigureRow | undefined): boolean {
  return (
    other !== undefined &&
    row.date === other.date &&
    row.payload === other.payload &&
    caseDetails.every((name) => row.details[name] === other.details[name]) &&
    caseDimensions.every((name) => row.dimensions[name] === other.dimensions[name]) &&
    figureNames.every((name) => row.figures[name] === other.figures[name])
  );
}

function pick(rows: Rows, cells: readonly string[]): FigureRow[] {
  return cells.map((cell) => rows.get(cell)).filter((row) => row !== undefined);
}
