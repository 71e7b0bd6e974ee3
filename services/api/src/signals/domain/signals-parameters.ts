/** The parameters of `GET /v1/signals`: the budget of false alarms, and which of the declared series are shown. */
import { readParameters, readValues } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { listOf, orNull } from "@qorgau/schemas/requests/parameter-forms";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { falseAlarmsBounds, signalStates, signalWeeks } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsQuery } from "@qorgau/schemas/responses/surveillance/signals-response";
import { z } from "zod";
import { cutNames, dayParameters } from "../../http/domain/shared-parameters.ts";
import { choiceParameters } from "../../rates/domain/parameters/choice-parameters.ts";
import { judgedQuery } from "../../rates/domain/parameters/rates-query.ts";
import { ratesParameters } from "../../rates/domain/parameters/rates-parameters.ts";
import { regionCodes, sectionCodes } from "./declared-series.ts";

const { min, max, unlessGiven } = falseAlarmsBounds;
const decimal = /^\d{1,2}(?:\.\d)?$/;

function codesOf(codes: readonly string[], description: string, example: string) {
  return orNull(listOf(z.enum(codes))).meta({ description, examples: [[example]] });
}

export const signalsParameters = z.object({
  falseAlarms: z
    .preprocess((text) => (typeof text === "string" && decimal.test(text) ? Number(text) : text), z.number().min(min).max(max))
    .default(unlessGiven)
    .meta({
      description:
        "How many false alarms a month all declared series together may raise, whatever series are shown. More of them find a change sooner: the response tells how soon.",
      examples: [2],
    })
    .register(refusals, { rule: "QG-0636", facts: { min, max } }),
  region: codesOf(
    regionCodes,
    "Shows the series of these regions. A series is of a region or of a section: with both filters there is none.",
    "KZ-35",
  ),
  sector: codesOf(sectionCodes, "Shows the series of these sections.", "B"),
  from: dayParameters.from.meta({
    description: `Signals raised from that day on. Without it those of the last ${String(signalWeeks.unlessGiven)} weeks; at most ${String(signalWeeks.most)} weeks, which \`from\` in the answer tells. A later \`from\` reads less, where the answer would be of too much (QG-0871); filters do not.`,
    examples: ["2026-01-01"],
  }),
  to: dayParameters.to.meta({
    description: "Signals raised up to that day; none is raised after the day of the cut.",
    examples: ["2026-06-30"],
  }),
  state: orNull(z.enum(signalStates)).meta({
    description:
      "Which signals of the log are in `recorded`: those that nobody has acknowledged, that somebody is at, or that are done. Without `from` those of any day.",
    examples: ["open"],
  }),
  exposureBasis: choiceParameters.exposureBasis,
});

/** The defaults of a request for rates, for the parameters that are not read here. */
const { values: byDefault } = readValues(ratesParameters, new Map());

/** Returns the query, or all faults at once (QG-0636: a budget that is none). */
export function parseSignalsQuery(sent: SentTexts): Parsed<SignalsQuery> {
  const { values, faults } = readParameters(signalsParameters, sent, cutNames);
  const { falseAlarms, region: regions, sector: sectors, from, to, state, exposureBasis } = values;
  const judged = judgedQuery({ values: { ...byDefault, exposureBasis, from, to, measure: "accidents", period: "day" }, faults });
  if ("errors" in judged) return judged;
  return { query: { rates: { ...judged.query, from: null, to: null }, falseAlarms, regions, sectors, from, to, state } };
}

/** The query of a request without parameters. */
export const everySignal: SignalsQuery = (() => {
  const parsed = parseSignalsQuery(new Map());
  if ("errors" in parsed) throw new Error("a request without parameters is a good one", { cause: parsed.errors });
  return parsed.query;
})();
