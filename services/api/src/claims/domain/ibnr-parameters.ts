/** The parameters of `GET /v1/claims/ibnr`, and how they are read. All faults are reported together. */
import { flag, listOf, orEmpty, orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { capacityBands } from "@qorgau/schemas/responses/claims-response";
import { ibnrMeasures, ibnrWindow } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { IbnrDimension, IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import { nowcastWindowLeast, nowcastWindowMost } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import { z } from "zod";
import { cutNames, dayParameters, faultsOfDays, sourceParameter } from "../../http/domain/shared-parameters.ts";
import { regionParameter } from "../../rates/domain/parameters/filter-parameters.ts";

function ofWindow(name: keyof typeof ibnrWindow, description: string) {
  const [min, max] = [nowcastWindowLeast[name], nowcastWindowMost[name]];
  return wholeNumber(min, max)
    .default(ibnrWindow[name])
    .meta({ description: `${description} ${String(min)} to ${String(max)}.`, examples: [ibnrWindow[name]] })
    .register(refusals, { rule: "QG-0635", facts: { min, max } });
}

/** By the name of METHODS, too. */
const namesOfDimensions = { insurer: "insurer", band: "band", capacityBand: "band", region: "region" } as const satisfies Readonly<
  Record<string, IbnrDimension>
>;
type NameOfDimension = keyof typeof namesOfDimensions;
const dimensionNames = Object.keys(namesOfDimensions) as NameOfDimension[];
const dimensionOf = (name: NameOfDimension): IbnrDimension => namesOfDimensions[name];

export const ibnrParameters = z.object({
  source: sourceParameter.meta({ description: "Claims of this insurer alone, and its delays.", examples: ["urn:kz:insurer:annuity"] }),
  measure: z
    .enum(ibnrMeasures)
    .default("claims")
    .meta({
      description: "Claims counted as claims, whatever became of them, or the tenge that are stated as paid (`paidKzt`).",
      examples: ["paid"],
    }),
  region: regionParameter.meta({
    description: "Of occurrence, as the filter of /v1/rates. It chooses what is shown; few claims go by the delays of all regions.",
    examples: ["KZ-35"],
  }),
  band: orNull(listOf(z.enum([...capacityBands, unknownCode]), (code) => [code === unknownCode ? "" : code])).meta({
    description:
      "Bands of lost capacity as they are stated now, joined by commas; `unknown`: not stated. A claim is filed in the month since which it states its band, as with `by=band`.",
    examples: [["30-59"]],
  }),
  by: orEmpty(listOf(z.enum(dimensionNames), (name) => [dimensionOf(name)]))
    .transform((names) => names.map(dimensionOf))
    .meta({
      description:
        "What the cells are of: insurers, bands of lost capacity as they are stated now (`band`, or `capacityBand`), regions; with bands a claim is filed in the month since which it states its present band. Each cell goes by its own delays where it has thirty claims.",
      examples: [["band"]],
    }),
  window: ofWindow("window", "How many months the delays are learnt from."),
  maxDelay: ofWindow("maxDelay", "After so many months a month counts as reported."),
  triangle: flag({
    description: "Whether `cells` tell the claims, or tenge, by month and delay that the delays are learnt from.",
    examples: [true],
  }),
  from: dayParameters.from.meta({
    description:
      "A day of the first row's month. Without it the rows are those still being reported: `maxDelay` months and the last whole one.",
    examples: ["2025-01-01"],
  }),
  to: dayParameters.to.meta({
    description: "A day of the last row's month; no row is behind the last whole one.",
    examples: ["2025-12-31"],
  }),
});

/** Returns the query, or all faults at once. */
export function parseIbnrQuery(sent: SentTexts): Parsed<IbnrQuery> {
  const { values, faults } = readParameters(ibnrParameters, sent, cutNames);
  const errors = [...faults, ...faultsOfDays(values)];
  return errors.length > 0 ? { errors } : { query: values };
}
