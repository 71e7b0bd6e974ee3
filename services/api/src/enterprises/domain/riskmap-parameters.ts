/** The parameters of `GET /v1/riskmap`. All faults are reported together. */
import { orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { riskLayers } from "@qorgau/schemas/responses/inspection/riskmap-response";
import type { RiskMapQuery } from "@qorgau/schemas/responses/inspection/riskmap-response";
import { z } from "zod";
import { cutNames } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";
import { employerParameter, regionParameter, sectorParameter } from "../../rates/domain/parameters/filter-parameters.ts";
import { filtersOf } from "../../rates/domain/parameters/rate-filters.ts";

const yearsMax = 10;

export const riskMapParameters = z.object({
  layer: orNull(z.enum(riskLayers)).meta({
    description: "One of the two layers, by its score; without it both, side by side. There is no score of both together.",
    examples: ["administrative"],
  }),
  region: regionParameter.meta({ description: "Of the enterprise.", examples: [["KZ-35"]] }),
  sector: sectorParameter.meta({ description: "Activity of the enterprise.", examples: [["B"]] }),
  employer: employerParameter.meta({
    description: "These enterprises alone: BINs or pseudonyms of sole proprietors, joined by commas. An IIN is refused.",
    examples: [["200140000004"]],
  }),
  years: wholeNumber(1, yearsMax)
    .default(3)
    .meta({ description: "How far the accidents and workers reach back, in years of whole months.", examples: [3] })
    .register(refusals, { rule: "QG-0693", facts: { max: yearsMax } }),
  exposureBasis: choiceParameters.exposureBasis.meta({
    description: "The bases that person-years may be of; the one that serves most enterprise-months is used.",
    examples: [["contracts"]],
  }),
});

/** Returns the query, or all faults at once. */
export function parseRiskMapQuery(sent: SentTexts): Parsed<RiskMapQuery> {
  const { values, faults } = readParameters(riskMapParameters, sent, cutNames);
  const sector = filtersOf({ sector: values.sector, by: [] }).sector ?? null;
  return faults.length > 0 ? { errors: faults } : { query: { ...values, sector } };
}
