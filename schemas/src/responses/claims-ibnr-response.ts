/** The response of `GET /v1/claims/ibnr`: claims that are incurred and not filed yet, and what is still to be paid (METHODS, section 1). */
import { z } from "zod";
import { capacityBands } from "./claims-response.ts";
import { nowcastCoverageSchema, nowcastReasons, triangleSchema } from "./surveillance/nowcast-response.ts";
import { namedTextSchema, responseCut } from "./response-members.ts";

export const ibnrMeasures = ["claims", "paid"] as const;
export type IbnrMeasure = (typeof ibnrMeasures)[number];
export const ibnrDimensions = ["insurer", "band", "region"] as const;
export type IbnrDimension = (typeof ibnrDimensions)[number];
/** Months. */
export const ibnrWindow = { window: 60, maxDelay: 36 } as const;

/** The request, once defaults are filled in. */
export interface IbnrQuery {
  readonly measure: IbnrMeasure;
  readonly by: readonly IbnrDimension[];
  /** Of this insurer alone; null: of all. */
  readonly source: string | null;
  /** Of occurrence, and bands as they are stated now, "" for unknown; null: of all. */
  readonly region: readonly string[] | null;
  readonly band: readonly string[] | null;
  readonly window: number;
  readonly maxDelay: number;
  /** Whether the claims or tenge that delays are learnt from are told. */
  readonly triangle: boolean;
  /** A day of the first and of the last row's month; null where not given. */
  readonly from: string | null;
  readonly to: string | null;
}

const count = z.number().int();
const figure = z.number().nullable();
const dimensions = {
  insurer: z.string().optional().describe("The claim's source. This and the next two are there where `by` names them."),
  band: z
    .enum(capacityBands)
    .nullable()
    .optional()
    .describe(
      "Lost professional capacity as it is stated now, or `death`; null: not stated. A claim is in the row since the month since which it states so.",
    ),
  region: z.string().nullable().optional().describe("Of occurrence, as the claim states it now; null: not stated."),
};
const figures = {
  reported: z.number().describe("Claims first stated by the end of the last whole month, or tenge stated as paid by then."),
  expected: figure.describe("What is expected to be known in the end."),
  outstanding: figure.describe(
    "That less what is reported: claims incurred and not filed yet, or tenge still to be paid for what is filed and what is not.",
  ),
  lower: figure.describe("95 % limits of `expected`, of claims: what is reported is the least. Null of amounts."),
  upper: figure.describe("The upper one."),
  standardError: figure.describe("Of `outstanding`, of amounts (Mack 1993). Null of claims, and where too few months are known for it."),
};
const reason = z
  .enum([...nowcastReasons, "not_stated"])
  .nullable()
  .describe(
    "Why nothing is expected. `too_few`: under thirty claims, here and together. `history_too_short`: of some delay nothing is known yet, or something is filed at one at which nothing ever was. `delays_unstable`: back-tests miss too often. `not_stated`: nothing is paid of the month yet, or it is so young that nothing ever was of others, so that no factor applies to it.",
  );
const delaysFrom = z
  .enum(["cell", "all"])
  .nullable()
  .describe(
    "`cell`: its own delays, of at least thirty claims; `all`: those of all claims of the request, whatever their region and band.",
  );
const widened = figure.describe("By how much both limits were moved away, since back-tests missed too often; null where they were not.");

export const ibnrRowSchema = z.object({
  period: z.string().describe("Month of occurrence, as the claim states it: 2026-02."),
  ...dimensions,
  ...figures,
  share: figure.describe(
    "F: the share of the month that is reported by now, as the months before it came in; 0 where none of them told of anything so early.",
  ),
  reason,
  delaysFrom,
  widened,
});
export type IbnrRow = z.infer<typeof ibnrRowSchema>;

export const ibnrCellSchema = z.object({
  ...dimensions,
  claims: count.describe("What the delays are learnt from: claims, and of amounts those with something paid."),
  delaysFrom,
  shares: z.array(z.number()).describe("F by delay in months, 0 to maxDelay; 0 before the first at which anything is ever known."),
  triangle: triangleSchema,
  leftOut: count.describe(
    "An insurer's backlog: claims that occurred before the month of its first claim in the log, of amounts those with something paid. They are counted, and teach no delay.",
  ),
  beyondMaxDelay: count.describe("Claims filed later than maxDelay: they count at it. Of claims alone; else 0."),
  reason,
  widened,
  sum: z
    .object({ from: z.string().describe("First day."), to: z.string().describe("Last day."), ...figures })
    .nullable()
    .describe("All months of the rows together; of amounts those of which something is paid. Null where nothing is expected."),
  coverage: nowcastCoverageSchema.nullable().describe("How often past limits held, of claims; null of amounts."),
});
export type IbnrCell = z.infer<typeof ibnrCellSchema>;

export const ibnrResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods; it rises when a formula or a default changes."),
  method: z
    .object({
      name: z.literal("chain_ladder").describe("Development factors of the months before, applied to the recent ones."),
      parameters: z
        .object({
          window: count.describe("How many months the delays are learnt from."),
          maxDelay: count.describe("From this delay in months on a month counts as reported."),
          reportsMin: count.describe("Fewer claims do not tell the delays."),
          cuts: count.describe("At most so many cuts are tried again."),
        })
        .describe("What it was computed with."),
    })
    .describe(
      "Of claims with the negative binomial law of what is not reported yet (Lawless 1994), of amounts with the errors of Mack (1993).",
    ),
  measure: z.enum(ibnrMeasures).describe("As asked."),
  source: z.string().nullable().describe("As asked: the one insurer; null: all."),
  regions: z.string().nullable().describe("As asked: regions joined by commas; null: all."),
  bands: z.string().nullable().describe("As asked: bands joined by commas; null: all."),
  by: z.array(z.string()).describe("As asked."),
  lastPeriod: z.string().nullable().describe("The last whole month at the cut: what is stated later is not used. Null of an empty cut."),
  additive: z.literal(false).describe("Each cell has its own delays: cells do not add up to the total."),
  rows: z.array(ibnrRowSchema).describe("By month, then by the codes in the order of `by`; null comes last."),
  cells: z.array(ibnrCellSchema).describe("For each cell its delays, its back-test and its sum. Not in a file."),
  caveats: z.array(namedTextSchema).describe("What it must not be used for."),
});
export type IbnrResponse = z.infer<typeof ibnrResponseSchema>;
