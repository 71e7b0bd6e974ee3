/** The parameters of the SDMX resources: paths and queries of SDMX REST 2.1, and the cut, which is this service's own. */
import { z } from "zod";
import { orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { parseAsOf } from "../past/as-of.ts";
import { daysOfPeriod } from "./domain/sdmx-period.ts";
import { details } from "./domain/series.ts";
import { artefacts, references, structureDetails } from "./domain/data-structure.ts";
import { responseRowsMax } from "../paging/domain/response-rows.ts";

export const dataForms = ["genericdata", "structurespecificdata", "jsondata", "csvdata"] as const;
export type DataForm = (typeof dataForms)[number];

/** Whole media types of the forms, as they are answered. */
export const dataMediaTypes: Readonly<Record<DataForm, string>> = {
  genericdata: "application/vnd.sdmx.genericdata+xml;version=2.1",
  structurespecificdata: "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
  jsondata: "application/vnd.sdmx.data+json;version=2.0.0",
  csvdata: "application/vnd.sdmx.data+csv;version=2.0.0",
};
export const structureMediaType = "application/vnd.sdmx.structure+xml;version=2.1";

const period = (description: string) =>
  z
    .string()
    .refine((text) => daysOfPeriod(text) !== null)
    .optional()
    .meta({ description, examples: ["2025"] })
    .register(refusals, { rule: "QG-0724" });

/** A series has no more observations than a table has rows. */
const observations = (description: string) =>
  orNull(wholeNumber(1, responseRowsMax))
    .meta({ description, examples: [1] })
    .register(refusals, { rule: "QG-0730", facts: { max: responseRowsMax } });

export const dataParameters = z.object({
  startPeriod: period(
    "The first period: a year, a month, a day or an instant, or a reporting period (2025-A1, -S1, -T1, -Q1, -M01, -W01, -D001). Periods that begin before it are left out. Without it ten years.",
  ),
  endPeriod: period("The last one, inclusive. Periods that end after it are left out."),
  detail: z
    .enum(details)
    .default("full")
    .meta({
      description: "`full`; `dataonly`: without attributes; `serieskeysonly`: keys alone; `nodata`: keys and attributes of series.",
      examples: ["dataonly"],
    }),
  firstNObservations: observations(
    "So many observations of each series at most, from the first one on; of what has changed where updatedAfter is given.",
  ),
  lastNObservations: observations("The same, back from the last one. With both each series has its first and its last ones."),
  updatedAfter: orNull(z.string().refine((text) => text !== "" && parseAsOf(text) !== null, refusedBy("QG-0801"))).meta({
    description:
      "Only observations that are not as they were at this instant, or at the cut of this VINTAGE: those that are new or changed to replace the former ones, and those that are no more in a dataset to delete.",
    examples: ["2026-02-03T07:40:00+05:00"],
  }),
  includeHistory: z
    .enum(["true", "false"])
    .default("false")
    .meta({
      description:
        "`true`: a dataset for the cut of each release, too, in the order in which they were made, and the newest last. Not together with updatedAfter.",
      examples: ["true"],
    }),
  dimensionAtObservation: z
    .enum(["TIME_PERIOD"])
    .default("TIME_PERIOD")
    .meta({ description: "Observations are ordered by time.", examples: ["TIME_PERIOD"] }),
  format: z
    .enum(dataForms)
    .optional()
    .meta({
      description:
        "SDMX-ML 2.1 generic or structure-specific, SDMX-JSON 2.0, SDMX-CSV 2.0. Without it the Accept header decides, generic among equals.",
      examples: ["csvdata"],
    }),
});

export const structureParameters = z.object({
  references: z
    .enum(references)
    .default("none")
    .meta({ description: "What is given beside what is asked for: what it refers to, what refers to it, or both.", examples: ["all"] }),
  detail: z
    .enum(structureDetails)
    .default("full")
    .meta({
      description:
        "How whole each resource is: `full`; `allstubs`: id, name and the address where it is whole; `allcompletestubs`: whether it is final, too; `referencestubs`, `referencecompletestubs`: the same of what is given beside what is asked for; `referencepartial`: of that only the codes and concepts that are used.",
      examples: ["referencestubs"],
    }),
});

export const flowPath = z.object({
  flow: z.string().meta({ description: "The dataflow: its id, or agency, id and version joined by commas.", examples: ["DF_INJ"] }),
});
export const keyPath = z.object({
  key: z.string().meta({
    description:
      "A code for each dimension in the order of the data structure, of DF_INJ FREQ.REF_AREA.MEASURE.ECO.SEX.AGE.MIG; an empty position for every code, several joined by `+`; `all` for the whole dataflow.",
    examples: ["A.KZ.INJ_FATL_RT.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL"],
  }),
});
export const providerPath = z.object({
  provider: z.string().meta({ description: "The data provider: `all` or KZOSH.", examples: ["all"] }),
});
export const artefactPath = z.object({
  artefact: z.enum(artefacts).meta({ description: "The kind of resource.", examples: ["dataflow"] }),
});
export const agencyPath = z.object({ agency: z.string().meta({ description: "`all` or KZOSH.", examples: ["all"] }) });
export const idPath = z.object({ id: z.string().meta({ description: "The id of the resource, or `all`.", examples: ["all"] }) });
export const versionPath = z.object({ version: z.string().meta({ description: "`latest`, `all` or 1.0.", examples: ["latest"] }) });
