/** The responses of `GET /v1/indicators` and `GET /v1/indicators/{code}`: what a figure is, and how it is cited. They hold no figure. */
import { z } from "zod";
import { responseBases, pers } from "../rates.ts";

const named = {
  code: z.string().describe("As answers have it."),
  name: z.string().describe("In the language of the answer."),
};

const listedIndicatorSchema = z.object({
  code: z.string().describe("The stable code: of SDMX where it is a measure or a dataflow there. It never changes its meaning."),
  name: named.name,
  unit: z.object(named).describe("What its values are in."),
  address: z.string().describe("Of all that is told of it, as JSON."),
  page: z.string().describe("The same as a page."),
});

export const indicatorsResponseSchema = z.object({
  indicators: z.array(listedIndicatorSchema).describe("Those of SDMX first, in its order."),
});
export type IndicatorsResponse = z.infer<typeof indicatorsResponseSchema>;

const indicatorBreakSchema = z.object({
  on: z.string().describe("The day of the break."),
  regions: z.array(z.object(named)).describe("The region as it was before, and those that were formed from it."),
  text: z.string().describe("What it means for the series."),
});

const citationSchema = z.object({
  text: z.string().describe("How the figure is cited, with the merging rules of a cut; the whole address is at its end."),
  address: z
    .string()
    .describe(
      "Relative to this service; it gives the same values whatever is reported later, under the merging rules of the text: another program answers every cut by its own. Where no cut may be told, the table as it is now: add the `watermark` of its answer as `asOf`, and its `exposureBasis`.",
    ),
  asOf: z.string().nullable().describe("The cut of the address, a watermark; null where it is of a release, or none may be told."),
  exposureBasis: z.enum(responseBases).nullable().describe("The basis of the denominators at that cut; null where there are none."),
  release: z
    .string()
    .nullable()
    .describe("The release that the address is of, for readers of what is open to all where one says the indicator; else null."),
});

export const indicatorResponseSchema = z.object({
  ...listedIndicatorSchema.shape,
  definition: z.array(z.string()).describe("What is counted, sentence by sentence."),
  formula: z.string().describe("How the value is made."),
  denominator: z
    .object({
      per: z.enum(pers).describe("As `/v1/rates` names it."),
      bases: z.array(z.object(named)).describe("What it may be stated as; one serves a whole answer."),
      text: z.string().describe("How it is found for a period."),
    })
    .nullable()
    .describe("What a count is divided by; null where the indicator is a count."),
  interval: z.string().describe("Which limits its values have."),
  sources: z.array(z.string()).describe("Where the definition is from."),
  notFor: z.string().describe("What it must not be used for."),
  breaks: z.array(indicatorBreakSchema).describe("Days on which the series of a region is broken."),
  comparability: z.array(z.string()).describe("What else makes another series."),
  revisions: z
    .object({
      text: z.string().describe("How figures are revised."),
      address: z
        .string()
        .nullable()
        .describe(
          "The history of the newest year, for whoever reads cases; null where no year is known, or it has no table of `/v1/rates`.",
        ),
    })
    .describe("How published values change."),
  releases: z
    .array(
      z.object({
        name: z.string().describe("Of the release."),
        year: z.number().int().describe("The year that it is of."),
        address: z.string().describe("Of its figures, the same for ever."),
        quality: z.string().describe("Of its quality report; it needs a token where callers have one."),
      }),
    )
    .describe(
      "Releases that say it, by the day of the accident and where it happened, and that none supersedes: the newest year first, ten at most; none where they are not told, or it is no figure of a release.",
    ),
  cite: citationSchema.describe("How to cite it."),
  licence: z
    .object({
      address: z.string().nullable().describe("Of the licence that the figures are published under; null where the operator states none."),
      text: z.string().describe("The same in words."),
    })
    .describe("The licence of the data."),
  rates: z
    .string()
    .nullable()
    .describe(
      "The table of `/v1/rates` that it is a figure of; null of a definition of the ILO, Eurostat or the SDG: that is the series, which is refused where too few cases state what the definition needs.",
    ),
  figure: z.enum(["count", "rate"]).describe("Which figure of the table's rows it is."),
  series: z
    .object({
      dataflow: z.string().describe("Of SDMX."),
      key: z.string().describe("The code of the series of all: a code for each dimension."),
      address: z.string().describe("Of that series."),
    })
    .nullable()
    .describe("Its series in SDMX, each with a stable code, the key; null where it is no measure there."),
  rules: z.number().int().describe("The number of the merging rules."),
  methods: z.literal(1).describe("The number of the methods; it rises when a formula or a default changes."),
});
export type IndicatorResponse = z.infer<typeof indicatorResponseSchema>;
