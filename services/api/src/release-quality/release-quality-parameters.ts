/** The parameters of `GET /v1/releases/{id}/quality`. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { mediaTypes } from "@qorgau/infra/http/responses/response-form";
import { z } from "zod";
import { metadataMediaType } from "./metadata-report.ts";

export const qualityForms = ["json", "esms", "xlsx"] as const;
export type QualityForm = (typeof qualityForms)[number];

export const qualityMediaTypes: Readonly<Record<QualityForm, string>> = {
  json: mediaTypes.json,
  esms: metadataMediaType,
  xlsx: mediaTypes.xlsx,
};

export const releaseQualityParameters = z.object({
  format: z
    .enum(qualityForms)
    .optional()
    .meta({
      description:
        "Figures as JSON; `esms`: a metadata report of SDMX-ML 2.1 under the concepts of ESMS, in every language; `xlsx`: the same printed in the language of `lang`. Without it the Accept header decides, JSON among equals.",
      examples: ["esms"],
    }),
  lang: formParameters.shape.lang.meta({
    description: "The language of the workbook, and of the messages of a refusal. Without it English.",
    examples: ["kk"],
  }),
});
