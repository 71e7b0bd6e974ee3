/** The dimensions whose codes have a page of their own. */
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { addressOfPage } from "./page-state.ts";

const units = ["region", "sector", "division", "mine", "employer"] as const;

/** Where the page of a unit is; null where the dimension has none, or the code is unknown. */
export function addressOfUnit(dimension: RateDimension, code: string | boolean | null | undefined): string | null {
  const unit = units.find((name) => name === dimension);
  return unit === undefined || typeof code !== "string" ? null : addressOfPage({ page: "unit", unit, code });
}
