/** The response of `GET /v1/claims`: claims counted as claims, or an insurer's worklist of those without a reported case. */
import { z } from "zod";
import { responseCut } from "./response-members.ts";
import { claimStatuses, kinds, severities } from "../codes/enumerations.ts";

export const claimPeriods = ["year", "quarter", "month"] as const;
export type ClaimPeriod = (typeof claimPeriods)[number];

export const claimDimensions = ["insurer", "status", "band", "kind", "region", "sector", "employer"] as const;
export type ClaimDimension = (typeof claimDimensions)[number];

/**
 * Lost professional capacity in percent, in the bands by which Law № 30-III of 2005, article 19, pays: below 5 nobody does, from 5 to 29 the
 * employer, from 30 on the insurer, by three ceilings; the claim of a dead worker is of no band but `death`.
 */
export const capacityBands = ["0-4", "5-29", "30-59", "60-89", "90-100", "death"] as const;
export type CapacityBand = (typeof capacityBands)[number];

/** The parameters of `GET /v1/claims` once they are checked and defaults are filled in. */
export interface ClaimsQuery {
  /** Of claims made by this insurer alone. */
  readonly source: string | null;
  /** Dates of occurrence as the claim states them, inclusive; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  readonly period: ClaimPeriod;
  readonly by: readonly ClaimDimension[];
  /** BINs or pseudonyms of sole proprietors as the claim states them, "" for unknown; null: of all. */
  readonly employer: readonly string[] | null;
}

const count = z.number().int().min(0);
const days = z.number().min(0).nullable();
const text = z.string().nullable();

export const claimRowSchema = z.object({
  period: z.string().describe("Of the date of occurrence that the claim tells: 2026, 2026-Q1 or 2026-02."),
  insurer: z.string().optional().describe("The claim's source. This and the next six are there where `by` names them."),
  status: z.enum(claimStatuses).optional().describe("How the claims stand."),
  band: z.enum(capacityBands).nullable().optional().describe("Lost professional capacity in percent, or `death`; null: not told."),
  kind: z.enum(kinds).optional().describe("Of the case, as the claim tells it."),
  region: text.optional().describe("Of occurrence, as the claim tells it; null where it does not."),
  sector: text.optional().describe("Section of the employer, as the claim tells it; null where it does not."),
  employer: text.optional().describe("The BIN, or the pseudonym of a sole proprietor; null where the claim tells none."),
  claims: count.describe("Living claim records: several of one victim are several."),
  matched: count.describe("Those whose case a case statement tells as well."),
  unmatched: count.describe("Those of cases that only claims tell of."),
  matchedPercent: z.number().nullable().describe("Of `claims`, to two decimals."),
  claimMedianDays: days.describe(
    "From the occurrence to the first statement of the claim, by the log's effective stamps; nearest rank, to one decimal.",
  ),
  claimP90Days: days.describe("The ninetieth percentile of the same."),
  decided: count.describe("Those that tell `decidedOn`, on or after the occurrence."),
  decisionMedianDays: days.describe("From the date of occurrence to `decidedOn`, whole days, nearest rank."),
  decisionP90Days: days.describe("The ninetieth percentile of the same."),
  paidKzt: z.number().min(0).describe("The sum of what is told as paid, tenge."),
});
export type ClaimRow = z.infer<typeof claimRowSchema>;

export const unmatchedClaimSchema = z.object({
  date: z.string().describe("Of occurrence, YYYY-MM-DD."),
  source: z.string().describe("The insurer."),
  subject: z.string().describe("The insurer's own number of the claim."),
  status: z.enum(claimStatuses).describe("How the claim stands."),
  band: z.enum(capacityBands).nullable().describe("Lost professional capacity in percent, or `death`; null: not told."),
  severity: z.enum(severities).describe("As the claim tells it."),
  kind: z.enum(kinds).describe("As the claim tells it."),
  region: text.describe("Of occurrence, as the claim tells it."),
  sector: text.describe("Section of the employer, as the claim tells it."),
  employer: text.describe("The BIN, or the pseudonym of a sole proprietor."),
  actNumber: text.describe("Of the act of the accident, as the claim tells it."),
  case: z.string().describe("The opaque id of the case, which counts as `insurer_only`."),
  firstToldAt: z.string().describe("The effective stamp of the claim's first statement."),
});
export type UnmatchedClaim = z.infer<typeof unmatchedClaimSchema>;

export const claimsResponseSchema = z.object({
  ...responseCut,
  period: z.enum(claimPeriods).describe("As asked."),
  rows: z.array(claimRowSchema).describe("One for each period and code with a claim."),
});
export type ClaimsResponse = z.infer<typeof claimsResponseSchema>;

export const unmatchedClaimsResponseSchema = z.object({
  ...responseCut,
  rows: z.array(unmatchedClaimSchema).describe("In order of the date of occurrence."),
  nextCursor: z.string().nullable().describe("Asks for the next page; null on the last."),
});
export type UnmatchedClaimsResponse = z.infer<typeof unmatchedClaimsResponseSchema>;
