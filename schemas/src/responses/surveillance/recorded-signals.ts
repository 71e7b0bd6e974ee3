/** Signals as events of the log (METHODS, section 3): what was raised, what became of it, and what is known of it now. */
import { z } from "zod";
import { chosenSchema } from "../rate-choices.ts";
import { ratesRowSchema } from "../rates.ts";
import {
  detectors,
  fatalityLevels,
  signalMeasures,
  signalRowSchema,
  signalScopes,
  signalSeriesSchema,
  signalStates,
} from "./signal-rows.ts";

/** An accident that several died of is a fact, told at once and outside the budget of false alarms. */
export const groupFatality = "group_fatality";

export const signalVerdicts = ["confirmed", "no_cause", "data_error", "known_change"] as const;
export type SignalVerdict = (typeof signalVerdicts)[number];

export const signalNoteMax = 1000;
/** So many times it may be said what became of a signal. */
export const signalRevisionMax = 100;
/** So many are in a response, the latest. */
export const recordedSignalsMax = 1000;

const count = z.number().int();
const { region, sector } = ratesRowSchema.shape;
const { observed, victims, statistic, limit, p, exposure, from, to } = signalRowSchema.shape;
const { expectedWeekly, reference, alpha, runLength } = signalSeriesSchema.shape;

const about = {
  raised: z
    .string()
    .describe(
      "The Monday on which it was judged; of an accident that several died of the day of the first cut that was seen to hold them.",
    ),
  monday: z
    .string()
    .nullable()
    .describe(
      "Of which row of `/v1/signals` it is, by its `raised`: the same Monday, or one before it where an accident was known only later to be of then. Null of a single accident.",
    ),
  measure: z.enum(signalMeasures).describe("What is counted: accidents, or fatal ones."),
  scope: z.enum([...signalScopes, "accident"]).describe("What it is of: a series of the country, a region or a section, or one accident."),
  region: region.unwrap().describe("Of the series, or of the accident's lead case; null where there is none or it is unknown."),
  sector: sector.unwrap().describe("The section of the series, or of the accident's lead case; null where there is none or it is unknown."),
  detector: z.enum([...detectors, groupFatality]).describe("Which rule found it."),
  from: from.describe("First day of what it is about; of an accident its day."),
  to: to.describe("Last day of it."),
  watermark: z.string().describe("The cut that it was computed from: with it in `asOf` the same signal is computed again."),
  observed,
  victims: victims.describe("Victims of them, the dead among them; of a series of fatal accidents the dead."),
  dead: count.nullable().describe("Of an accident that several died of; else null."),
  level: z
    .literal(fatalityLevels)
    .nullable()
    .describe("Of an accident: at least so many dead, by the levels of the Labour Code, article 188.4; else null."),
  expected: z.number().nullable().describe("Accidents that the years before let expect in those days; null of a single accident."),
  statistic: statistic.nullable().describe(statistic.description ?? ""),
  limit: limit.nullable().describe(limit.description ?? ""),
  p,
  exposure,
  exposureBasis: chosenSchema.shape.exposureBasis.describe("Of the exposure that counts were held against."),
  parameters: z
    .object({
      expectedWeekly,
      reference,
      limit: signalSeriesSchema.shape.limit,
      alpha,
      runLength,
      falseAlarms: z.number().describe("The budget: false alarms a month over the whole declared set."),
      declared: count.describe("How many series the set has."),
      lagWeeks: count.describe("So many weeks after its end a week is judged."),
    })
    .nullable()
    .describe("What the detector was set to; null of a single accident."),
  rules: count.describe("The number of the merging rules."),
  methods: count.describe("The number of the methods."),
};

/** What the log holds of a signal. */
export const loggedSignalSchema = z.object({
  id: z.string(),
  ...about,
  raised: z.iso.date(),
  from: z.iso.date(),
  to: z.iso.date(),
  /** Series that the same accident made signal: they are no entries of their own. */
  parents: z.array(z.object({ measure: about.measure, scope: about.scope, region: about.region, sector: about.sector })),
  /** Of an accident: its opaque id, and those of its fatal cases (twenty at most), by which its later states are known as its own. */
  accident: z.string().optional(),
  cases: z.array(z.string()).optional(),
});
export type LoggedSignal = z.infer<typeof loggedSignalSchema>;

export const signalAcknowledgementSchema = z.object({
  revision: count.min(1).max(signalRevisionMax).describe("From 1, the one after that which stands: the highest one stands."),
  state: z.enum(["acknowledged", "closed"]).describe("Whether somebody is at it, or it is done."),
  verdict: z
    .enum(signalVerdicts)
    .nullable()
    .describe("What was found: a cause to act on, none, an error in the data, or a change that was known. Of a closed one; null before."),
  note: z.string().nullable().describe("Free text without personal data: it is kept for ever."),
});
export type SignalAcknowledgement = z.infer<typeof signalAcknowledgementSchema>;

