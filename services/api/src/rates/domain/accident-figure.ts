import type { FigureName } from "@qorgau/schemas/rows/published";

/** The figure that counts accidents: where commuters are left out, each is counted at a victim who is not. */
export function accidentsOf(commutingLeftOut: boolean): FigureName {
  return commutingLeftOut ? "at_work_accidents" : "accidents";
}
