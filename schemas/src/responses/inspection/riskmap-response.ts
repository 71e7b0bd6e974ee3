/** The response of `GET /v1/riskmap`: where to inspect first (METHODS, section 6). For the inspection alone. */
import { z } from "zod";
import { enterpriseSizes } from "../../codes/enumerations.ts";
import { responseBases } from "../rate-choices.ts";
import { namedTextSchema, responseCut } from "../response-members.ts";

export const riskLayers = ["administrative", "statistical"] as const;
export type RiskLayer = (typeof riskLayers)[number];

/** The columns of the worklist as a file: a layer that a row does not have is empty cells. */
export const riskTableSchema = () =>
  riskRowSchema.extend({
    administrative: riskRowSchema.shape.administrative.unwrap().unwrap(),
    statistical: riskRowSchema.shape.statistical.unwrap(),
  });

const figure = z.number().nullable();
const record = z.object({
  source: z.string().describe("The reporter of the record, a URI."),
  subject: z.string().describe("The reporter's own number of the record."),
});

export const riskRowSchema = z.object({
  employer: z.string().describe("The BIN, or the pseudonym of a sole proprietor."),
  region: z.string().nullable().describe("Where it is, ISO 3166-2; null: not known."),
  sector: z.string().nullable().describe("Its section; null: not known."),
  division: z.string().nullable().describe("Its division; null: not known."),
  size: z.enum(enterpriseSizes).nullable().describe("Its number of workers; null: not known."),
  profileFrom: z
    .string()
    .describe(
      "The reporters that its section, size and region are taken from, joined by spaces: the inspectorate before an insurer, these before the enterprise itself. Empty: they follow from its cases and its workers.",
    ),
  administrative: z
    .object({
      score: figure.describe("0 to 100, by the check-list of the order. Null where its edition is not known."),
      band: z.enum(["low", "medium", "high"]).nullable().describe("By the bands of the order, of the score as it is shown."),
      table: z.string().describe("The edition of the table that was used, as stated."),
      reason: z
        .literal("table_unknown")
        .nullable()
        .describe("Why there is no score: `table` is no edition that is known here, and its weights may be others."),
      assessedOn: z.string().describe("First day of the status with this assessment."),
      gross: z.number().int().describe("Gross violations found."),
      significantViolated: z.number().int().describe("Significant requirements that were violated."),
      significantAsked: z.number().int().describe("Significant requirements that were checked."),
      significantPoints: figure.describe("What they add to the score, of 70."),
      minorViolated: z.number().int().describe("Minor requirements that were violated."),
      minorAsked: z.number().int().describe("Minor requirements that were checked."),
      minorPoints: figure.describe("What they add to the score, of 30."),
      special: z.number().describe("Points of the special indicators."),
      unchecked: z.string().describe("Kinds of requirements of which nothing was asked: their term is 0. Empty: both were."),
      record: record.describe("What states it."),
    })
    .nullable()
    .optional()
    .describe(
      "The layer of the order. Null: the enterprise is not on the risk map, or without an assessment. Absent with the other `layer`.",
    ),
  statistical: z
    .object({
      accidents: z.number().int().describe("In the months of known workers."),
      fatal: z.number().int().describe("Fatal ones among them."),
      accidentsWithoutExposure: z.number().int().describe("In months of which no workers are stated."),
      personYears: figure.describe("Of the months, as stated by the enterprise, an insurer or the inspectorate."),
      expected: figure.describe("At the rate of its section and size."),
      rate: figure.describe("Accidents per 1,000 person-years after what was seen: the posterior mean."),
      probability: figure.describe("That its true rate is more than twice that of its section and size."),
      silence: figure.describe("The probability of not one accident, by the spread of its section and size."),
      silencePlain: figure.describe("The same by the plain Poisson law."),
      silent: z.boolean().nullable().describe("Not one accident, where that happens to less than one in twenty: a reason to ask."),
      shape: figure.describe("Of the gamma law of its section and size."),
      shapeFrom: z.enum(["estimated", "default", "no_spread"]).nullable().describe("`default`: under 30 enterprises."),
      stratumEnterprises: z.number().int().nullable().describe("How many enterprises its section and size have."),
      reason: z
        .enum(["exposure_missing", "too_few", "not_stated"])
        .nullable()
        .describe(
          "Why there is no score: no workers stated; under 100 person-years and under three full years, or no accident in its section and size; no section or size known.",
        ),
    })
    .optional()
    .describe("The statistical layer. Absent with the other `layer`. Never one number with the administrative one."),
  decision: z.string().nullable().describe("Null until a named office decides: a flag is no decision (human review)."),
});
export type RiskRow = z.infer<typeof riskRowSchema>;