/** That a Monday was judged: the first in the log stands. */
export const loggedJudgementSchema = z.object({
  monday: z.iso.date(),
  /** The cut that it was judged by. */
  watermark: z.string(),
  falseAlarms: z.number(),
  /** How many signals it raised. */
  signals: count,
});
export type LoggedJudgement = z.infer<typeof loggedJudgementSchema>;

const by = z
  .string()
  .nullable()
  .describe(
    "Who sent it, as the audit trail has it: the id of the token, or an opaque one of who has signed in by an issuer. Null where nobody is asked who they are, and of acknowledgements that were sent before this was noted.",
  );

/** What the log holds of an acknowledgement. */
export const loggedAcknowledgementSchema = signalAcknowledgementSchema.extend({ signal: z.string(), by: by.default(null) });
export type LoggedAcknowledgement = z.infer<typeof loggedAcknowledgementSchema>;

const instant = z.string().describe("When the log took it: UTC, three decimals, Z.");

export const recordedSignalSchema = z.object({
  id: z
    .string()
    .describe(
      "SHA-256, hex, of series, detector, methods, window and watermark. Of an accident that several died of, that of its first state.",
    ),
  state: z
    .enum(signalStates)
    .describe("`open` until somebody acknowledges it, and again where an accident has reached a higher level since."),
  acknowledgement: signalAcknowledgementSchema.extend({ by, recordedAt: instant }).nullable().describe("The one that stands."),
  recordedAt: instant,
  ...about,
  parents: loggedSignalSchema.shape.parents.describe(
    "Other series that the same accident made signal on the same day: they have no entries of their own.",
  ),
  states: z
    .array(
      z.object({
        id: z.string().describe("SHA-256, hex, of this state."),
        watermark: z.string().describe("The first cut that was seen to hold it."),
        recordedAt: instant,
        dead: count.describe("As known at that cut."),
        victims: count.describe("As known at that cut."),
        level: z.literal(fatalityLevels).describe("The level of so many."),
      }),
    )
    .describe(
      "Of an accident: each number of dead that was seen, in order; it is raised once, and open again at a higher level. Else empty.",
    ),
  now: z
    .object({
      observed: count.describe("Accidents in those days by all that the response's cut holds."),
      victims: count.describe("Victims of them."),
      dead: count.nullable().describe("Of an accident: as known at the response's cut; null where under two are known now."),
      level: z.literal(fatalityLevels).nullable().describe("Of an accident: as known at the response's cut."),
      signals: z
        .boolean()
        .nullable()
        .describe(
          "Whether it is a signal by what the response's cut holds; null where another budget is requested than it was raised under, or its Monday is none of the response's.",
        ),
    })
    .describe("What later reports made of it."),
});
export type RecordedSignal = z.infer<typeof recordedSignalSchema>;

/** Signals that were closed, and how many were worth it. */
export const signalPrecisionSchema = z.object({
  watermark: z.string().describe("The cut up to which signals and acknowledgements count."),
  raised: count.describe("Signals of series; an accident that several died of is a fact and none of them."),
  open: count.describe("Of them nobody has acknowledged."),
  acknowledged: count.describe("Of them somebody is at."),
  closed: count.describe("Of them done."),
  confirmed: count.describe("Of the closed ones: with a cause to act on."),
  noCause: count.describe("Of the closed ones: without a cause."),
  dataError: count.describe("Of the closed ones: by an error in the data."),
  knownChange: count.describe("Of the closed ones: by a change that was known."),
  precision: z.number().nullable().describe("Confirmed over closed; null where none is closed."),
  lower: z.number().nullable().describe("Of its exact 95 % interval (Clopper-Pearson)."),
  upper: z.number().nullable().describe("Of the same."),
  judged: count.describe("Mondays that were judged, whether or not they signalled anything."),
  months: z.number().nullable().describe("From the first of them to the cut, in months of 30.4375 days; null of none."),
  signalsPerMonth: z.number().nullable().describe("Signals in a month, to be held against the budget; null under a month."),
  falseAlarms: z.number().nullable().describe("The budget that the last of them was judged under; null of none."),
  openAccidents: count.describe(
    "Accidents that several died of that are open: not acknowledged, or not since they reached a higher level. In none of the numbers above.",
  ),
});
export type SignalPrecision = z.infer<typeof signalPrecisionSchema>;
