/** What the state of the page asks of the API. */
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { yearToDate } from "../../data/cut.ts";
import type { Parameters } from "../../data/get.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { filterNames, state } from "../../state/page-state.ts";
import type { StateName } from "../../state/page-state.ts";

/** The members of the state that every view takes: what is counted, by what it is divided, and the filters, but those that it sets itself. */
export function chosen(without: readonly StateName[] = []): Parameters {
  const names = ["measure", "per", "exposureBasis", ...filterNames] as const;
  return Object.fromEntries(names.filter((name) => !without.includes(name)).map((name) => [name, state.value[name]]));
}

/** The days of the one period of a view that shows one: the year that is chosen, else this year to date. */
export function chosenPeriod(): Parameters {
  const { year } = state.value;
  if (year !== undefined) return { period: "year", from: `${year}-01-01`, to: `${year}-12-31` };
  return { period: "ytd", from: yearToDate.value?.from, to: yearToDate.value?.to };
}

/** The one dimension that a question is by; undefined where there is none. */
export function dimensionOf({ parameters }: ApiRequest): RateDimension | undefined {
  return parameters["by"] as RateDimension | undefined;
}