export const fewLightSchema = z.object({
  region: z.string().nullable().describe("ISO 3166-2; null: not known."),
  sector: z.string().nullable().describe("The section; null: not known."),
  fatal: z.number().int().describe("Fatal accidents."),
  nonFatal: z.number().int().describe("All others."),
  countryFatal: z.number().int().describe("The same of the section in the whole country."),
  countryNonFatal: z.number().int().describe("The same of the section in the whole country."),
  probability: figure.describe("Of so few non-fatal ones at the country's share; null where there is nothing to compare."),
  fewLight: z.boolean().describe("Whether that is below one in twenty: light accidents may go unreported."),
});
export type FewLight = z.infer<typeof fewLightSchema>;

/** What it must not be used for. */
export const riskMapCaveats = {
  no_decision: {
    en: "A score is a reason to look. Whether to inspect is decided by a named office, never by this table.",
    ru: "Балл — повод присмотреться. Решение о проверке принимает уполномоченное должностное лицо, а не эта таблица.",
    kk: "Балл — назар аударуға себеп қана. Тексеру туралы шешімді осы кесте емес, уәкілетті лауазымды адам қабылдайды.",
  },
  no_statistics: {
    en: "No data of the bureau of statistics are in it (Law 257-IV, article 8.2).",
    ru: "Данные органов статистики в ней не используются (Закон № 257-IV, статья 8, пункт 2).",
    kk: "Мұнда статистика органдарының деректері пайдаланылмайды (№ 257-IV Заң, 8-бап, 2-тармақ).",
  },
  reporting: {
    en: "Who reports more looks worse. Silence is told beside, and is no proof of concealment.",
    ru: "Кто сообщает больше, выглядит хуже. Молчание показано рядом и не доказывает сокрытия.",
    kk: "Көбірек хабарлаған нашар көрінеді. Үнсіздік қатар көрсетілген әрі жасырудың дәлелі емес.",
  },
} as const;

export const riskMapResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods: it rises when a formula or a default changes."),
  exposureBasis: z.enum(responseBases).nullable().describe("The one basis of all person-years; null where none is stated."),
  method: z
    .object({
      name: z.literal("riskmap").describe("Which method it is."),
      parameters: z.record(z.string(), z.union([z.number(), z.string()])).describe("What it was computed with."),
    })
    .describe("What it was computed with."),
  layer: z.enum(riskLayers).nullable().describe("As asked; null: both, side by side."),
  years: z.number().int().describe("As asked."),
  from: z.string().describe("First day of the months."),
  to: z.string().describe("Last day of the months: of the last whole one before the day of the cut."),
  rows: z.array(riskRowSchema).describe("A worklist: by region, then by BIN; with `layer` by its score, the highest first."),
  fewLight: z.array(fewLightSchema).describe("Sections of regions with fewer light accidents beside the fatal ones than elsewhere."),
  caveats: z.array(namedTextSchema).describe("What it must not be used for."),
});
export type RiskMapResponse = z.infer<typeof riskMapResponseSchema>;

export interface RiskMapQuery {
  readonly layer: RiskLayer | null;
  readonly years: number;
  readonly region: readonly string[] | null;
  readonly sector: { readonly sections: readonly string[]; readonly divisions: readonly string[] } | null;
  readonly employer: readonly string[] | null;
  readonly exposureBasis: readonly (typeof responseBases)[number][] | null;
}
