/** Where figures are read from: the published rows of now, or the state of a past cut. The parts of a statement are the same for both. */
import type { Parameters, SnapshotPart } from "./snapshot-statement.ts";

/** A condition on the cell of a row, as SQL: of a case or a month it begins with its day or month, so that this is a range of the primary key. */
export type CellCondition = (cell: string) => string;

/** The id of a case whose row is read, as an expression. */
export const caseId = "substring(cell, 12)";

/** The cases that the parts of a statement read, as SQL: those of the published cut, or those of a past one. */
export interface FigureSource {
  /** Whether there is a roll-up by months beside the cases. */
  readonly hasMonths: boolean;
  /**
   * What follows FROM: rows with a date, the dimensions and the figures of cases or of month cells, in those columns at least whose
   * names are words of `naming`, and of these cells at least.
   */
  readonly rows: (naming: string, ofCells?: CellCondition) => string;
  /** Conditions that leave the rows of this grain, where the table holds others too, and of them those of these cells. */
  readonly ofGrain: (grain: "month" | "case", ofCells?: CellCondition) => readonly string[];
  /** The month and day (`11-29`) of the cut, as an expression: of the +05:00 date of its last effective stamp. */
  readonly monthDayOfCut: string;
  readonly parameters: Parameters;
}

/**
 * Out of the published cut itself, so that it is of the statement's own snapshot. Stamps are of one form, so their texts are in their order. A cut
 * without one is of whole years, as `yearEnd` has it.
 */
const monthDayOfPublishedCut = `(
    SELECT ifNull(formatDateTime(addHours(parseDateTime64BestEffortOrNull(arrayReduce('max', mapValues(
      JSONExtract(payload, 'effectiveAt', 'Map(String, String)'))), 3, 'UTC'), 5), '%m-%d'), '12-31')
    FROM published FINAL WHERE grain = 'watermark')`;

export const liveFigures: FigureSource = {
  hasMonths: true,
  rows: () => "published FINAL",
  ofGrain: (grain, ofCells) => [`grain = '${grain}'`, ...(ofCells === undefined ? [] : [ofCells("cell")])],
  monthDayOfCut: monthDayOfPublishedCut,
  parameters: {},
};

/** A part that reads rows of the source, in the columns that it names: every other column would make a past cut's statement longer. */
export function partFrom(source: FigureSource, part: (rows: string) => SnapshotPart, ofCells?: CellCondition): SnapshotPart {
  const { texts, figures = "", from } = part("");
  return part(source.rows([texts, figures, from].join(" "), ofCells));
}
