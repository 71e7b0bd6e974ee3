/** Reads the parameters of `GET /v1/rates` (DESIGN, section 4). All faults are reported together, and none repeats what was sent. */
import type { Fault } from "@qorgau/schemas/faults";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, ReadParameters, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import type { Measure, RateFilters, RatesQuery } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import type { z } from "zod";
import { cutNames, faultsOfDays } from "../../../http/domain/shared-parameters.ts";
import { choicesOf, faultsOfChoices } from "./rate-choices.ts";
import { filtersOf, leavesCommutingOut } from "./rate-filters.ts";
import { ratesParameters } from "./rates-parameters.ts";

/** Returns the query, or all faults at once. `others` are names that are read elsewhere: the cut of the response, its form, and its page. */
export function parseRatesQuery(sent: SentTexts, others: readonly string[] = cutNames): Parsed<RatesQuery> {
  return judgedQuery(readParameters(ratesParameters, sent, others));
}

/** The query of parameters that are read already, or all that is wrong with them. */
export function judgedQuery({ values, faults }: ReadParameters<z.output<typeof ratesParameters>>): Parsed<RatesQuery> {
  const query = queryOf(values);
  const all = [...faults, ...faultsOfCombination(query, new Set(faults.map(({ pointer }) => pointer)))];
  return all.length === 0 ? { query } : { errors: all };
}

/** The order of the members is that of cursors, which are bound to the text of a query. */
function queryOf(values: z.output<typeof ratesParameters>): RatesQuery {
  const { measure, per, period, by, from, to } = values;
  return {
    measure,
    per,
    period,
    by,
    filters: filtersOf(values),
    commutingLeftOut: leavesCommutingOut(values),
    from,
    to,
    choices: choicesOf(values),
  };
}

/** Parameters that are valid one by one but not together. A parameter that is faulty already is in no combination. */
function faultsOfCombination(query: RatesQuery, faulty: ReadonlySet<string>): Fault[] {
  const { measure, per, filters, choices } = query;
  const faults: Fault[] = [];
  const sound = (...names: string[]) => !names.some((name) => faulty.has(name));
  if (sound("per", "measure") && per === "case" && measure !== "days_lost") faults.push(fault("QG-0608", "per"));
  faults.push(...faultsOfDays(query));
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
