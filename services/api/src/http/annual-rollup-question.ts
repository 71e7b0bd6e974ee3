/** Reads the address and the parameters of `GET /v1/rollups/annual/{year}`. */
import { annualPers } from "@qorgau/schemas/annual-rollup";
import type { AnnualRollupQuery } from "@qorgau/schemas/annual-rollup";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { faultsOfNames } from "./question.ts";

/** The store's dates reach from 1900, and a year is set against the one before. */
const earliest = 1901;
const latest = 2299;

export function parseAnnualRollupQuestion(year: string, parameters: URLSearchParams): { query: AnnualRollupQuery } | { errors: Fault[] } {
  const errors = faultsOfNames(parameters, ["per", "asOf", "atLeast", "format"]);
  const number = /^\d{4}$/.test(year) ? Number(year) : 0;
  if (number < earliest || number > latest) errors.push(fault("QG-0704", "year", { earliest, latest }));
  const asked = parameters.get("per") ?? "1000_workers";
  const per = annualPers.find((one) => one === asked);
  if (per === undefined) errors.push(fault("QG-0603", "per", { values: annualPers.join(", ") }));
  return errors.length > 0 || per === undefined ? { errors } : { query: { year: number, per } };
}
