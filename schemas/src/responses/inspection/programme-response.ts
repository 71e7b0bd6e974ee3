/** The response of `GET /v1/programmes/{programme}`: enterprises with and without a programme (METHODS, section 7). */
import { z } from "zod";
import { enterpriseSizes } from "../../codes/enumerations.ts";
import { responseBases } from "../rate-choices.ts";
import { namedTextSchema, responseCut } from "../response-members.ts";

/** The risk map is no programme that is weighed: what is on it is for the inspection alone. */
export const weighedProgrammes = ["vision_zero", "insured", "union", "collective_agreement"] as const;
export type WeighedProgramme = (typeof weighedProgrammes)[number];

export const programmeMeasures = ["accidents", "injured", "fatal"] as const;
export const programmeDimensions = ["region", "sector", "size"] as const;
export type ProgrammeDimension = (typeof programmeDimensions)[number];

export const programmeReasons = ["too_few", "exposure_missing", "not_a_count", "confidential"] as const;
export const programmeWords = ["higher", "lower", "not_distinguishable"] as const;

/** What must be read beside every figure of a programme. */
export const programmeCaveats = {
  chosen: {
    en: "Members choose to join: they may have been safer, or more careful, before.",
    ru: "Участники вступают по собственному выбору: они и раньше могли быть безопаснее или внимательнее к охране труда.",
    kk: "Қатысушылар өз еркімен қосылады: олар бұрын да қауіпсіз не еңбекті қорғауға мұқият болған болуы мүмкін.",
  },
  reporting: {
    en: "Members may report accidents differently: more completely, or less.",
    ru: "Участники могут сообщать о несчастных случаях иначе: полнее или, наоборот, реже.",
    kk: "Қатысушылар жазатайым оқиғалар туралы басқаша хабарлауы мүмкін: толығырақ не, керісінше, сирегірек.",
  },
  regression: {
    en: "Enterprises often join after bad years, and after bad years the next ones are better by chance alone.",
    ru: "Предприятия часто вступают после плохих лет, а после плохих лет следующие бывают лучше просто случайно.",
    kk: "Кәсіпорындар көбіне нашар жылдардан кейін қосылады, ал нашар жылдардан кейінгілері кездейсоқ-ақ жақсырақ болады.",
  },
  no_cause: {
    en: "None of these figures says that the programme was the cause.",
    ru: "Ни один из этих показателей не доказывает, что причиной была программа.",
    kk: "Бұл көрсеткіштердің ешқайсысы себебі осы бағдарлама болғанын дәлелдемейді.",
  },
} as const;
export type ProgrammeCaveat = keyof typeof programmeCaveats;

const personYears = z.number().nullable();
const count = z.number().int().nullable();
const rate = z.number().nullable().describe("Per 1,000 person-years; null without any.");
const limit = z.number().nullable().describe("95 %; null where there is none.");
const confidential = z
  .literal("confidential")
  .nullable()
  .describe("Why figures are null: they are of one enterprise or two, and the caller does not inspect.");
const group = z
  .object({
    enterprises: z.number().int().describe("How many have person-years here."),
    count: count.describe("What the measure counts, in months of known person-years."),
    exposure: personYears.describe("Person-years of these months."),
    rate,
    lower: limit,
    upper: limit,
    reason: confidential,
  })
  .describe("Limits by Garwood.");
const period = z.object({
  count: count.describe("What the measure counts."),
  exposure: personYears.describe("Person-years of these months."),
  rate,
});
const reason = z
  .enum(programmeReasons)
  .nullable()
  .describe(
    "Why there is no figure, or are no limits, or no word. `too_few`: fewer than ten events. `not_a_count`: of victims, since one accident has many. `confidential`: of one enterprise or two, and the caller does not inspect.",
  );
const p = z.number().nullable().describe("Two-sided, were the ratio 1; null without limits.");
const word = z
  .enum(programmeWords)
  .nullable()
  .describe("Whether the ratio differs from 1, of accidents alone and of ten at least; null where there is a reason. See `wordsAdjusted`.");

