/** The dimensions whose codes have a page of their own. */
import { computed } from "@preact/signals";
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { addressOfPage, state } from "./page-state.ts";

const units = ["region", "sector", "division", "mine", "employer"] as const;
type UnitDimension = (typeof units)[number];

export interface Unit {
  readonly dimension: UnitDimension;
  readonly code: string;
}

/** The unit that the address names; null where it names none. */
export const unit = computed<Unit | null>(() => {
  const dimension = units.find((name) => name === state.value.unit);
  const { code } = state.value;
  return dimension === undefined || code === undefined ? null : { dimension, code };
});

/** Where the page of a unit is; null where the dimension has none, or the code is unknown. */
export function addressOfUnit(dimension: RateDimension, code: string | boolean | null | undefined): string | null {
  const named = units.find((name) => name === dimension);
  return named === undefined || typeof code !== "string" ? null : addressOfPage({ page: "unit", unit: named, code });
}
