/** The parameters of `GET /v1/funnel`: those of `/v1/rates` that are of one period and one dimension. */
import { refusedBy } from "@qorgau/schemas/requests/refusals";
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import type { Fault } from "@qorgau/schemas/faults";
import { funnelDimensions, funnelMeasures, funnelPeriods, funnelPers } from "@qorgau/schemas/responses/funnel-response";
import type { FunnelQuery } from "@qorgau/schemas/responses/funnel-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { cutNames, dayParameters } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";
import { filterParameters } from "../../rates/domain/parameters/filter-parameters.ts";
import { filtersOf, isOfOneSection } from "../../rates/domain/parameters/rate-filters.ts";
import { judgedQuery } from "../../rates/domain/parameters/rates-query.ts";
import { ratesParameters } from "../../rates/domain/parameters/rates-parameters.ts";
import { namedPeriod } from "./funnel-period.ts";

const { yearOf, regionOf, exposureBasis, standard, withoutAccident, deathWithin, lostDays } = choiceParameters;

export const funnelParameters = z.object({
  by: z
    .preprocess((text, context) => {
      if (text === "sector") context.addIssue({ code: "custom", ...refusedBy("QG-0633") });
      return text;
    }, z.enum(funnelDimensions))
    .default("region")
    .meta({
      description:
        "What is compared. Activities differ by nature: `sector` is refused, and `division` takes a `sector` of one section, or `division` codes of one.",
      examples: ["region"],
    }),
  measure: z
    .enum(funnelMeasures)
    .default("accidents")
    .meta({
      description:
        "What is counted. `accidents` unless asked for: they happen by chance one by one, their victims do not, so that of victims one accident may put an area beyond its limits. `severity=fatal` with it counts fatal accidents. The others are those of /v1/rates.",
      examples: ["accidents"],
    }),
  per: z
    .enum(funnelPers)
    .default("1000_workers")
    .meta({ description: "The unit of the rates, the target and the limits.", examples: ["100000_workers"] }),
  period: z
    .enum(funnelPeriods)
    .default("year")
    .meta({
      description:
        "The length of the one period. Without `from` and `to` it is the last whole one before the day of the cut: of a running one some areas report later than others, and the funnel would show that. `ytd` then ends on the day of the cut, and the answer says `running`.",
      examples: ["ytd"],
    }),
  ...filterParameters,
  site: ratesParameters.shape.site,
  from: dayParameters.from.meta({ description: "The first day of the period, where another one is meant.", examples: ["2025-01-01"] }),
  to: dayParameters.to.meta({ description: "Its last day; of `ytd` any day. Either of the two names it.", examples: ["2025-12-31"] }),
  ...{ yearOf, regionOf, exposureBasis },
  standard: standard.meta({
    description:
      "A year: what is expected of an area is the sum over sections of their rate in that year, of all that the filters name together, times the area's exposure in each; the target is 1. So an area of mines is not compared with one of offices. An area that lacks the exposure of a section has no place. Not with `division` or `sector`.",
    examples: [2025],
  }),
  ...{ withoutAccident, deathWithin, lostDays },
});

/** The defaults of a request for rates, for the parameters that are not read here. */
const { values: byDefault } = readValues(ratesParameters, new Map());

/** Returns the query, or all faults at once (QG-0632: days that are of no one whole period; QG-0633: activities of several sections). */
export function parseFunnelQuery(sent: SentTexts): Parsed<FunnelQuery> {
  const { values, faults } = readParameters(funnelParameters, sent, cutNames);
  const { by, measure, period, from, to } = values;
  const named = namedPeriod(period, from, to);
  const judged = judgedQuery({ values: { ...byDefault, ...values, by: [by] }, faults });
  const faulty = new Set(faults.map(({ pointer }) => pointer));
  const together: Fault[] = [];
  const isReversed = from !== null && to !== null && from > to;
  if (named === undefined && !isReversed) together.push(fault("QG-0632", to === null ? "from" : "to"));
  if (
    by === "division" &&
    !["sector", "division"].some((name) => faulty.has(name)) &&
    !isOfOneSection(filtersOf({ ...values, by: [by] }))
  ) {
    together.push(fault("QG-0633", "by"));
  }
  if ("errors" in judged) return { errors: [...judged.errors, ...together] };
  if (together.length > 0) return { errors: together };
  return { query: { rates: { ...judged.query, measure, period, from: named?.from ?? null, to: named?.to ?? null }, by } };
}