export const programmeRowSchema = z.object({
  region: z.string().nullable().optional().describe("With `by=region`. Null: not known."),
  sector: z.string().nullable().optional().describe("With `by=sector`, the section. Null: not known."),
  size: z.enum(enterpriseSizes).nullable().optional().describe("With `by=size`. Null: not known."),
  coverage: z
    .object({
      enterprises: z.number().int().describe("Enterprises of which anything is stated: their workers, a programme, or an accident."),
      covered: z.number().int().describe("Those that have the programme on the last day."),
      percent: z.number().nullable().describe("To two decimals."),
      workers: z.number().nullable().describe("In the last month, of the enterprises whose workers are stated; null where none are."),
      workersCovered: z.number().nullable().describe("Those of the covered among them."),
      workersPercent: z.number().nullable().describe("To two decimals."),
      reason: confidential,
    })
    .describe("How far the programme reaches on the last day."),
  members: group.describe("Person-months that the programme covers wholly, of any enterprise."),
  others: group.describe("All other person-months."),
  countWithoutExposure: count.describe(
    "Counted in months of which no person-years are stated: in none of the figures. Null of a row of one enterprise or two, where the caller does not inspect.",
  ),
  standardised: z
    .object({
      observed: count.describe("Of the members, but those whose section has no others."),
      expected: z.number().nullable().describe("At the rates of the others, by section and size."),
      ratio: z.number().nullable().describe("Observed over expected."),
      lower: limit,
      upper: limit,
      p,
      word,
      reason,
      exposureFromSection: personYears.describe("Person-years whose rate is that of the section: no others of their size."),
      exposureLeftOut: personYears.describe("Person-years without any rate: no others in their section."),
    })
    .describe("The standardised ratio."),
  beforeAfter: z
    .object({
      enterprises: z.number().int().describe("Those that joined within the months, for the first time."),
      controlsFrom: z.string().nullable().describe("The month from which the time of the controls counts as after: the median joining."),
      before: period.describe("Of those who joined."),
      after: period.describe("Of those who joined."),
      controlsBefore: period.describe("Of those who never were in it."),
      controlsAfter: period.describe("Of those who never were in it."),
      joinedRatio: z.number().nullable().describe("After over before."),
      controlsRatio: z.number().nullable().describe("After over before."),
      ratio: z.number().nullable().describe("The ratio of these ratios."),
      lower: limit,
      upper: limit,
      p,
      word,
      reason,
    })
    .describe("Before and after joining, with controls of the same time."),
  regressionToMean: z
    .object({
      expectedBefore: z.number().nullable().describe("At the rates of the others."),
      ordinaryBefore: z.number().nullable().describe("Hauer's estimate of the count before, had those years been ordinary."),
      size: z.number().nullable().describe("Of the negative binomial law among the others; null where they spread no more than by chance."),
      changePercent: z.number().nullable().describe("The rate after over that ordinary one, to two decimals."),
      plainChangePercent: z.number().nullable().describe("The rate after over the one before, to two decimals."),
      reason,
    })
    .describe("How much of the change is the return to the mean."),
});
export type ProgrammeRow = z.infer<typeof programmeRowSchema>;

export const programmeResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods: it rises when a formula or a default changes."),
  exposureBasis: z.enum(responseBases).nullable().describe("The one basis of all person-years; null where none is stated."),
  method: z
    .object({
      name: z.literal("programme").describe("Which method it is."),
      parameters: z.record(z.string(), z.number()).describe("What it was computed with."),
    })
    .describe("What it was computed with."),
  programme: z.enum(weighedProgrammes).describe("As asked."),
  measure: z.enum(programmeMeasures).describe("As asked."),
  wordsAdjusted: z
    .literal("benjamini_hochberg")
    .optional()
    .describe(
      "With `by`: words hold at a false discovery rate of 5 % over all ratios of all rows that could have one; `p` stays as it is.",
    ),
  from: z.string().describe("First day of the months."),
  to: z.string().describe("Last day of the months: at the latest of the last whole one before the day of the cut, whatever was asked."),
  rows: z.array(programmeRowSchema).describe("By code; unknown comes last. One row without `by`."),
  caveats: z.array(namedTextSchema).describe("What must be read beside these figures."),
});
export type ProgrammeResponse = z.infer<typeof programmeResponseSchema>;

export interface ProgrammeQuery {
  readonly programme: WeighedProgramme;
  readonly measure: (typeof programmeMeasures)[number];
  readonly by: readonly ProgrammeDimension[];
  readonly from: string | null;
  readonly to: string | null;
  readonly exposureBasis: readonly (typeof responseBases)[number][] | null;
}
