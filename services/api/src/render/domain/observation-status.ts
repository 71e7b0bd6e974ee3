/**
 * The status of an observation by the SDMX code list CL_OBS_STATUS (version 2.2), for every form that marks its values: what the row says in words of
 * its own (`status`, `running`, `seriesBreak`, `reason`) in one letter.
 */

type Row = Readonly<Record<string, unknown>>;

/** The codes that are used, with their names in the code list. U is of the contract: too few cases state what the figure needs. */
export const observationStatuses = {
  A: "Normal value",
  P: "Provisional value",
  B: "Time series break",
  M: "Missing value; data cannot exist or were not stated",
  Q: "Missing value; suppressed",
  U: "Missing value; too few cases state what it needs",
} as const;
export type ObservationStatus = keyof typeof observationStatuses;

/** A value that is there is of a break before it is provisional; one that is not says why. `figure` is a flattened column of the row. */
export function observationStatus(row: Row, figure: string): ObservationStatus {
  if (row[figure] === null || row[figure] === undefined) {
    if (row["reason"] === "confidential") return "Q";
    return row["reason"] === "days_unstated" || row["reason"] === "strata_unknown" ? "U" : "M";
  }
  if (row["seriesBreak"] !== undefined && row["seriesBreak"] !== null) return "B";
  return row["status"] === "provisional" || row["running"] === true ? "P" : "A";
}
