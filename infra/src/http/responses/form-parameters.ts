/** The parameters for the form of a table and its presentation. */
import { languages } from "@qorgau/schemas/languages";
import { z } from "zod";
import { responseForms, tableForms } from "./response-form.ts";

const truth = z.enum(["true", "false"]);

const ofForms =
  "The form of the answer. Without it the Accept header decides, JSON among equals, or CSV with `excel=true`. The numbers are those of the JSON in each. `xlsx` is a workbook: every cell has its type; of a year it is laid out to be printed. `parquet` is Apache Parquet with typed columns. `csvw` is no table: it says what the columns of the CSV file are (CSV on the Web), which links to it.";

export const formParameters = z.object({
  format: z
    .enum(tableForms)
    .optional()
    .meta({ description: ofForms, examples: ["csv"] }),
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

/** Of tables whose rows are cells of a cube. */
export const cubeFormParameters = formParameters.extend({
  format: z
    .enum(responseForms)
    .optional()
    .meta({
      description: `${ofForms} \`jsonstat\` is a JSON-stat 2.0 dataset: the figures of the rows in row-major order over the dimensions, with the names of codes in the language of \`lang\`; what is unknown of a case is the code \`unknown\`. A cube of more than 100,000 cells lists those that have a value.`,
      examples: ["jsonstat"],
    }),
});
