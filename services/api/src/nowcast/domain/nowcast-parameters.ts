/** The parameters of `GET /v1/nowcast`: the filters of `/v1/rates`, and how delays are learnt. */
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { flag, listOf, orEmpty, orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { refusals } from "@qorgau/schemas/requests/refusals";
import {
  nowcastDimensions,
  nowcastMeasures,
  nowcastPeriods,
  nowcastPers,
  nowcastWindowLeast,
  nowcastWindowMost,
  nowcastWindows,
} from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastQuery, NowcastWindow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { z } from "zod";
import { cutNames, dayParameters } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";
import { filterParameters } from "../../rates/domain/parameters/filter-parameters.ts";
import { judgedQuery } from "../../rates/domain/parameters/rates-query.ts";
import { ratesParameters } from "../../rates/domain/parameters/rates-parameters.ts";

/** What changes after a case was first reported is no filter: its delay is another one. */
const { severity: _severity, evidence: _evidence, workRelated: _workRelated, employer: _employer, ...filters } = filterParameters;

function ofWindow(name: keyof NowcastWindow, description: string) {
  const [min, max] = [nowcastWindowLeast[name], nowcastWindowMost[name]];
  const { month, week } = nowcastWindows;
  return orNull(wholeNumber(min, max))
    .meta({
      description: `${description} ${month[name]} for months and ${week[name]} for weeks unless asked for; ${min} to ${max}.`,
      examples: [month[name]],
    })
    .register(refusals, { rule: "QG-0635", facts: { min, max } });
}

export const nowcastParameters = z.object({
  of: z
    .enum(["cases"])
    .default("cases")
    .meta({ description: "What is nowcast: cases. Claims that are not filed yet are another table, /v1/claims/ibnr.", examples: ["cases"] })
    .register(refusals, { rule: "QG-0637" }),
  measure: z
    .enum(nowcastMeasures)
    .default("injured")
    .meta({
      description:
        "What is counted, as in /v1/rates. Of `fatal` the delay is until the first record that says so: a death may follow months after the accident. A case that is now fatal counts; how long one may still die of an accident is not limited, and later than `maxDelay` is not foreseen. No other severity is nowcast.",
      examples: ["accidents"],
    }),
  by: orEmpty(listOf(z.enum(nowcastDimensions))).meta({
    description: "The dimensions of the cells. Each cell is judged by its own delays where it has thirty reports; cells do not add up.",
    examples: [["region"]],
  }),
  per: z
    .enum(nowcastPers)
    .default("1000_workers")
    .meta({ description: "The unit of the rate.", examples: ["100000_workers"] }),
  period: z
    .enum(nowcastPeriods)
    .default("month")
    .meta({ description: "Months, or weeks from Monday.", examples: ["week"] }),
  window: ofWindow("window", "How many periods the delays are learnt from."),
  maxDelay: ofWindow("maxDelay", "After so many periods a period counts as reported."),
  triangle: flag({
    description:
      "Whether `cells` tell the counts by period and delay that the delays are learnt from: what every share can be computed again from.",
    examples: [true],
  }),
  ...filters,
  site: ratesParameters.shape.site,
  from: dayParameters.from.meta({
    description:
      "A day of the first row's period. Without it the rows are those still being reported: `maxDelay` periods and the last whole one.",
    examples: ["2025-01-01"],
  }),
  to: dayParameters.to.meta({
    description: "A day of the last row's period; no row is behind the last whole one.",
    examples: ["2025-12-31"],
  }),
  regionOf: choiceParameters.regionOf,
  exposureBasis: choiceParameters.exposureBasis,
});

/** The defaults of a request for rates, for the parameters that are not read here. */
const { values: byDefault } = readValues(ratesParameters, new Map());

/** Returns the query, or all faults at once (QG-0635: a window that is none; QG-0637: of claims). */
export function parseNowcastQuery(sent: SentTexts): Parsed<NowcastQuery> {
  const { values: read, faults } = readParameters(nowcastParameters, sent, cutNames);
  const { of: _cases, triangle, ...values } = read;
  const { period, measure } = values;
  const judged = judgedQuery({ values: { ...byDefault, ...values, period: period === "week" ? "day" : period }, faults });
  if ("errors" in judged) return judged;
  const defaults = nowcastWindows[period];
  const rates = { ...judged.query, measure };
  return { query: { rates, period, window: values.window ?? defaults.window, maxDelay: values.maxDelay ?? defaults.maxDelay, triangle } };
}
