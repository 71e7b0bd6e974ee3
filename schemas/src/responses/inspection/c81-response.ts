/** The response of `GET /v1/reports/c81/{year}`: the yearly report of the labour inspection (ILO C81, articles 20 and 21; METHODS, section 8). */
import { z } from "zod";
import { kinds } from "../../codes/enumerations.ts";
import { namedTextSchema, responseCut } from "../response-members.ts";

export const c81Figures = [
  "inspectorsWomen",
  "inspectorsMen",
  "workplacesLiable",
  "workersLiable",
  "workplacesVisited",
  "visitsDay",
  "visitsNight",
  "workersVisited",
  "visitedAgain",
] as const;
export type C81Figure = (typeof c81Figures)[number];

export const c81Indicators = [
  "workersVisitedPercent",
  "visitsPer100Workplaces",
  "visitsPerInspector",
  "inspectorsPer10000Workers",
] as const;
export type C81Indicator = (typeof c81Indicators)[number];

/** What cases are split by, each of them whole. */
export const c81Splits = ["sector", "occupation", "cause"] as const;
/** Of section B alone. */
export const miningSplits = ["method", "commodity", "hazard"] as const;

const unavailable = z
  .enum(["not_stated", "conflict"])
  .nullable()
  .describe(
    "Why it is not available, and not 0. `not_stated`: nobody stated it. `conflict`: statements of one area differ, and it is not known which is right.",
  );
const origin = z
  .enum(["country", "regions"])
  .nullable()
  .describe("Stated for the country, or summed over all regions; null where it is not available.");
const counts = {
  fatal: z.number().int().describe("Fatal ones."),
  nonFatal: z.number().int().describe("All others."),
};
const list = z
  .array(
    z.object({
      name: z.string().describe("The provision, or the kind of penalty, as stated."),
      count: z.number().int().describe("How many."),
      amountKzt: z.number().nullable().describe("Tenge; null where it is not stated."),
    }),
  )
  .nullable()
  .describe("Null: not available.");

export const c81CaseRowSchema = z.object({
  kind: z.enum(kinds).describe("Accidents, diseases and poisonings are apart."),
  by: z.enum(c81Splits).describe("Section, main group of occupation (ISCO-08), main cause."),
  code: z.string().nullable().describe("Null: not known."),
  ...counts,
});
export type C81CaseRow = z.infer<typeof c81CaseRowSchema>;
const miningRow = z.object({
  by: z.enum(miningSplits).describe("Mining method, commodity, hazard."),
  code: z.string().nullable().describe("Null: not known."),
  ...counts,
});
const occurrenceRow = z.object({
  by: z.enum(miningSplits).describe("Mining method, commodity, hazard."),
  code: z.string().nullable().describe("Null: not known."),
  count: z.number().int().describe("Dangerous occurrences without a victim."),
});
export const c81ResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods: it rises when a formula or a default changes."),
  method: z.object({ name: z.literal("c81").describe("Which method it is.") }).describe("Which method it is."),
  year: z.number().int().describe("The calendar year."),
  due: z
    .object({
      published: z.string().describe("Last day for publishing: twelve months after the end of the year."),
      sent: z.string().describe("Last day for sending it to the International Labour Office: three months later."),
    })
    .describe("Article 20."),
  laws: z.array(namedTextSchema).describe("(a) Laws and regulations relevant to the inspection."),
  figures: z
    .array(
      z.object({
        name: z.enum(c81Figures).describe("Which figure."),
        value: z.number().nullable().describe("Null: not available."),
        origin,
        reason: unavailable,
      }),
    )
    .describe("(b) to (d): inspectors, workplaces and workers liable, visits."),
  indicators: z
    .array(
      z.object({
        name: z.enum(c81Indicators).describe("Which indicator."),
        value: z.number().nullable().describe("Null: a figure that it needs is not available."),
        reason: unavailable,
      }),
    )
    .describe("Made of these figures."),
  infringements: list,
  infringementsReason: unavailable,
  penalties: list,
  penaltiesReason: unavailable,
  release: z
    .object({
      name: z.string().describe("Its name."),
      number: z.number().int().describe("Its number."),
      watermark: z.string().describe("The cut that cases are of."),
      rules: z.number().describe("Of the merging rules it was made by."),
    })
    .nullable()
    .describe("The release of the year that cases are of. Null: there is none."),
  casesReason: z
    .enum(["release_missing", "release_of_other_day", "rules_differ"])
    .nullable()
    .describe(
      "Why cases are not available: the year is not released; its release counts by the day of death or of registration; what is folded of its cut does not add up to its totals.",
    ),
  totals: z
    .array(z.object({ kind: z.enum(kinds).describe("Of which."), ...counts, released: z.number().describe("What the release says.") }))
    .nullable()
    .describe("Victims. Every split adds up to these. Null: not available."),
  cases: z.array(c81CaseRowSchema).nullable().describe("(f) and (g). Null: not available."),
  mining: z.array(miningRow).nullable().describe("C176: accidents of section B, apart. Null: not available."),
  occurrences: z
    .array(occurrenceRow)
    .nullable()
    .describe("C176, article 5(2)(d): dangerous occurrences of section B, in no count of cases. Null: nobody stated one."),
});

/** The report as one table: a row for each figure, and for each that is not available. */
export const c81TableRowSchema = z.object({
  part: z
    .enum(["figure", "indicator", "infringements", "penalties", "cases", "mining", "occurrences"])
    .describe("Which part of the report the row is of."),
  kind: z.enum(kinds).nullable().describe("Of cases: accidents, diseases and poisonings are apart."),
  by: z
    .enum([...c81Splits, ...miningSplits])
    .nullable()
    .describe("What cases and occurrences are split by."),
  name: z.string().nullable().describe("The figure, the provision, the kind of penalty, or the code; empty: the code is not known."),
  value: z.number().nullable().describe("The figure, or how many; empty where it is not available, and of cases."),
  amountKzt: z.number().nullable().describe("Of penalties: tenge."),
  fatal: z.number().int().nullable().describe("Of cases: fatal ones."),
  nonFatal: z.number().int().nullable().describe("Of cases: all others."),
  origin,
  reason: z.string().nullable().describe("Why it is not available."),
  year: z.number().int().describe("The calendar year."),
  release: z.string().nullable().describe("The release that cases are of."),
  ...responseCut,
});
export type C81Response = z.infer<typeof c81ResponseSchema>;
