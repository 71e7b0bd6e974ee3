/** Where figures are read from: the published rows of now, or the state of a past cut. The parts of a statement are the same for both. */
import type { Parameters } from "./snapshot-statement.ts";

export interface FigureSource {
  /** Whether there is a roll-up by months beside the cases. */
  readonly hasMonths: boolean;
  /** What stands behind FROM: rows with a date, the dimensions and the figures of cases or of month cells. */
  readonly rows: string;
  /** Conditions that leave the rows of this grain. */
  readonly ofGrain: (grain: "month" | "case") => readonly string[];
  readonly parameters: Parameters;
}

export const liveFigures: FigureSource = {
  hasMonths: true,
  rows: "published FINAL",
  ofGrain: (grain) => [`grain = '${grain}'`],
  parameters: {},
};
