/** The parameters of `GET /v1/programmes/{programme}`. All faults are reported together. */
import { listOf, orEmpty } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { programmeDimensions, programmeMeasures, weighedProgrammes } from "@qorgau/schemas/responses/inspection/programme-response";
import type { ProgrammeQuery, WeighedProgramme } from "@qorgau/schemas/responses/inspection/programme-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { cutNames, dayParameters, faultsOfDays } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";
import { isLastOfMonth } from "../../time/calendar.ts";

export const programmePath = z.object({
  programme: z.enum(weighedProgrammes).meta({
    description: "What enterprises are in, or have. The risk map is none of these: it is for the inspection alone.",
    examples: ["vision_zero"],
  }),
});

export const programmeParameters = z.object({
  measure: z
    .enum(programmeMeasures)
    .default("accidents")
    .meta({ description: "What is counted; accidents are what happens by chance one by one.", examples: ["accidents"] }),
  by: orEmpty(listOf(z.enum(programmeDimensions))).meta({
    description: "What the rows are of; each is compared within itself.",
    examples: [["region"]],
  }),
  from: dayParameters.from.meta({
    description: "First day of the first month. Without it the months go back five years from the last.",
    examples: ["2022-01-01"],
  }),
  to: dayParameters.to.meta({
    description:
      "Last day of the last month. Without it, and where it is later, that of the last whole month before the day of the cut: of others there is no time yet.",
    examples: ["2026-10-31"],
  }),
  exposureBasis: choiceParameters.exposureBasis.meta({
    description: "The bases that person-years may be of; the one that serves most enterprise-months is used.",
    examples: [["contracts"]],
  }),
});

/** Returns the query, or all faults at once (QG-0691: days that are no whole months). `programme` is the last part of the address. */
export function parseProgrammeQuery(programme: string, sent: SentTexts): Parsed<ProgrammeQuery> {
  const { values, faults } = readParameters(programmeParameters, sent, cutNames);
  const known = weighedProgrammes.find((one) => one === programme);
  const { from, to } = values;
  const errors = [
    ...(known === undefined ? [fault("QG-0603", "programme", { values: weighedProgrammes.join(", ") })] : []),
    ...faults,
    ...faultsOfDays(values),
    ...(from !== null && !from.endsWith("-01") ? [fault("QG-0691", "from")] : []),
    ...(to !== null && !isLastOfMonth(to) ? [fault("QG-0691", "to")] : []),
  ];
  return errors.length > 0 ? { errors } : { query: { programme: known as WeighedProgramme, ...values } };
}
