/** The parameters of `GET /v1/fatality-free-days`: the filters and days of `/v1/rates`, and how a request for rates is made of them. */
import { listOf, orEmpty } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { fatalityFreeDimensions } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { cutNames } from "../../http/domain/shared-parameters.ts";
import { filterParameters } from "../../rates/domain/parameters/filter-parameters.ts";
import { judgedQuery } from "../../rates/domain/parameters/rates-query.ts";
import { ratesParameters } from "../../rates/domain/parameters/rates-parameters.ts";

const { severity: _everyDeathIsFatal, ...filters } = filterParameters;
const { site, from, to } = ratesParameters.shape;

export const fatalityFreeParameters = z.object({
  by: orEmpty(listOf(z.enum(fatalityFreeDimensions))).meta({ description: "What the rows are of.", examples: [["mine"]] }),
  ...filters,
  site,
  from,
  to,
});

/** The defaults of a request for rates, for the parameters that are not read here. */
const { values: byDefault } = readValues(ratesParameters, new Map());

/** Returns the request for rates that the spells are made from (fatal victims by day), or all faults at once. */
export function parseFatalityFreeQuery(sent: SentTexts): Parsed<RatesQuery> {
  const { values, faults } = readParameters(fatalityFreeParameters, sent, cutNames);
  return judgedQuery({ values: { ...byDefault, ...values, measure: "fatal", per: "none", period: "day" }, faults });
}
