/** Reads the address and the parameters of `GET /v1/rollups/annual/{year}`. */
import { annualPers } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { Fault } from "@qorgau/schemas/faults";
import { regionsOf, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import { fault } from "@qorgau/schemas/rules/rules";
import { faultsOfNames } from "../http/question.ts";

/** The store's dates reach from 1900, and a year is set against the one before. */
const earliest = 1901;
const latest = 2299;

/** The choices of the question; those of a release are the same. The first value of each is what stands where it is not given. */
const choices = { per: annualPers, yearOf: yearsOf, regionOf: regionsOf } as const;
export const annualChoices = ["per", "yearOf", "regionOf"] as const satisfies (keyof typeof choices)[];
const parameterNames = [...annualChoices, "asOf", "atLeast", "format"];

export function parseAnnualRollupQuestion(year: string, parameters: URLSearchParams): { query: AnnualRollupQuery } | { errors: Fault[] } {
  const errors = faultsOfNames(parameters, parameterNames);
  const number = /^\d{4}$/.test(year) ? Number(year) : 0;
  if (number < earliest || number > latest) errors.push(fault("QG-0704", "year", { earliest, latest }));
  const chosen = <Name extends keyof typeof choices>(name: Name): (typeof choices)[Name][number] => {
    const [usual, ...others] = choices[name];
    const asked = parameters.get(name) ?? usual;
    const known = [usual, ...others].find((one) => one === asked);
    if (known === undefined) errors.push(fault("QG-0603", name, { values: choices[name].join(", ") }));
    return known ?? usual;
  };
  const query = { year: number, per: chosen("per"), yearOf: chosen("yearOf"), regionOf: chosen("regionOf") };
  return errors.length > 0 ? { errors } : { query };
}
