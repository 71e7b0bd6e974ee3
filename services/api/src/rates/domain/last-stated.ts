/** The last day of which anything was stated for a cell: a case that counts, or an exposure of it or of a part of it. Pure. */
import type { RateDimension, RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { areExposureDimensions, isOfMines, valueIn } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { bucketAround, bucketOf } from "../../time/periods.ts";
import type { RatesSnapshot } from "./snapshot.ts";

/** Returns a function of the rows of the response to the query: a day YYYY-MM-DD, or null where nothing is known of the row's cell. */
export function lastStatedDays(query: RatesQuery, { counted, exposures }: Pick<RatesSnapshot, "counted" | "exposures">) {
  const { by, filters, period } = query;
  const last = new Map<string, string>();
  const note = (key: string, day: string) => {
    if (day > (last.get(key) ?? "")) last.set(key, day);
  };
  for (const { codes, bucket, cases } of counted) if (cases > 0) note(codes.join("|"), bucketAround(bucket, bucketOf(period)).to);
  const narrowing = by.filter((dimension) => areExposureDimensions([dimension]));
  const ofNarrowing = new Map<string, string>();
  for (const { cell, span } of exposures.stated) {
    const codes = narrowing.map((dimension) => valueIn(cell, dimension));
    if (codes.includes(undefined) || !isOfFilters(filters, cell)) continue;
    const key = codes.join("|");
    if (span.to > (ofNarrowing.get(key) ?? "")) ofNarrowing.set(key, span.to);
  }
  return (row: RatesRow): string | null => {
    const codeOf = (dimension: RateDimension) => String(row[dimension] ?? "");
    const days = [last.get(by.map(codeOf).join("|")), ofNarrowing.get(narrowing.map(codeOf).join("|"))];
    return (
      days
        .filter((day) => day !== undefined)
        .toSorted()
        .at(-1) ?? null
    );
  };
}

/** Whether a statement is of what the filters leave; one of more than that says nothing of it. */
function isOfFilters({ sector, site, ...listed }: RatesQuery["filters"], cell: ExposureCell): boolean {
  if (site === "mine" && !isOfMines(cell)) return false;
  if (sector !== undefined && !sector.sections.includes(cell.section ?? "-") && !sector.divisions.includes(cell.division ?? "-"))
    return false;
  return Object.entries(listed).every(([dimension, codes]) => {
    if (!areExposureDimensions([dimension as RateDimension])) return true;
    const code = dimension === "country" ? cell.country : valueIn(cell, dimension as RateDimension);
    return code !== undefined && codes.includes(code);
  });
}
