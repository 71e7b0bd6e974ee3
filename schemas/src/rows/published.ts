/** The rows of `published`: the cut, the effective exposure statements, the current cases and their monthly roll-up. */
import { z } from "zod";

/** The dimensions of a month cell. A request that needs another one, or other dates than whole months, is computed from the cases. */
export const monthDimensions = [
  "country",
  "region",
  "sector",
  "division",
  "severity",
  "kind",
  "evidence",
  "work_related",
  "circumstance",
] as const;

/** All dimensions of a case; "" is unknown. */
export const caseDimensions = [
  ...monthDimensions,
  "method",
  "commodity",
  "hazard",
  "mine",
  "contractor",
  "sex",
  "age_band",
  "cause",
  "registration_region",
  "road_traffic",
  "worker_status",
  "migrant",
  "size",
  "employer",
] as const;
export type CaseDimension = (typeof caseDimensions)[number];

/**
 * What else a row of a case has. The dates are what a year may be of besides `date`; the accident is its opaque id; `died_on` is the
 * day of death where it is stated, else "".
 */
export const caseDetails = ["death_date", "registration_date", "died_on", "accident"] as const;
export type CaseDetails = Record<(typeof caseDetails)[number], string>;

export const figureNames = [
  "cases",
  "accidents",
  "group_accidents",
  "group_victims",
  "at_work_accidents",
  "at_work_group_accidents",
  "at_work_group_victims",
  "lost_time_cases",
  "days_lost",
  "days_lost_cases",
  "days_before_death",
  "days_before_death_cases",
  "fault_cases",
  "employer_fault",
  "worker_fault",
] as const;
export type FigureName = (typeof figureNames)[number];

export type Dimensions = Record<CaseDimension, string>;

/**
 * What a case or a cell adds to the counts. `cases`: counting victims; `accidents`, `group_accidents`: at the accident's lead case
 * alone; `group_victims`: counting victims of group accidents; `at_work_…`: the same where commuters on their own way
 * are left out of the counts, nothing of such a commuter's case; `lost_time_cases`: fatal or at least one day lost; `days_lost`: of non-fatal
 * cases; `days_lost_cases`: non-fatal cases that state `daysLost`; `days_before_death`, `days_before_death_cases`: the same of fatal cases;
 * `fault_cases`: cases that state the fault of either side, with the sums of the employer's and the worker's share in hundredths of a percent.
 */
export type Figures = Record<FigureName, number>;

/**
 * `watermark`: the published cut. `exposure`, `case`: current states, `month`: sums of cases. `cut`: checkpoints. `exposure_version`,
 * `case_version`: every state there was. `generation`: epochs of the publisher lease.
 */
export type PublishedGrain = "watermark" | "exposure" | "month" | "case" | "cut" | "exposure_version" | "case_version" | "generation";

/**
 * A row of the table `published`. Of the rows with one grain and cell the highest version is the current one; "" and 0 stand for what a grain does
 * not have.
 */
export interface PublishedRow extends Dimensions, CaseDetails, Figures {
  grain: PublishedGrain;
  cell: string;
  /** Epoch of the publisher lease × 2³² + sequence, decimal: it does not fit a JavaScript number. */
  version: string;
  /** YYYY-MM-DD. */
  date: string;
  payload: string;
}

/** A row before the aggregator stamps its block's version on it. */
export type UnversionedRow = Omit<PublishedRow, "version">;

/** The payload of a row of grain `watermark` or `cut`: the cut that everything in the same block belongs to. */
export const publishedCutSchema = z.object({
  /** As in a response: `0:812,1:790`. */
  watermark: z.string(),
  /** How many partitions the log has: an instant is settled only when each of them holds a later record. */
  partitions: z.number(),
  /** The effective stamp of the last included record of each partition. */
  effectiveAt: z.record(z.string(), z.string()),
  /** The number of the folding code that made the rows; another one needs a rebuild. */
  fold: z.number(),
  /** The version of the last block that changed an exposure statement: readers keep those in memory until it moves. */
  exposureVersion: z.string(),
  /** Records of the log since the last row of grain `cut`, this block's included; 0 where this block holds one. */
  recordsSinceCut: z.number(),
  /** Of an epoch that has published nothing yet: the version that it follows. Afterwards its row of grain `generation` says so. */
  follows: z.string().optional(),
});
export type PublishedCut = z.infer<typeof publishedCutSchema>;

/** The payload of a row of grain `case`; "" where no active statement reports the case any more. */
export const publishedCaseSchema = z.object({
  /** `(source, entity, subject)` of each active record, the highest-ranking first. */
  records: z.array(z.tuple([z.string(), z.string(), z.string()])),
  /** False where it is not related to work: the row's figures are all zero then. */
  counts: z.boolean(),
});
export type PublishedCase = z.infer<typeof publishedCaseSchema>;

/** The payload of a row of grain `exposure`; "" where the record is withdrawn. */
export type { ExposureStatement as PublishedExposure } from "../events/statement.ts";

export const noDimensions: Dimensions = Object.fromEntries(caseDimensions.map((name) => [name, ""])) as Dimensions;
/** For rows that are no cases. Its dates are stored in date columns, which cannot be empty. */
export const noDetails: CaseDetails = { death_date: "1970-01-01", registration_date: "1970-01-01", died_on: "", accident: "" };
export const noFigures: Figures = Object.fromEntries(figureNames.map((name) => [name, 0])) as Figures;

/** The cell of a state that a case or an exposure record had: its own cell and the version, so that the states of a cell are in order. */
export function versionCell(cell: string, version: bigint): string {
  return cell === "" ? version.toString().padStart(20, "0") : `${cell}|${version.toString().padStart(20, "0")}`;
}

/**
 * The cell of an epoch of the publisher lease (grain `generation`), with the version that was published when it began: twenty digits each, so that
 * they are in order.
 */
export function epochCell(generation: bigint, follows: bigint): string {
  return `${generation.toString().padStart(20, "0")}|${follows.toString().padStart(20, "0")}`;
}

/**
 * The cell of a case: `2026-01-17|` and the case id, 64 hexadecimal digits, so that a range of days is a range of cells. A case whose day is
 * corrected leaves an empty row at its cell of before.
 */
export function caseCell(date: string, id: string): string {
  return `${date}|${id}`;
}

/** How many characters the cell of a case has. */
export const caseCellLength = "2026-01-17|".length + 64;

/** What names a case or an exposure record in its cell: a SHA-256, hexadecimal. */
export function idOfCell(cell: string): string {
  return cell.slice(-64);
}

/** The cell of a month: `2026-01|KZ|KZ-35|B|05|fatal|accident|reported|yes|at_work`, so that a range of months is a range of cells. */
export function monthCell(date: string, dimensions: Dimensions): string {
  return [date.slice(0, 7), ...monthDimensions.map((name) => dimensions[name])].join("|");
}
