/** Reads the choices of a question of rates, says what nothing can answer together, and what an answer says of them. */
import type { Fault } from "@qorgau/schemas/faults";
import { comparisons, deathLimits, intervalKinds, noChoices, regionsOf, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import type { Chosen, RateChoices } from "@qorgau/schemas/responses/rate-choices";
import { answeredBases } from "@qorgau/schemas/responses/rates";
import type { Per, RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { earliestDate, latestDate, readOne, readSeveral } from "../../../http/domain/read-parameters.ts";
import { basesOfPer } from "../../../exposure/domain/rate-unit.ts";

/** A question fits into a URL. */
const accidentIdsMax = 100;
const accidentIdForm = /^[0-9a-f]{64}$/;

export function readChoices(parameters: URLSearchParams, faults: Fault[]): RateChoices {
  const bases = readSeveral("exposureBasis", answeredBases, parameters, faults);
  return {
    yearOf: readOne("yearOf", yearsOf, parameters, faults) ?? noChoices.yearOf,
    regionOf: readOne("regionOf", regionsOf, parameters, faults) ?? noChoices.regionOf,
    exposureBasis: bases.length === 0 ? null : bases,
    interval: readOne("interval", intervalKinds, parameters, faults) ?? noChoices.interval,
    compare: readOne("compare", comparisons, parameters, faults),
    annualised: readOne("annualised", ["true", "false"], parameters, faults) === "true",
    standard: readStandard(parameters.get("standard"), faults),
    withoutAccident: readAccidents(parameters.get("withoutAccident"), faults),
    deathWithin: readOne("deathWithin", deathLimits, parameters, faults),
    lostDays: readLostDays(parameters.get("lostDays"), faults),
  };
}

function readStandard(text: string | null, faults: Fault[]): number | null {
  if (text === null) return null;
  const [first, last] = [earliestDate.slice(0, 4), latestDate.slice(0, 4)];
  if (/^\d{4}$/.test(text) && text >= first && text <= last) return Number(text);
  faults.push(fault("QG-0628", "standard", { first, last }));
  return null;
}

/** A year: beyond it a case is one of permanent incapacity. */
const lostDaysMax = 365;

function readLostDays(text: string | null, faults: Fault[]): number {
  if (text === null) return noChoices.lostDays;
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= lostDaysMax) return days;
  faults.push(fault("QG-0880", "lostDays", { daysMax: lostDaysMax }));
  return noChoices.lostDays;
}

function readAccidents(text: string | null, faults: Fault[]): string[] {
  if (text === null) return [];
  const ids = text.split(",");
  const isWellFormed = ids.length <= accidentIdsMax && ids.every((id) => accidentIdForm.test(id));
  if (!isWellFormed) faults.push(fault("QG-0629", "withoutAccident", { idsMax: accidentIdsMax }));
  return isWellFormed ? [...new Set(ids)].toSorted() : [];
}

/** `sound` says whether none of these parameters is at fault by itself. */
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
  if (standard !== null && sound("per") && !isPerWorkers(per) && !per.endsWith("_hours")) faults.push(fault("QG-0627", "standard"));
  return faults;
}

function faultsOfBasis(per: Per, { exposureBasis }: RateChoices): Fault[] {
  if (exposureBasis === null) return [];
  if (per === "none" || per === "case") return [fault("QG-0621", "exposureBasis")];
  const bases = basesOfPer(per);
  return exposureBasis.every((basis) => bases.includes(basis)) ? [] : [fault("QG-0620", "exposureBasis", { bases: bases.join(", ") })];
}

function isPerWorkers(per: Per): boolean {
  return per.endsWith("_workers");
}

function isOfActivities({ by, filters }: RatesQuery): boolean {
  return by.includes("sector") || by.includes("division") || filters.sector !== undefined || filters.division !== undefined;
}

/** As an answer repeats them: those that were chosen, and the one basis that serves it. */
export function chosenOf(choices: RateChoices): Chosen {
  const { yearOf, regionOf, exposureBasis, interval, compare, annualised, standard, withoutAccident, deathWithin, lostDays } = choices;
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
  };
}
