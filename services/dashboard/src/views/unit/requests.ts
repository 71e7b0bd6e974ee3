/** What the page of a unit asks. */
import type { DeadlinesResponse } from "@qorgau/schemas/responses/deadlines-response";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import { divisions } from "@qorgau/schemas/codes/activities";
import { yearToDate } from "../../data/cut.ts";
import { apiRequest, ratesRequest } from "../../data/use-picture.ts";
import type { ApiResponses } from "../../data/use-picture.ts";
import { state } from "../../state/page-state.ts";
import { unit } from "../../state/units.ts";
import type { Unit } from "../../state/units.ts";
import { injuredAndKilledRequests, yearSoFar } from "../headline-requests.ts";

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
  const exposureBasis = basisOf(unit.value);
  const { measure, per, period = "year" } = state.value;
  const line = { measure, per, period, exposureBasis: per === undefined || per.endsWith("_workers") ? exposureBasis : undefined };
  return {
    ...injuredAndKilledRequests({ ...yearSoFar({ ...yearToDate.value, exposureBasis }), ...own }),
    line: ratesRequest({ ...line, ...own }),
    above: ratesRequest({ ...line, ...filterAbove(unit.value) }),
    severity: ratesRequest({ ...own, per: "none", period, by: "severity" }),
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
    [dimension]: code,
    asOf,
  });
}
