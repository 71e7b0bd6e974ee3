/** The columns that a choice of year or region means. */
import type { RegionOf, YearOf } from "@qorgau/schemas/responses/rate-choices";

export const dayColumns = { accident: "date", death: "death_date", registration: "registration_date" } as const satisfies Record<
  YearOf,
  string
>;
export const regionColumns = { occurrence: "region", registration: "registration_region" } as const satisfies Record<RegionOf, string>;
