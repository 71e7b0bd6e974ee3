/** The response of `GET /v1/fatality-free-days`: how long it is since somebody last died, and the longest such spell. */
import { z } from "zod";
import { responseCut } from "./response-members.ts";
import { rateDimensions } from "./rates.ts";
import type { RateDimension } from "./rates.ts";

/** Every death is fatal, so `severity` would not divide the cases. */
export const fatalityFreeDimensions = rateDimensions.filter((dimension) => dimension !== "severity");

const code = z.string().nullable().optional().describe("Where asked by; null is unknown.");
const dimensions = Object.fromEntries(fatalityFreeDimensions.map((dimension) => [dimension, code])) as Record<
  Exclude<RateDimension, "severity">,
  typeof code
>;
const count = z.number().int().min(0);
const date = z.string().nullable();

const days = z.number().min(0).nullable();
/** Days from one fatal accident to the next: what is usual (METHODS, section 3). All null of fewer than five gaps. */
const gapMembers = {
  gaps: count.describe("How many gaps there are between the accidents with a fatality; those of one day are no day apart."),
  gapMean: days.describe("Their mean, in days from date to date; null of fewer than five."),
  gapLower: days.describe("Quantile .00135 of the geometric law with this mean: a shorter gap is rare."),
  gapMedian: days.describe("Its median."),
  gapUpper: days.describe("Its quantile .99865: a longer gap is rare. A long gap is told, and is never safety."),
  gChartLower: days.describe("Limit of the g-chart (Kaminsky 1992): the mean less three standard deviations, at least 0."),
  gChartUpper: days.describe("The mean and three standard deviations: to be read beside `gapUpper` alone."),
  tChartCentre: days.describe("Centre of the t-chart (Nelson 1994), of gaps to the power 1/3.6, in days."),
  tChartLower: days.describe("Its lower limit, by the moving range."),
  tChartUpper: days.describe("Its upper limit."),
};

export const fatalityFreeRowSchema = z.object({
  ...dimensions,
  fatalities: count.describe("Counting victims whose severity is fatal, by the date of occurrence."),
  fatalDays: count.describe("The dates on which they were hurt."),
  lastFatalOn: date.describe("The last of those dates; null where there is none."),
  daysSince: count.nullable().describe("Full days after it up to and including `until` or `silentSince`; null where there is none."),
  longestDays: count.nullable().describe("The longest run of days without one; null where no bound of one is known."),
  longestFrom: date.describe("Its first day."),
  longestTo: date.describe("Its last day: the last observed, where it goes on."),
  ...gapMembers,
  silentSince: date.describe(
    "The last day of which anything was stated for the cell, a case or an exposure, where it is before `until`: its observation ends there. Else null.",
  ),
});
export type FatalityFreeRow = z.infer<typeof fatalityFreeRowSchema>;

export const fatalityFreeResponseSchema = z.object({
  ...responseCut,
  from: date.describe("Where observation begins, as asked; null: each cell is observed from its first fatality on."),
  until: z
    .string()
    .describe("The last day observed: `to`, or the day of the cut, the +05:00 date of its last effective stamp, where that is earlier."),
  rows: z.array(fatalityFreeRowSchema).describe("One for each cell that anything is known of."),
});
export type FatalityFreeResponse = z.infer<typeof fatalityFreeResponseSchema>;
