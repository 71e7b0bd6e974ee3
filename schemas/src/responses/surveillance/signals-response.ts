/** The response of `GET /v1/signals`: which series to look at, at a stated rate of false alarms (METHODS, section 3). */
import { z } from "zod";
import { chosenSchema } from "../rate-choices.ts";
import { responseCut } from "../response-members.ts";
import { recordedSignalSchema } from "./recorded-signals.ts";
import { groupFatalitySchema, lagWeeks, signalRowSchema, signalSeriesSchema } from "./signal-rows.ts";

export * from "./signal-rows.ts";

const count = z.number().int();

export const signalsResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods; it rises when a formula or a default changes."),
  falseAlarms: z.number().describe("The budget: false alarms a month over the whole declared set, whatever series are shown."),
  declared: count.describe("How many series the set has."),
  runLength: z.number().describe("Weeks between false alarms that this leaves to each series."),
  lagWeeks: z.literal(lagWeeks).describe("So many weeks after its end a week is judged."),
  exposureBasis: chosenSchema.shape.exposureBasis.describe(
    "The one basis of the answer: of those requested the one that serves most of the declared series in the year of the cut and the one before, whatever is shown.",
  ),
  from: z
    .string()
    .nullable()
    .describe(
      "The first Monday of judgement in the response; after `to` where the cut does not reach it, and there are no rows. Null of an empty cut.",
    ),
  to: z.string().nullable().describe("The last one; none is after the cut."),
  rows: z.array(signalRowSchema).describe("The signals, the latest first. A signal is a reason to look, and no finding."),
  groupFatalities: z
    .array(groupFatalitySchema)
    .describe(
      "Accidents and acute poisonings that two or more died of, from the first Monday up to the cut, the latest first: facts, at once and outside the budget. Not in a file.",
    ),
  recorded: z
    .array(recordedSignalSchema)
    .describe(
      "Signals as the log holds them since they were raised, whatever became of their cause: those raised in the days of the response and with the requested `state`, the latest first, at most 1,000. Not in a file.",
    ),
  series: z.array(signalSeriesSchema).describe("The watched series, with how each was judged in the last year. Not in a file."),
});
export type SignalsResponse = z.infer<typeof signalsResponseSchema>;
