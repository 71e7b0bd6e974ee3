/** The choices of a question of rates: what is meant by a year, a region, a denominator, an interval. */
import { comparisons, deathLimits, intervalKinds, regionsOf, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import { answeredBases } from "@qorgau/schemas/responses/rates";
import { inQuery } from "./in-query.ts";

export const yearOf = inQuery(
  "yearOf",
  "Which day of a case decides its period: of the accident; of death, else of the accident; of registration (`notified.enteredOn`), else the first day, +05:00, on which any of its living records was known.",
  { type: "string", enum: yearsOf, default: "accident" },
  "death",
);

export const regionOf = inQuery(
  "regionOf",
  "Which region of a case is meant: where it happened, or where the employer is registered. The country stays that of the occurrence.",
  { type: "string", enum: regionsOf, default: "occurrence" },
  "registration",
);

const listed = { style: "form", explode: false };

export const choiceParameters = [
  yearOf,
  regionOf,
  {
    ...inQuery(
      "exposureBasis",
      "The bases that the answer may divide by; only those of `per`. One of them serves the whole answer, which names it at its top: the one that gives a denominator to most pairs of cell and period that hold a case or are compared with one, of equals the first one asked. A row that it cannot serve has no rate (`exposure_missing`). Without this parameter, of workers: listed_employees, employed, contracts, insured, fte, person_years.",
      { type: "array", items: { type: "string", enum: answeredBases }, uniqueItems: true },
      ["employed", "contracts"],
    ),
    ...listed,
  },
  inQuery(
    "interval",
    "`poisson`: exact (Garwood), as if victims were hurt one by one. `accidents`: Fay and Feuer's gamma interval, the accidents being the Poisson events, each weighted by its victims in the count; the same where none has two. It adds `routine` and `disasters` to the rows. Not with `measure=days_lost`.",
    { type: "string", enum: intervalKinds, default: "poisson" },
    "accidents",
  ),
  inQuery(
    "compare",
    "Adds to each row the block `previous`: what it is compared with, the ratio of the two rates, its limits at 95 %, `p`, and a word or the `reason` why there is none. `previous`: the period before, of the same length and without a day in common (twelve months: the twelve before; a year to date: that of the year before). `year_before`: the same quarter, month, day or stretch a year earlier. `same_lag`: the same period a year earlier as it was known a year before the cut, so that both lack what is reported late; a running period may have a word then. `five_years`: the mean rate of the same periods of the five years before, their counts together over their exposures together. Else a running period has no word; `period=ytd` with a `to` before the day of the cut compares the same days of years. With `by` the words of a period hold at 5 % together (`wordsAdjusted`). Not with `standard`.",
    { type: "string", enum: comparisons },
    "year_before",
  ),
  inQuery(
    "lostDays",
    "With `measure=lost_time`: the least days lost that count. 4 is more than three days, as ESAW counts. The severe count unless they state fewer, the light only where they state so many.",
    { type: "integer", minimum: 1, maximum: 365, default: 1 },
    4,
  ),
  inQuery(
    "annualised",
    "`true`: rates per workers are multiplied to be of a year: by twelve over the months of a period of whole months, else by the days of the year over those of the period. Without it, in-year rates are cumulative.",
    { type: "boolean", default: false },
    true,
  ),
  inQuery(
    "standard",
    "A year: rates are directly standardised over sections, with the country's workers of that year as weights and Fay and Feuer's interval as modified by Tiwari, Clegg and Zou (2006). A section of the standard whose exposure is not stated in the row, or one that has cases but no part in the standard, leaves no rate; one with an exposure of 0 and no case is left out (`strataWithoutExposure`). Where more than 5 % of the cases are of no known section there is no rate (`strata_unknown`). Not with `sector`, `division`, `compare` or `interval=accidents`.",
    { type: "integer", minimum: 1900, maximum: 2299 },
    2024,
  ),
  {
    ...inQuery(
      "withoutAccident",
      "Accidents whose cases are left out, by their ids in `/v1/explain`. The denominator stays.",
      { type: "array", items: { type: "string", pattern: "^[0-9a-f]{64}$" }, maxItems: 100 },
      ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
    ...listed,
  },
  inQuery(
    "deathWithin",
    "Deaths later than so many days after the accident count as severe in this answer (`deathsLater` tells how many); those without a day stay fatal (`deathsUndated`). Without it a death counts whenever it came.",
    { type: "string", enum: deathLimits },
    "365d",
  ),
];
