/** The response of `GET /v1/nowcast`: what recent periods will be once late reports are in (METHODS, section 1). */
import { z } from "zod";
import { chosenSchema } from "../rate-choices.ts";
import type { RatesQuery } from "../rates.ts";
import { missingReasons, pers, rateDimensions, rateFields, ratesRowSchema } from "../rates.ts";
import { namedTextSchema, responseCut } from "../response-members.ts";

/** The injured and accidents are known from the first report of a case on, the dead from the first record that says so. */
export const nowcastMeasures = ["injured", "accidents", "fatal"] as const;
export type NowcastMeasure = (typeof nowcastMeasures)[number];

export const nowcastPeriods = ["month", "week"] as const;
export type NowcastPeriod = (typeof nowcastPeriods)[number];

/** What is told of a case when it is first reported and seldom changes afterwards. */
const changing: readonly string[] = ["severity", "evidence", "workRelated", "employer"];
export const nowcastDimensions = rateDimensions.filter((dimension) => !changing.includes(dimension));

export const nowcastPers = pers.filter((per) => per !== "case");

/** How many periods the delays are learnt from, and from which delay on a period counts as reported. */
export interface NowcastWindow {
  readonly window: number;
  readonly maxDelay: number;
}
export const nowcastWindows: Readonly<Record<NowcastPeriod, NowcastWindow>> = {
  month: { window: 36, maxDelay: 12 },
  week: { window: 156, maxDelay: 26 },
};
/** What may be asked for, in either period. */
export const nowcastWindowLeast: NowcastWindow = { window: 6, maxDelay: 1 };
export const nowcastWindowMost: NowcastWindow = { window: 156, maxDelay: 52 };

/** The request, once codes are checked and defaults are filled in. */
export interface NowcastQuery extends NowcastWindow {
  /** Its measure, `by`, filters and days; its period is no part of it. */
  readonly rates: RatesQuery & { readonly measure: NowcastMeasure };
  readonly period: NowcastPeriod;
  /** Whether the counts that delays are learnt from are told. */
  readonly triangle: boolean;
}

/** Why there is no nowcast. */
export const nowcastReasons = ["too_few", "history_too_short", "delays_unstable"] as const;
export type NowcastReason = (typeof nowcastReasons)[number];

/** Whose delays a cell is judged by. */
export const delaySources = ["cell", "country"] as const;

const count = z.number().int();
const limit = z.number().nullable();
const reason = z
  .enum(nowcastReasons)
  .nullable()
  .describe(
    "Why there is no nowcast. `too_few`: under thirty reports, here and in the country. `history_too_short`: of some delay nothing is known yet, or something is reported at one at which nothing ever was. `delays_unstable`: back-tests miss so often that three times the interval would not do.",
  );

const nowcastFigures = {
  nowcast: limit.describe(
    "How many are expected to be known in the end: reported over the share. With nothing reported, what is usually missing.",
  ),
  lower: limit.describe("95 % limits of that number; what is reported is the least. They are of the reports to come, not of the risk."),
  upper: limit.describe("The upper one."),
};

const { region, sector, division, kind, method, commodity, hazard, mine, contractor, sex, ageBand, cause, circumstance, roadTraffic } =
  ratesRowSchema.shape;
const { country, workerStatus, migrant, size } = ratesRowSchema.shape;
const dimensions = {
  ...{ country, region, sector, division, kind, method, commodity, hazard, mine, contractor, sex, ageBand, cause, circumstance },
  ...{ roadTraffic, workerStatus, migrant, size },
};

const coverageFigures = {
  share: limit.describe(
    "The share of past nowcasts whose limits held what is known now; null where fewer than twelve cuts could be tried.",
  ),
  lower: limit.describe("Its exact 95 % limits (Clopper and Pearson)."),
  upper: limit.describe("The upper one."),
};

export const nowcastRowSchema = z.object({
  period: z.string().describe("Of occurrence: 2026-02, or the Monday of a week, 2026-02-02."),
  ...dimensions,
  reported: count.describe("Counted by the end of the last whole period, whenever they are told of later."),
  ...nowcastFigures,
  share: limit.describe("F: the share of the period that is reported by now, as the periods before it came in."),
  reason,
  exposure: rateFields.exposure,
  exposureStatus: rateFields.exposureStatus,
  exposurePeriod: rateFields.exposurePeriod,
  rate: limit.describe("reported over share times exposure, in the unit of `per`."),
  rateLower: limit.describe("Of the exact Poisson interval of what is reported, 95 %, divided alike: of the risk."),
  rateUpper: limit.describe("The upper one."),
  rateReason: z.enum(missingReasons).nullable().describe("Why there is no rate, where there is a nowcast. `not_finite`: F is 0."),
  delaysFrom: z
    .enum(delaySources)
    .nullable()
    .describe("`cell`: its own delays, of at least thirty reports; `country`: those of all cases of the country and kind."),
  widened: limit.describe(
    "By how much both limits were moved away, since back-tests missed more often than a twentieth; null where they were not.",
  ),
  coverage: z.object(coverageFigures).describe("How often the limits of this cell held before: the back-test of `cells`."),
});
export type NowcastRow = z.infer<typeof nowcastRowSchema>;

