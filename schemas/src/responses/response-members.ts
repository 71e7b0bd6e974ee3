/** What responses say of their cut, and how they name records and the cells of exposures. */
import { z } from "zod";
import { ageBands, commodities, enterpriseSizes, entities, miningMethods, sexes, workerStatuses } from "../codes/enumerations.ts";

export const responseCut = {
  asOf: z.string().nullable().describe("As asked, where an instant was; else null."),
  watermark: z.string().describe("The cut this was computed from: the last included offset of each partition."),
  rules: z.number().describe("The number of the merging rules."),
};

/** `source`, `entity` and `subject` together name a record. */
export const recordMembers = {
  source: z.string().describe("The reporter of the record, a URI."),
  entity: z.enum(entities).describe("Whether it is of a case, a claim or an exposure."),
  subject: z.string().describe("The reporter's own number of the record."),
};

/** What an exposure is stated for; null is all of it. */
export const exposureCellMembers = {
  country: z.string().describe("Of the cell that the exposure is stated for."),
  region: z.string().nullable().describe("ISO 3166-2; null is the whole country."),
  sector: z.string().nullable().describe("The section; null is all of them."),
  division: z.string().nullable().describe("The division; null is the whole section."),
  mine: z.string().nullable().describe("The mine; null is all of it."),
  employer: z.string().nullable().describe("The BIN, or the pseudonym of a sole proprietor; null where it is not of one enterprise."),
  method: z.enum(miningMethods).nullable().describe("How it is mined; null is all of it."),
  commodity: z.enum(commodities).nullable().describe("What is mined; null is all of it."),
  contractor: z.boolean().nullable().describe("Contractors' workers or the operator's own; null is both."),
  sex: z.enum(sexes).nullable().describe("Of the workers; null is both."),
  ageBand: z.enum(ageBands).nullable().describe("Of the workers; null is every age."),
  workerStatus: z.enum(workerStatuses).nullable().describe("What the workers are to the enterprise; null is all."),
  size: z.enum(enterpriseSizes).nullable().describe("Of the enterprise; null is all."),
};
const exposureCellSchema = z.object(exposureCellMembers);
export type StatedCell = z.infer<typeof exposureCellSchema>;

/** A text in every language, as it is shown beside figures. */
export const namedTextSchema = z.object({
  code: z.string().describe("Which it is."),
  text: z
    .object({ kk: z.string().describe("In Kazakh."), ru: z.string().describe("In Russian."), en: z.string().describe("In English.") })
    .describe("What it says."),
});
