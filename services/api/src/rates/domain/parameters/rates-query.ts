/** Reads the parameters of `GET /v1/rates` (DESIGN, section 4). All faults are told together, and none repeats what was sent. */
import type { Fault } from "@qorgau/schemas/faults";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import { choiceNames } from "@qorgau/schemas/responses/rate-choices";
import { measures, pers, rateDimensions, ratePeriods } from "@qorgau/schemas/responses/rates";
import type { Measure, RateDimension, RateFilters, RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import { isCalendarDate } from "../../../time/calendar.ts";
import { faultsOfChoices, readChoices } from "./rate-choices.ts";
import { leavesCommutingOut, readFilters } from "./rate-filters.ts";

const own = ["measure", "per", "period", "by", "from", "to", "site", ...rateDimensions] as const;
/** Read by the door: of which cut an answer is, and in what form. */
const door = ["asOf", "atLeast", "format"] as const;

export const ratesParameters: readonly string[] = [...own, ...choiceNames, ...door];

/** The range of the store's dates. */
const earliest = "1900-01-01";
const latest = "2299-12-31";

export function parseRatesQuery(parameters: URLSearchParams): { query: RatesQuery } | { errors: Fault[] } {
  const faults = faultsOfNames(parameters);
  const sent = new Map(parameters);
  const by = readDimensions(sent.get("by"), faults);
  const query: RatesQuery = {
    measure: readOne("measure", measures, sent, "injured", faults),
    per: readOne("per", pers, sent, "1000_workers", faults),
    period: readOne("period", ratePeriods, sent, "year", faults),
    by,
    filters: readFilters(sent, by, faults),
    commutingLeftOut: leavesCommutingOut(sent, by),
    from: readDate("from", sent, faults),
    to: readDate("to", sent, faults),
    choices: readChoices(parameters, faults),
  };
  faults.push(...faultsOfCombination(query, new Set(faults.map(({ pointer }) => pointer))));
  return faults.length === 0 ? { query } : { errors: faults };
}

/** Unknown and repeated parameters. A name may hold anything, an identifier too, so it is masked and cut. */
function faultsOfNames(parameters: URLSearchParams): Fault[] {
  const names = [...parameters.keys()];
  return [...new Set(names)].flatMap((name) => {
    const pointer = maskIins(name).slice(0, 64);
    if (!ratesParameters.includes(name)) return [fault("QG-0601", pointer, { parameters: ratesParameters.join(", ") })];
    return names.indexOf(name) === names.lastIndexOf(name) ? [] : [fault("QG-0602", pointer)];
  });
}

function readOne<Value extends string>(
  name: string,
  values: readonly Value[],
  sent: ReadonlyMap<string, string>,
  fallback: Value,
  faults: Fault[],
): Value {
  const text = sent.get(name);
  if (text === undefined) return fallback;
  const value = values.find((one) => one === text);
  if (value === undefined) faults.push(fault("QG-0603", name, { values: values.join(", ") }));
  return value ?? fallback;
}

function readDimensions(text: string | undefined, faults: Fault[]): RateDimension[] {
  if (text === undefined) return [];
  const names = text.split(",");
  const known = names.filter((name): name is RateDimension => (rateDimensions as readonly string[]).includes(name));
  if (known.length < names.length) faults.push(fault("QG-0603", "by", { values: rateDimensions.join(", ") }));
  if (new Set(known).size < known.length) faults.push(fault("QG-0612", "by"));
  return known;
}

function readDate(name: "from" | "to", sent: ReadonlyMap<string, string>, faults: Fault[]): string | null {
  const text = sent.get(name);
  if (text === undefined) return null;
  if (isCalendarDate(text) && text >= earliest && text <= latest) return text;
  faults.push(fault("QG-0605", name, { earliest, latest }));
  return null;
}

/** What each parameter allows by itself but nothing can answer together. A parameter that is faulty already is in no combination. */
function faultsOfCombination(query: RatesQuery, faulty: ReadonlySet<string>): Fault[] {
  const { measure, per, from, to, filters, choices } = query;
  const faults: Fault[] = [];
  const sound = (...names: string[]) => !names.some((name) => faulty.has(name));
  if (sound("per", "measure") && per === "case" && measure !== "days_lost") faults.push(fault("QG-0608", "per"));
  if (from !== null && to !== null && from > to) faults.push(fault("QG-0606", "from"));
  const severity = filters.severity;
  if (sound("severity", "measure") && severity !== undefined && !severity.some((one) => countsSeverity(measure, one))) {
    faults.push(fault("QG-0610", "severity"));
  }
  // The country is where it happened; an employer may be registered in any.
  if (choices.regionOf === "occurrence" && sound("region", "country", "by") && !regionsAreOfCountry(filters))
    faults.push(fault("QG-0611", "region"));
  return [...faults, ...faultsOfChoices(query, sound)];
}

function countsSeverity(measure: Measure, severity: string): boolean {
  if (measure === "days_lost") return severity !== "fatal";
  return measure === severity || !["fatal", "severe", "light"].includes(measure);
}

function regionsAreOfCountry({ country, region }: RateFilters): boolean {
  if (country === undefined || region === undefined) return true;
  return region.every((code) => code === "" || country.includes(code.slice(0, 2)));
}
