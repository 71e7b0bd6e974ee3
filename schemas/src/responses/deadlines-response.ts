/** The response of `GET /v1/clocks`: how the deadlines that the law sets for notices and investigations are met. */
import { z } from "zod";
import type { SectorFilter } from "./rates.ts";
import { responseCut } from "./response-members.ts";

/** In the order in which they run. */
export const deadlineNames = ["inspectorate", "insurer", "commission", "investigation", "act", "entry"] as const;
export type DeadlineName = (typeof deadlineNames)[number];

export const deadlinePeriods = ["year", "quarter", "month"] as const;
export type DeadlinePeriod = (typeof deadlinePeriods)[number];

export const deadlineDimensions = ["region", "sector", "employer"] as const;
export type DeadlineDimension = (typeof deadlineDimensions)[number];

/** The parameters of `GET /v1/clocks` once they are checked and defaults are filled in. */
export interface DeadlinesQuery {
  /** Dates of occurrence, inclusive; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  readonly period: DeadlinePeriod;
  readonly by: readonly DeadlineDimension[];
  /** Of occurrence, "" for unknown; null: of all. */
  readonly region: readonly string[] | null;
  /** A case of any of the sections or divisions, "" for unknown; null: of all. */
  readonly sector: SectorFilter | null;
  /** BINs or pseudonyms of sole proprietors, "" for unknown; null: of all. */
  readonly employer: readonly string[] | null;
}

const count = z.number().int().min(0);

export const deadlineRowSchema = z.object({
  period: z.string().describe("Of the date of occurrence: 2026, 2026-Q1 or 2026-02."),
  region: z.string().nullable().optional().describe("Of occurrence; null where it is unknown. There where `by` names it."),
  sector: z.string().nullable().optional().describe("Section of the employer; null where it is unknown. There where `by` names it."),
  employer: z.string().nullable().optional().describe("BIN, or a sole proprietor's pseudonym. There where `by` names it."),
  clock: z.enum(deadlineNames).describe("Which term of the Labour Code it is."),
  law: z.string().describe("The article that sets the term."),
  unit: z.enum(["hours", "working_days"]).describe("What the term is counted in."),
  limit: count.describe("The term, in `unit`."),
  extendedLimit: count.nullable().describe("The term with every extension that the law allows; null where it allows none."),
  cases: count.describe("Counting accident cases of the cell, whatever is told of them."),
  told: count.describe("Those of which both ends are told. The counts that follow add up to it."),
  within: count.describe("Kept within `limit`."),
  extended: count.describe("Later than `limit`, within `extendedLimit`: kept if the term was extended, which is not told."),
  late: count.describe("Later than the law allows, extended or not."),
  undetermined: count.describe("A date without a time of day is told where hours are counted, and both answers are possible."),
  reversed: count.describe("The end is told to be before the beginning: one of them is wrong."),
  median: z.number().min(0).nullable().describe("In `unit`, nearest rank, of those that can be measured exactly."),
  p90: z.number().min(0).nullable().describe("The ninetieth percentile of the same."),
  approximate: count.describe("Measured over a year whose transferred working days are not known here."),
});
export type DeadlineRow = z.infer<typeof deadlineRowSchema>;

export const deadlinesResponseSchema = z.object({
  ...responseCut,
  period: z.enum(deadlinePeriods).describe("As asked."),
  workingDays: z.string().describe("How working days are counted, and for which years the transferred ones are known."),
  rows: z.array(deadlineRowSchema).describe("One for each period, code and term."),
});
export type DeadlinesResponse = z.infer<typeof deadlinesResponseSchema>;
