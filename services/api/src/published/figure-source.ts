/** Where figures are read from: the published rows of now, or the state of a past cut. The parts of a statement are the same for both. */
import type { Parameters, SnapshotPart } from "./snapshot-statement.ts";

/** The cases that the parts of a statement read, as SQL: those of the published cut, or those of a past one. */
export interface FigureSource {
  /** Whether there is a roll-up by months beside the cases. */
  readonly hasMonths: boolean;
  /**
   * What follows FROM: rows with a date, the dimensions and the figures of cases or of month cells, in those columns at least whose
   * names are words of `naming`.
   */
  readonly rows: (naming: string) => string;
  /** Conditions that leave the rows of this grain. */
  readonly ofGrain: (grain: "month" | "case") => readonly string[];
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
  ofGrain: (grain) => [`grain = '${grain}'`],
  monthDayOfCut: monthDayOfPublishedCut,
  parameters: {},
};

/** A part that reads rows of the source, in the columns that it names: every other column would make a past cut's statement longer. */
export function partFrom(source: FigureSource, part: (rows: string) => SnapshotPart): SnapshotPart {
  const { texts, figures = "", from } = part("");
  return part(source.rows([texts, figures, from].join(" ")));
}
