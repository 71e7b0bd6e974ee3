/** The response of `GET /v1/releases/{id}/quality`: how good a release is (METHODS, section 11), by the sections of ESMS and SIMS 2.0. */
import { z } from "zod";
import { annualRequest } from "../annual-rollup.ts";
import { responseBases } from "../rates.ts";
import { responseCut } from "../response-members.ts";
import { nowcastCoverageSchema } from "../surveillance/nowcast-response.ts";

const count = z.number().int();
const figure = z.number().nullable();

/** Dimensions that a case may not state. Those of mining are of cases of section B, and of others that state one. */
export const statedDimensions = [
  "region",
  "sector",
  "sex",
  "ageBand",
  "cause",
  "circumstance",
  "roadTraffic",
  "workerStatus",
  "migrant",
  "size",
  "employer",
] as const;
export const statedMiningDimensions = ["method", "commodity", "hazard", "mine", "contractor"] as const;

const unstated = {
  unstated: count.describe("Cases that do not state it."),
  of: count.describe("Cases that could."),
  share: figure.describe("The one over the other; null where there is no case."),
};
const shareSchema = z.object(unstated);
export type UnstatedShare = z.infer<typeof shareSchema>;

const twoListsMembers = {
  first: count.describe("Victims that an employer or the inspectorate reports: n1."),
  second: count.describe("Victims that an insurer or a clinic reports: n2."),
  both: count.describe("Victims that both lists hold: m."),
  estimate: figure.describe("How many there are, those that neither list holds among them (Chapman)."),
  standardError: figure.describe("Of the estimate."),
  lower: figure.describe("The estimate less 1.96 standard errors, not under what is known."),
  upper: figure.describe("The estimate and 1.96 standard errors."),
  reason: z.literal("too_few").nullable().describe("Why there is no estimate: fewer than seven victims are in both lists."),
};
export const listStrata = ["severe_fatal", "light"] as const;
const twoListsSchema = z.object(twoListsMembers);
export type TwoLists = z.infer<typeof twoListsSchema>;

export const revisedFigures = ["injured", "fatal"] as const;
const revisionsSchema = z.object({
  figure: z.enum(revisedFigures).describe("Of the total of a release."),
  years: count.describe("Years with several releases, up to this one: their first and last are compared."),
  meanRevision: figure.describe("MR: the mean of what the last release says less what the first one said."),
  meanAbsoluteRevision: figure.describe("MAR: the same without regard to the sign."),
  relativeMeanAbsoluteRevision: figure.describe("RMAR: the sum of absolute revisions over the sum of the last figures, a share."),
  reason: z.literal("too_few").nullable().describe("Why there are none: no year has two releases."),
});
export type Revisions = z.infer<typeof revisionsSchema>;

