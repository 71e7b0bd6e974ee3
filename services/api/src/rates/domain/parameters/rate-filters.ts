/** The filters of a request for rates, from the codes that were sent. */
import { resolveSector } from "@qorgau/schemas/codes/activities";
import { rateDimensions } from "@qorgau/schemas/responses/rates";
import type { RateDimension, RateFilters } from "@qorgau/schemas/responses/rates";
import type { z } from "zod";
import { sectorsOf } from "./filter-codes.ts";
import type { ratesParameters } from "./rates-parameters.ts";

type Sent = Pick<z.output<typeof ratesParameters>, RateDimension | "by" | "site">;
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** `country` and `kind` have a default unless they are filtered by or are in `by`. */
const defaults = { country: ["KZ"], kind: ["accident"] } as const;

/** Whether Kazakhstan's commuters on their own way are left out: only where `circumstance`, `any` too, is neither a filter nor in `by`. */
export function leavesCommutingOut({ circumstance, by }: Sent): boolean {
  return circumstance === undefined && !by.includes("circumstance");
}

/**
 * Returns the codes by dimension, a sector as its sections and divisions. Without a filter and without `by`, the country is KZ and the kind
 * is accident.
 */
export function filtersOf(sent: Sent): RateFilters {
  const filters: Writable<RateFilters> = {};
  for (const dimension of rateDimensions) {
    const codes = sent[dimension] ?? null;
    if (codes === null) continue;
    if (dimension === "sector") filters.sector = { sections: codes.flatMap(sections), divisions: codes.flatMap(divisions) };
    else filters[dimension] = codes;
  }
  for (const dimension of ["country", "kind"] as const) {
    if (sent[dimension] === undefined && !sent.by.includes(dimension)) filters[dimension] = defaults[dimension];
  }
  if (sent.site === "mine") filters.site = "mine";
  return filters;
}

const sections = (code: string) => sectorsOf(code).sections;
const divisions = (code: string) => sectorsOf(code).divisions;

/** Whether the filters leave divisions of one section alone; those of which it is not known are of none. */
export function isOfOneSection({ sector, division }: Pick<RateFilters, "sector" | "division">): boolean {
  const ofFilters = [[...(sector?.sections ?? []), ...(sector?.divisions ?? [])], division ?? []];
  return ofFilters.some((codes) => {
    const found = new Set(codes.map((code) => resolveSector(code)?.section));
    return found.size === 1 && !found.has(undefined);
  });
}
