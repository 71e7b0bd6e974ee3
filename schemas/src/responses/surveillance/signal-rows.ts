/** What is said of a signal, of a watched series and of an accident that several died of (METHODS, section 3), and what is requested. */
import { z } from "zod";
import type { RatesQuery } from "../rates.ts";
import { ratesRowSchema } from "../rates.ts";

export const signalMeasures = ["accidents", "fatal_accidents"] as const;
export type SignalMeasure = (typeof signalMeasures)[number];

/** What a series is of. */
export const signalScopes = ["country", "region", "sector"] as const;
export type SignalScope = (typeof signalScopes)[number];

export const detectors = ["farrington_flexible", "poisson_cusum", "days_between"] as const;
export type Detector = (typeof detectors)[number];

/** Why a series is not watched. */
export const signalReasons = ["history_too_short", "too_few"] as const;
export type SignalReason = (typeof signalReasons)[number];

/** Weekly counts are judged so many weeks after the week has ended. */
export const lagWeeks = 4;
/** What became of a signal of the log: `open` until somebody acknowledges it. */
export const signalStates = ["open", "acknowledged", "closed"] as const;
export type SignalState = (typeof signalStates)[number];

/** At most so many weeks of signals are in a response, and so many without `from`. */
export const signalWeeks = { most: 260, unlessGiven: 52 } as const;
/** False alarms a month over the whole set. */
export const falseAlarmsBounds = { min: 0.1, max: 12, unlessGiven: 1 } as const;

/** The request, once codes are checked and defaults are filled in. */
export interface SignalsQuery {
  /** What is read: accidents of the country, by the days of occurrence and registration. */
  readonly rates: RatesQuery;
  readonly falseAlarms: number;
  /** Which series are shown; null: every one. */
  readonly regions: readonly string[] | null;
  readonly sectors: readonly string[] | null;
  /** Days of judgement; null where not given. */
  readonly from: string | null;
  readonly to: string | null;
  /** Of the signals of the log; null: any. */
  readonly state: SignalState | null;
}

const count = z.number().int();
const nullableNumber = z.number().nullable();
const { region, sector } = ratesRowSchema.shape;

const seriesMembers = {
  measure: z.enum(signalMeasures).describe("Accidents, or fatal ones: an accident counts once, at its gravest victim."),
  scope: z.enum(signalScopes).describe("What the series is of: the whole country, one region, or one section."),
  region: region.unwrap().describe("Of a series by region; else null."),
  sector: sector.unwrap().describe("Of a series by section; else null."),
};

export const signalRowSchema = z.object({
  raised: z
    .string()
    .describe(
      "The Monday on which it is judged, at 00:00 +05:00: by the accidents registered before it, with the severity, day and place that the cut says of them. Corrections can raise or remove it later; `asOf` gives what was shown.",
    ),
  ...seriesMembers,
  detector: z.enum(detectors).describe("Which rule found it."),
  from: z
    .string()
    .describe(
      "First day of what it is about: of the week; of a CUSUM the week in which the sum began to rise; of gaps the first accident.",
    ),
  to: z.string().describe("Last day of it."),
  observed: count.describe("Accidents in those days that were registered before it was judged; of gaps the accidents that end them."),
  victims: count.describe(
    "Victims of them, the dead among them; of fatal accidents the dead. Not what is judged: one accident may have many.",
  ),
  expected: z.number().describe("Accidents that the years before let expect in those days."),
  statistic: z
    .number()
    .describe(
      "Of weeks the excess over the expected as a part of what the limit allows, or the excess where it allows none; of a CUSUM the sum; of gaps the probability.",
    ),
  limit: z
    .number()
    .describe(
      "Of weeks the largest count that is no alarm; of a CUSUM the sum that is one; of gaps the probability at or below which there is one.",
    ),
  p: nullableNumber.describe("Of so many or more in that week, or of gaps so short. A CUSUM has none."),
  exposure: nullableNumber.describe(
    "Workers of the series in those days: 0 where that is stated, and none is expected; null where nothing is stated, and the years before are taken as they were.",
  ),
});
export type SignalRow = z.infer<typeof signalRowSchema>;

export const signalSeriesSchema = z.object({
  ...seriesMembers,
  year: count.describe("Detector and parameters are fixed on 1 January, by what was registered before."),
  expectedWeekly: nullableNumber.describe(
    "Accidents a week in the three years before; of gaps in up to ten. Null where the history is too short.",
  ),
  detector: z
    .enum(detectors)
    .nullable()
    .describe(
      "By the expected weekly number: from 5 on Farrington Flexible, from .5 on a CUSUM, below it days between accidents. Null: not watched.",
    ),
  reason: z
    .enum(signalReasons)
    .nullable()
    .describe(
      "Why it is not watched. `history_too_short`: under three years, since anything was reported or the area became what it is. `too_few`: no rate to hold gaps against.",
    ),
  rateFrom: z
    .enum(["series", "country"])
    .nullable()
    .describe(
      "Of gaps: whose rate. `country`: the series had under five accidents, so that the country's rate over its exposure stands in.",
    ),
  isAdjusted: z
    .boolean()
    .describe("Whether counts are held against the exposure of their time; false where none is stated for the years before, or 0."),
  reference: nullableNumber.describe("k of the CUSUM: what each week takes off the sum."),
  limit: nullableNumber.describe("h of the CUSUM."),
  alpha: nullableNumber.describe("Of the other two: the probability of a false alarm at a week or at an accident."),
  runLength: nullableNumber.describe("Weeks between false alarms, on average, by the design of the CUSUM."),
  runLengthDoubled: nullableNumber.describe("Weeks until an alarm where the true number is twice the expected one."),
  statistic: nullableNumber.describe("Of the last judged week; as in the rows."),
  lastAccident: z.string().nullable().describe("Of gaps: the day of the last accident. A long gap is told, and is never safety."),
});
export type SignalSeries = z.infer<typeof signalSeriesSchema>;

/** Article 188.4 of the Labour Code: with so many dead the investigation rises to another body. */
export const fatalityLevels = [2, 3, 6] as const;

export const groupFatalitySchema = z.object({
  occurred: z.string().describe("The day of its lead case."),
  region: region.unwrap().describe("Of its lead case; null is unknown."),
  sector: sector.unwrap().describe("The section of its lead case; null is unknown."),
  dead: count.describe("As known at the cut."),
  victims: count.describe("Counting victims, the dead among them."),
  level: z.literal(fatalityLevels).describe("At least so many dead: the levels of the Labour Code, article 188.4."),
});
export type GroupFatality = z.infer<typeof groupFatalitySchema>;
