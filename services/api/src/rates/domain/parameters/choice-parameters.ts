/** The choices of a request for rates: what is meant by a year, a region, a denominator, an interval. */
import { flag, listOf, orNull, setOf, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { comparisons, deathLimits, intervalKinds, noChoices, regionsOf, smoothings, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import type { ChoiceName } from "@qorgau/schemas/responses/rate-choices";
import { responseBases } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { earliestDate, latestDate } from "../../../http/domain/shared-parameters.ts";

/** A request fits into a URL. */
const accidentIdsMax = 100;
/** A year: beyond it a case is one of permanent incapacity. */
const lostDaysMax = 365;
const [firstYear, lastYear] = [Number(earliestDate.slice(0, 4)), Number(latestDate.slice(0, 4))];

export const choiceParameters = {
  yearOf: z
    .enum(yearsOf)
    .default(noChoices.yearOf)
    .meta({
      description:
        "Which day of a case decides its period: of the accident; of death, else of the accident; of registration (`notified.enteredOn`), else the first day, +05:00, on which any of its living records was known.",
      examples: ["death"],
    }),
  regionOf: z
    .enum(regionsOf)
    .default(noChoices.regionOf)
    .meta({
      description:
        "Which region of a case is meant: where it happened, or where the employer is registered. The country stays that of the occurrence.",
      examples: ["registration"],
    }),
  exposureBasis: orNull(listOf(z.enum(responseBases))).meta({
    description:
      "The bases that the answer may divide by; only those of `per`. One of them serves the whole answer, which names it at its top: the one that gives a denominator to most pairs of cell and period that hold a case or are compared with one, of equals the first one asked. A row that it cannot serve has no rate (`exposure_missing`). Without this parameter, of workers: listed_employees, employed, contracts, insured, fte, person_years.",
    examples: [["employed", "contracts"]],
  }),
  interval: z
    .enum(intervalKinds)
    .default(noChoices.interval)
    .meta({
      description:
        "`poisson`: exact (Garwood), as if victims were hurt one by one. `accidents`: Fay and Feuer's gamma interval, the accidents being the Poisson events, each weighted by its victims in the count; the same where none has two. It adds `routine` and `disasters` to the rows. Not with `measure=days_lost`.",
      examples: ["accidents"],
    }),
  compare: orNull(z.enum(comparisons)).meta({
    description:
      "Adds to each row the block `previous`: what it is compared with, the ratio of the two rates, its limits at 95 %, `p`, and a word or the `reason` why there is none. `previous`: the period before, of the same length and without a day in common (twelve months: the twelve before; a year to date: that of the year before). `year_before`: the same quarter, month, day or stretch a year earlier. `same_lag`: the same period a year earlier as it was known a year before the cut, so that both lack what is reported late; a running period may have a word then. `five_years`: the mean rate of the same periods of the five years before, their counts together over their exposures together. Else a running period has no word; `period=ytd` with a `to` before the day of the cut compares the same days of years. With `by` the words of a period hold at 5 % together (`wordsAdjusted`). Not with `standard`.",
    examples: ["year_before"],
  }),
  lostDays: wholeNumber(1, lostDaysMax)
    .default(noChoices.lostDays)
    .meta({
      description:
        "With `measure=lost_time`: the least days lost that count. 4 is more than three days, as ESAW counts. The severe count unless they state fewer, the light only where they state so many.",
      examples: [4],
    })
    .register(refusals, { rule: "QG-0880", facts: { daysMax: lostDaysMax } }),
  annualised: flag({
    description:
      "`true`: rates per workers are multiplied to be of a year: by twelve over the months of a period of whole months, else by the days of the year over those of the period. Without it, in-year rates are cumulative.",
    examples: [true],
  }),
  standard: orNull(wholeNumber(firstYear, lastYear))
    .meta({
      description:
        "A year: rates are directly standardised over sections, with the country's workers of that year as weights and Fay and Feuer's interval as modified by Tiwari, Clegg and Zou (2006). A section of the standard whose exposure is not stated in the row, or one that has cases but no part in the standard, leaves no rate; one with an exposure of 0 and no case is left out (`strataWithoutExposure`). Where more than 5 % of the cases are of no known section there is no rate (`strata_unknown`). Not with `sector`, `division`, `compare` or `interval=accidents`.",
      examples: [2024],
    })
    .register(refusals, { rule: "QG-0628", facts: { first: firstYear, last: lastYear } }),
  withoutAccident: setOf(z.string().regex(/^[0-9a-f]{64}$/), accidentIdsMax)
    .optional()
    .transform((ids) => [...new Set(ids)].toSorted())
    .meta({
      description: "Accidents whose cases are left out, by their ids in `/v1/explain`. The denominator stays.",
      examples: [["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]],
    })
    .register(refusals, { rule: "QG-0629", facts: { idsMax: accidentIdsMax } }),
  deathWithin: orNull(z.enum(deathLimits)).meta({
    description:
      "Deaths later than so many days after the accident count as severe in this answer (`deathsLater` tells how many); those without a day stay fatal (`deathsUndated`). Without it a death counts whenever it came.",
    examples: ["365d"],
  }),
  smooth: orNull(z.enum(smoothings)).meta({
    description:
      "`gamma_poisson` adds to each row the block `smoothed`: the area's rate drawn towards that of all areas of the period, the more the less is known of it (Clayton and Kaldor 1987), with its 95 % limits. For maps and planning, never for a ranking or a judgement of an area; the observed figure stands beside it, and no word rests on it. With `by=region`, `mine`, `employer`, or `division` within one section; not with `days_lost`, `per=none` or `case`, `standard`.",
    examples: ["gamma_poisson"],
  }),
} satisfies Readonly<Record<ChoiceName, z.ZodType>>;
