/** The choices of a request for rates: which exclude each other, and what a response repeats of them. */
import type { Fault } from "@qorgau/schemas/faults";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ChoiceName, Chosen, RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { Per, RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import type { z } from "zod";
import { basesOfPer } from "../../../exposure/domain/rate-unit.ts";
import { isOfOneSection } from "./rate-filters.ts";
import type { ratesParameters } from "./rates-parameters.ts";

/** Takes the choices out of the parameters. What they allow together is checked by `faultsOfChoices`. */
export function choicesOf(values: Pick<z.output<typeof ratesParameters>, ChoiceName>): RateChoices {
  const { yearOf, regionOf, exposureBasis, interval, compare, annualised, standard, withoutAccident, deathWithin, lostDays, smooth } =
    values;
  return { yearOf, regionOf, exposureBasis, interval, compare, annualised, standard, withoutAccident, deathWithin, lostDays, smooth };
}

/** The faults of choices that exclude each other, or the measure or `per`. `sound` says whether none of these parameters is at fault by itself. */
export function faultsOfChoices(query: RatesQuery, sound: (...names: string[]) => boolean): Fault[] {
  const { measure, per, choices } = query;
  const { interval, standard, compare, annualised } = choices;
  const faults: Fault[] = sound("exposureBasis", "per") ? faultsOfBasis(per, choices) : [];
  if (interval === "accidents" && sound("measure") && measure === "days_lost") faults.push(fault("QG-0622", "interval"));
  if (interval === "accidents" && standard !== null) faults.push(fault("QG-0623", "interval"));
  if (query.choices.lostDays !== noChoices.lostDays && sound("measure", "lostDays") && measure !== "lost_time") {
    faults.push(fault("QG-0881", "lostDays"));
  }
  if (compare !== null && standard !== null) faults.push(fault("QG-0624", "compare"));
  if (annualised && sound("per") && !isPerWorkers(per)) faults.push(fault("QG-0625", "annualised"));
  if (standard !== null && isOfActivities(query)) faults.push(fault("QG-0626", "standard"));
  if (choices.smooth !== null && sound("by", "measure", "per", "standard", "sector", "division") && !isOfAreas(query)) {
    faults.push(fault("QG-0634", "smooth"));
  }
  if (standard !== null && sound("per") && !isPerWorkers(per) && !per.endsWith("_hours")) faults.push(fault("QG-0627", "standard"));
  return faults;
}

function faultsOfBasis(per: Per, { exposureBasis }: RateChoices): Fault[] {
  if (exposureBasis === null) return [];
  if (per === "none" || per === "case") return [fault("QG-0621", "exposureBasis")];
  const bases = basesOfPer(per);
  return exposureBasis.every((basis) => bases.includes(basis)) ? [] : [fault("QG-0620", "exposureBasis", { bases: bases.join(", ") })];
}

/** Whether the rows are areas that are alike but for their size and their risk, and each has a rate of events. */
function isOfAreas({ measure, per, by, filters, choices }: RatesQuery): boolean {
  const [dimension = "", ...others] = by;
  const isArea = ["region", "mine", "employer"].includes(dimension) || (dimension === "division" && isOfOneSection(filters));
  return isArea && others.length === 0 && measure !== "days_lost" && per !== "none" && per !== "case" && choices.standard === null;
}

function isPerWorkers(per: Per): boolean {
  return per.endsWith("_workers");
}

function isOfActivities({ by, filters }: RatesQuery): boolean {
  return by.includes("sector") || by.includes("division") || filters.sector !== undefined || filters.division !== undefined;
}

/** As a response repeats them: those that are not the default, and the one basis that serves it. */
export function chosenOf(choices: RateChoices): Chosen {
  const { yearOf, regionOf, exposureBasis, interval, compare, annualised, standard, withoutAccident, deathWithin, lostDays, smooth } =
    choices;
  return {
    ...(yearOf === noChoices.yearOf ? {} : { yearOf }),
    ...(regionOf === noChoices.regionOf ? {} : { regionOf }),
    ...(exposureBasis?.length === 1 ? { exposureBasis: exposureBasis[0]! } : {}),
    ...(interval === noChoices.interval ? {} : { interval }),
    ...(compare === null ? {} : { compare }),
    ...(annualised ? { annualised } : {}),
    ...(standard === null ? {} : { standard }),
    ...(withoutAccident.length === 0 ? {} : { withoutAccident: withoutAccident.join(",") }),
    ...(deathWithin === null ? {} : { deathWithin }),
    ...(lostDays === noChoices.lostDays ? {} : { lostDays }),
    ...(smooth === null ? {} : { smooth }),
  };
}
