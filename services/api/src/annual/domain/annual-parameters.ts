/** The parameters of `GET /v1/rollups/annual/{year}`, and how they are read. */
import { wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { annualPers } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import { z } from "zod";
import { cutNames } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";

/** The store's dates reach from 1900, and a year is set against the one before. */
const [earliest, latest] = [1901, 2299];

export const yearParameter = z.object({
  year: wholeNumber(earliest, latest)
    .meta({ description: "The calendar year; it is set against the year before.", examples: [2026] })
    .register(refusals, { rule: "QG-0704", facts: { earliest, latest } }),
});

/** Those of a release are the same. */
export const annualChoices = z.object({
  per: z
    .enum(annualPers)
    .default("1000_workers")
    .meta({ description: "What the injured are divided by.", examples: ["100000_workers"] }),
  yearOf: choiceParameters.yearOf,
  regionOf: choiceParameters.regionOf,
});

/**
 * `year` is the text from the path, `sent` are the other request parameters. Returns the query, or all faults at once (QG-0704: a year
 * outside 1901 to 2299).
 */
export function parseAnnualRollupParameters(year: string, sent: SentTexts): Parsed<AnnualRollupQuery> {
  const ofYear = readValues(yearParameter, new Map([["year", year]]));
  const chosen = readParameters(annualChoices, sent, cutNames);
  const errors = [...ofYear.faults, ...chosen.faults];
  return errors.length > 0 ? { errors } : { query: { ...ofYear.values, ...chosen.values } };
}
