/** Regions whose area is not what it was: the splits of 2018 and 2022 (NUMBERS, 1.8). Pure. */
import { familyOf } from "@qorgau/schemas/codes/regions";
import type { RateDimension, RateFilters } from "@qorgau/schemas/responses/rates";
import type { Span } from "../../time/span.ts";

export interface SeriesBreak {
  /** The day on which the new regions were formed, YYYY-MM-DD. */
  readonly on: string;
  /** All that together are what one region was before, in the order of their codes. */
  readonly regions: readonly string[];
}

/** Takes a region by its ISO 3166-2 code. Null where the year and the one before are of one area. The year of a split holds cases of both areas. */
export function seriesBreakOf(region: string, year: number): SeriesBreak | null {
  const family = familyOf(region);
  if (family === undefined || ![year, year - 1].includes(Number(family.on.slice(0, 4)))) return null;
  return { on: family.on, regions: [...family.children, family.parent].toSorted() };
}

/** The regions that a row is of, by its own code or by the filter; none where it is of the whole country. */
export function regionsNamed({ filters }: { readonly filters: RateFilters }, values: Readonly<Partial<Record<RateDimension, string>>>) {
  return values.region === undefined ? (filters.region ?? []) : [values.region];
}

/**
 * The latest day within the span on which the area of these regions became another one; null where it did not. A region together with
 * all that was formed from it is one area throughout.
 */
export function breakWithin(regions: readonly string[], { from, to }: Span): string | null {
  if (regions.every((region) => familyOf(region) === undefined)) return null;
  const named = new Set(regions);
  const days = regions.flatMap((region) => {
    const family = familyOf(region);
    if (family === undefined || [family.parent, ...family.children].every((member) => named.has(member))) return [];
    return from < family.on && family.on <= to ? [family.on] : [];
  });
  return days.toSorted().at(-1) ?? null;
}
