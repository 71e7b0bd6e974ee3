/** The parameters for the form of a table and its presentation. */
import { languages } from "@qorgau/schemas/languages";
import { z } from "zod";
import { responseForms } from "./response-form.ts";

const truth = z.enum(["true", "false"]);

export const formParameters = z.object({
  format: z
    .enum(responseForms)
    .optional()
    .meta({
      description:
        "The form of the answer. Without it the Accept header decides, JSON among equals, or CSV with `excel=true`. `xlsx` is a workbook: every cell has its type, the numbers are those of the JSON; of a year it is laid out to be printed.",
      examples: ["csv"],
    }),
  lang: z
    .enum(languages)
    .optional()
    .meta({
      description:
        "The language of a workbook, of names, and of the messages of a refusal, where it goes before Accept-Language. Without both: English.",
      examples: ["kk"],
    }),
  names: truth.optional().meta({
    description:
      "`true`: beside every code that has a name in words (a region, a section, a severity, a hazard, how a claim stands, …) what it is called (`regionName`), in the language of `lang`. A workbook in a language has them unless `false`.",
    examples: ["true"],
  }),
  excel: truth.default("false").meta({
    description:
      "`true`: a CSV file that a spreadsheet opens by itself, with a byte order mark and semicolons. Numbers keep their decimal point.",
    examples: ["true"],
  }),
});
