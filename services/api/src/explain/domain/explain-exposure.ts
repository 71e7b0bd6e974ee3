/** Which exposure statements the denominator of a row is made of, and which they outrank. */
import type { ConflictingExposure, UsedExposure } from "@qorgau/schemas/responses/explain-response";
import type { ResponseBasis, RatesRow } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement, LoggedStatement } from "@qorgau/schemas/events/statement";
import { areasOf } from "../../exposure/domain/exposure-area.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import { basesOf, exposureBook, outranks, statedValue } from "../../exposure/domain/exposure-book.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { sumsOf } from "../../exposure/domain/exposure-sums.ts";
import type { NamedRow } from "./explain-row.ts";
import { positionOf } from "./record-position.ts";
import { spanKey } from "../../time/span.ts";

/** An exposure statement, no withdrawal, with its place in the log. */
export interface LoggedExposure extends LoggedStatement {
  readonly statement: ExposureStatement;
}

/** Whether the statement is of exposure and no withdrawal. Whether it is the effective revision of its record is for the caller to know. */
export function isActiveExposure(logged: LoggedStatement): logged is LoggedExposure {
  return logged.statement.entity === "exposure" && !logged.statement.withdrawn;
}

/** The keys (`cellKey`) of all cells that the rule may read for these: themselves, and the parts of every sum that may replace them. */
export function consultedCells(cells: readonly ExposureCell[]): Set<string> {
  const keys = new Set<string>();
  for (const area of areasOf(cells)) {
    for (const part of [area, ...[...sumsOf(area)].flatMap((parts) => [...parts])])
      for (const { cell } of part.cells) keys.add(cellKey(cell));
  }
  return keys;
}

export interface ExposureParts {
  readonly used: readonly UsedExposure[];
  readonly conflicts: readonly ConflictingExposure[];
}

/**
 * `active` are the exposure statements that are effective at the row's cut. The rule is run, not repeated here: a statement is used if the
 * exposure would be another one, were its figure another one. Which statement is taken never depends on the figures.
 */
export function exposureParts(named: NamedRow, row: RatesRow, active: readonly LoggedExposure[]): ExposureParts {
  const basis = row.exposureBasis;
  if (basis === null) return { used: [], conflicts: [] };
  const ranked = rankedByPlace(named, basis, active);
  const winners = ranked.map(([first]) => first!.statement);
  const book = exposureBook(winners);
  const exposureIn = (stated: ExposureBook) => {
    const found = exposureFinder(stated)(named.cells)(basis, named.period);
    return found.state === "missing" ? null : found.value;
  };
  const exposure = exposureIn(book);
  const used = ranked.filter(([first]) => exposureIn(withOtherFigure(book, winners, first!.statement, basis)) !== exposure);
  return {
    used: used.map(([first]) => describeStatement(first!, basis)),
    conflicts: used.flatMap(([first, ...others]) =>
      others.map((other) => ({ ...describeStatement(other, basis), rule: "QG-0652" as const, outrankedBy: positionOf(first!) })),
    ),
  };
}

/** Of each cell and period that the rule may look at, the statements of this basis, the one that is taken first. */
function rankedByPlace(named: NamedRow, basis: ResponseBasis, active: readonly LoggedExposure[]): LoggedExposure[][] {
  const consulted = consultedCells(named.cells);
  const places = Map.groupBy(
    active.filter(({ statement }) => basesOf(statement).includes(basis) && consulted.has(cellKey(cellOf(statement)))),
    ({ statement }) => `${cellKey(cellOf(statement))}|${spanKey(statement.derived)}`,
  );
  return [...places.values()].map((rivals) => rivals.toSorted((a, b) => (outranks(a.statement, b.statement) ? -1 : 1)));
}

/** Only the cell of the statement is laid out anew: a country has thousands of others. */
function withOtherFigure(
  book: ExposureBook,
  statements: readonly ExposureStatement[],
  one: ExposureStatement,
  basis: ResponseBasis,
): ExposureBook {
  const key = cellKey(cellOf(one));
  const figure = basis === "tonnes" ? "tonnes" : basis === "hours_worked" ? "hours" : "workers";
  const other = { ...one, data: { ...one.data, [figure]: 2 * statedValue(one, basis) + 1_000_000 } };
  const ofCell = statements.filter((statement) => cellKey(cellOf(statement)) === key);
  const changed = exposureBook(ofCell.map((statement) => (statement === one ? other : statement)));
  return { ...book, cells: new Map([...book.cells, ...changed.cells]) };
}

function describeStatement(logged: LoggedExposure, basis: ResponseBasis): UsedExposure {
  const { source, subject, role, data } = logged.statement;
  return {
    source,
    subject,
    position: positionOf(logged),
    role,
    period: data.period,
    basis,
    value: statedValue(logged.statement, basis),
    status: data.status,
  };
}
