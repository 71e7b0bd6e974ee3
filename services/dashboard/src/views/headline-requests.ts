/** What the headlines of the country and of each of its units ask. */
import type { YearToDate } from "../data/cut.ts";
import type { Parameters } from "../data/get.ts";
import { ratesRequest } from "../data/use-picture.ts";

/** The days of the running year so far, and the one basis of all that is shown together. */
export function yearSoFar({ from, to, exposureBasis }: YearToDate): Parameters {
  return { period: "ytd", from, to, exposureBasis };
}

/** Deaths of those cases in these days, beside the same days of last year and the mean of five. */
export function deathRequests(cases: Parameters) {
  const deaths = { ...cases, measure: "fatal", per: "100000_workers" };
  return { fatal: ratesRequest({ ...deaths, compare: "year_before" }), fatalFive: ratesRequest({ ...deaths, compare: "five_years" }) };
}

/** Injured and killed of those cases in these days, beside the same. */
export function injuredAndKilledRequests(cases: Parameters) {
  return {
    injured: ratesRequest({ ...cases, compare: "year_before" }),
    injuredFive: ratesRequest({ ...cases, compare: "five_years" }),
    ...deathRequests(cases),
  };
}