const nowcastSumSchema = z.object({
  from: z.string().describe("First day of occurrence."),
  to: z.string().describe("Last day of occurrence."),
  reported: count.describe("Counted by the end of the last whole period."),
  ...nowcastFigures,
});
export type NowcastSum = z.infer<typeof nowcastSumSchema>;

export const nowcastCoverageSchema = z.object({
  cuts: count.describe("Ends of periods that the nowcast was made again at, from what was registered by then; 24 at most."),
  covered: count.describe("How many of those nowcasts held what is known now within their limits, as they were before any widening."),
  of: count.describe("How many there were: periods of delay 0 to 3 at each cut."),
  ...coverageFigures,
  byDelay: z
    .array(
      z.object({
        delay: count.describe("In periods."),
        covered: count.describe("Nowcasts of that delay whose limits held what is known now."),
        of: count.describe("Nowcasts of that delay."),
      }),
    )
    .describe("The same by how late the cut was."),
  bias: limit.describe("All nowcasts over all that is known now, less 1; null where nothing was."),
  reason: z.literal("history_too_short").nullable().describe("Why there is no share."),
});
export type NowcastCoverage = z.infer<typeof nowcastCoverageSchema>;

export const triangleSchema = z
  .array(
    z.object({
      period: z.string().describe("Of occurrence."),
      cumulated: z
        .array(z.number())
        .describe("How much was known by the end of each delay, 0 to maxDelay, as far as the last whole period; without backlogs."),
    }),
  )
  .optional()
  .describe(
    "With `triangle=true` the counts of the cell, which `shares` are learnt from unless `delaysFrom` names others (theirs are those of the question without its filters and `by`): the factor of a delay is the sum of the next column over that of its own, over the last `window` periods that have both.",
  );

export const nowcastCellSchema = z.object({
  ...dimensions,
  reports: count.describe("What the delays are learnt from, of the cell."),
  delaysFrom: nowcastRowSchema.shape.delaysFrom,
  shares: z.array(z.number()).describe("F by delay, 0 to maxDelay; 0 before the first at which anything is ever known."),
  triangle: triangleSchema,
  leftOut: count.describe("A reporter's backlog: occurred before the month of its first registration, so that it tells nothing of delays."),
  beyondMaxDelay: count.describe("Reported later than maxDelay; they count at it."),
  reason,
  widened: nowcastRowSchema.shape.widened,
  sum: nowcastSumSchema.nullable().describe("All periods of the rows together, with the law of their sum; null without a nowcast."),
  toDate: nowcastSumSchema
    .nullable()
    .describe(
      "Of months: the running one up to the last whole week, by the delays of weeks. Null where there is none, or no nowcast of weeks.",
    ),
  coverage: nowcastCoverageSchema.describe("The back-test: how often past nowcasts of this cell held what is known now."),
});
export type NowcastCell = z.infer<typeof nowcastCellSchema>;

const { regionOf, exposureBasis } = chosenSchema.shape;

export const nowcastResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods; it rises when a formula or a default changes."),
  method: z
    .object({
      name: z.literal("chain_ladder").describe("Development factors of the periods before, applied to the recent ones."),
      parameters: z
        .object({
          window: count.describe("How many periods the delays are learnt from."),
          maxDelay: count.describe("From this delay on a period counts as reported."),
          reportsMin: count.describe("Fewer reports do not tell the delays."),
          cuts: count.describe("At most so many cuts are tried again."),
        })
        .describe("What it was computed with."),
    })
    .describe("Chain ladder, with the negative binomial law of what is not reported yet (Lawless 1994)."),
  of: z.literal("cases").describe("What is nowcast."),
  measure: z.enum(nowcastMeasures).describe("As asked."),
  per: z.enum(nowcastPers).describe("As asked."),
  by: z.array(z.string()).describe("As asked."),
  ...{ regionOf, exposureBasis },
  lastPeriod: z
    .string()
    .nullable()
    .describe("The last whole period at the cut: what is registered later is not used. Null of an empty cut."),
  additive: z.literal(false).describe("Each cell has its own delays: cells do not add up to the total."),
  rows: z.array(nowcastRowSchema).describe("By period, then by the codes in the order of `by`; unknown comes last."),
  cells: z.array(nowcastCellSchema).describe("For each cell its delays, its back-test and its sum. Not in a file."),
  caveats: z.array(namedTextSchema).describe("What it must not be used for."),
});
export type NowcastResponse = z.infer<typeof nowcastResponseSchema>;
