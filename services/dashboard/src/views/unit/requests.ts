/** What the page of a unit asks. */
import type { DeadlinesResponse } from "@qorgau/schemas/responses/deadlines-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { divisions } from "@qorgau/schemas/codes/activities";
import { yearToDate } from "../../data/cut.ts";
import type { Parameters } from "../../data/get.ts";
import { apiRequest } from "../../data/use-picture.ts";
import type { ApiResponses } from "../../data/use-picture.ts";
import { state } from "../../state/page-state.ts";
import { unit } from "../../state/units.ts";
import type { Unit } from "../../state/units.ts";

type Filter = Readonly<Record<string, string>>;

/** The filter of what a unit is seen against: the section of a division, section B for a mine, else the nation. */
export function filterAbove({ dimension, code }: Unit): Filter {
  if (dimension === "mine") return { sector: "B" };
  const section = dimension === "division" ? divisions.find((one) => one.code === code)?.section : undefined;
  return section === undefined ? {} : { sector: section };
}

/** Where nobody states workers by enterprise or mine on the nation's basis, the answer chooses its own. */
function basisOf({ dimension }: Unit): string | undefined {
  const isStatedAlike = dimension === "region" || dimension === "sector" || dimension === "division";
  return state.value.exposureBasis ?? (isStatedAlike ? yearToDate.value?.exposureBasis : undefined);
}

/** All of one cut; null while it is not known what is asked of. */
export function requestsOf() {
  if (unit.value === null || yearToDate.value === null) return null;
  const { dimension, code } = unit.value;
  const own = { [dimension]: code };
  const { from, to } = yearToDate.value;
  const exposureBasis = basisOf(unit.value);
  const rates = (parameters: Parameters) => apiRequest<RatesResponse>("/v1/rates", parameters);
  const ytd = { period: "ytd", from, to, exposureBasis };
  const deaths = { ...ytd, measure: "fatal", per: "100000_workers" };
  const { measure, per, period = "year" } = state.value;
  const line = { measure, per, period, exposureBasis: per === undefined || per.endsWith("_workers") ? exposureBasis : undefined };
  return {
    injured: rates({ ...ytd, ...own, compare: "year_before" }),
    injuredFive: rates({ ...ytd, ...own, compare: "five_years" }),
    fatal: rates({ ...deaths, ...own, compare: "year_before" }),
    fatalFive: rates({ ...deaths, ...own, compare: "five_years" }),
    line: rates({ ...line, ...own }),
    above: rates({ ...line, ...filterAbove(unit.value) }),
    severity: rates({ ...own, per: "none", period, by: "severity" }),
    days: apiRequest<FatalityFreeResponse>("/v1/fatality-free-days", own),
  };
}
export type UnitRequests = NonNullable<ReturnType<typeof requestsOf>>;
export type UnitResponses = ApiResponses<UnitRequests>;

/** How the statutory terms are kept this year; null where the service does not tell it by this dimension. */
export function deadlinesRequest({ dimension, code }: Unit, asOf: string) {
  if (dimension !== "region" && dimension !== "sector" && dimension !== "employer") return null;
  return apiRequest<DeadlinesResponse>("/v1/clocks", {
    by: dimension,
    from: yearToDate.value?.from,
    ...(dimension === "employer" ? { employer: code } : {}),
    asOf,
  });
}