export const releaseQualityResponseSchema = z.object({
  ...responseCut,
  methods: z.literal(1).describe("The number of the methods; it rises when a formula or a default changes."),
  release: z
    .object({
      name: z.string().describe("Of the release."),
      number: count.describe("Its number, from 1 in the order of the log."),
      ...annualRequest,
      rules: z.number().describe("The number of the merging rules that it was made by."),
      fold: z.number().describe("The number of the code that made its figures."),
      codeLists: z.string().describe("SHA-256, hex, of the code lists that its codes are of."),
      program: z.string().describe("The version of the program that made it."),
      recordedAt: z.string().describe("When the log took it."),
    })
    .describe("The release that this is of."),
  presentation: z
    .object({
      indicators: z.array(z.string()).describe("Codes of what its figures may be used for."),
      definitions: z.string().describe("Where they are defined."),
    })
    .describe("S.3: definitions, rules and methods."),
  accuracy: z
    .object({
      cases: count.describe("Victims of accidents that happened in the year, counted at the cut of the release: what the shares are of."),
      released: count.describe("Victims of accidents that the release says."),
      reason: z
        .enum(["rules_differ", "release_of_other_day"])
        .nullable()
        .describe(
          "Why the two may differ: it was made by other merging rules, or counts by the day of death or of registration. Null where they differ too, if another `fold` or other `codeLists` than those of the release made them.",
        ),
      unknown: z
        .array(
          z.object({
            dimension: z.enum([...statedDimensions, ...statedMiningDimensions]).describe("As `/v1/rates` names it."),
            ...unstated,
          }),
        )
        .describe("How many cases do not state a dimension."),
      daysLost: shareSchema.describe("How many non-fatal cases do not state the days lost."),
      duplicates: z
        .object({
          cases: count.describe("Counted cases that are likely another one told again: so many at most are counted twice."),
          share: figure.describe("Of all counted cases; null where there is none."),
        })
        .describe("Likely duplicates, as a bound."),
      coverage: z
        .object({
          strata: z
            .array(
              z.object({
                stratum: z.enum(listStrata).describe("Severities of the victims: severe and fatal, or light."),
                ...twoListsMembers,
              }),
            )
            .describe("By severity, which both lists depend on."),
          total: twoListsSchema.describe("The sum of the strata; none where one of them has none."),
          caveat: z.literal("positive_dependence").describe("Whoever is in one list is more likely in the other: the estimate is too low."),
        })
        .describe("Coverage by two lists."),
    })
    .describe("S.13: accuracy and reliability."),
  timeliness: z
    .object({
      firstRelease: z.string().describe("The name of the first release of the year."),
      daysToFirstRelease: count.describe(
        "From the last day of the year to it, by the date at +05:00; below 0 where the year was not over.",
      ),
      lag: z
        .object({
          cases: count.describe("Victims of accidents of the year, those of `cases` of accuracy without the left out."),
          leftOut: count.describe(
            "Backlog: victims of before the month in which each of their reporters first registered anything, which tell nothing of delays.",
          ),
          medianDays: figure.describe(
            "Whole days from the accident to its registration, as `yearOf=registration` has it, by nearest rank; null of no case.",
          ),
          p90Days: figure.describe("The 90th percentile of the same."),
        })
        .describe("How late cases come to be known."),
    })
    .describe("S.14: timeliness and punctuality."),
  coherence: z
    .object({
      inspectorate: z
        .object({
          accidents: count.describe(
            "Victims of accidents that happened in the year: the `cases` of accuracy, whatever day the release counts by.",
          ),
          stated: count.describe("Those of them that a statement of the inspectorate tells of."),
        })
        .describe("The series of the inspectorate."),
      statistics: z
        .object({
          value: figure.describe("The bureau's own number; null: it is in no statement of this log."),
          reason: z.literal("not_stated").describe("The bureau of statistics states no cases."),
          diseases: count.describe("Diseases that the release says, which its form 7-ТПЗ counts among accidents."),
          poisonings: count.describe("Poisonings that the release says, which it counts as well."),
        })
        .describe("The series of the bureau of statistics: another population, never added to the other."),
      breaks: z
        .array(
          z.object({
            on: z.string().describe("The day of the break."),
            regions: z.array(z.string()).describe("The region as it was, and those formed from it."),
          }),
        )
        .describe("Days on which series of regions are broken."),
    })
    .describe("S.15: coherence and comparability."),
  revisions: z.array(revisionsSchema).describe("S.17: revisions over releases that count alike, up to this one."),
  processing: z
    .object({
      exposureBasis: z.enum(responseBases).nullable().describe("The basis of all denominators of the release; null where it has none."),
      nowcast: z
        .object({
          lastPeriod: z.string().nullable().describe("The last whole month at the cut; null of an empty one."),
          lastTried: z
            .string()
            .nullable()
            .describe(
              "The last month whose nowcast was tried again: of those after it not everything is reported yet. Null of an empty cut.",
            ),
          coverage: nowcastCoverageSchema.nullable().describe("How often past nowcasts held at the cut of the release."),
          widened: figure.describe("By how much their limits were moved away; null where they were not."),
        })
        .describe("The back-test of the nowcast of all cases by months."),
      disclosure: z.literal("exact").describe("A release is exact, by the decision of whoever makes it."),
    })
    .describe("S.18: statistical processing."),
});
export type ReleaseQualityResponse = z.infer<typeof releaseQualityResponseSchema>;
