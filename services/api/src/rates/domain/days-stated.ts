/** Which cases should state their days lost, and what follows where they do not (NUMBERS, section 3.1). Pure. */
import type { Measure } from "@qorgau/schemas/responses/rates";

/** Of `lost_time` the light, of `days_lost` all that are not fatal; of no other measure any. */
export function shouldStateDays(measure: Measure, severity: string): boolean {
  return measure === "lost_time" ? severity === "light" : measure === "days_lost" && severity !== "fatal";
}

/** The fatal; the severe, unless they state fewer days; the light that state so many. `daysLost` is null where it is not stated. */
export function isLostTime(severity: string, daysLost: number | null, lostDays: number): boolean {
  if (severity === "fatal") return true;
  return daysLost === null ? severity === "severe" : daysLost >= lostDays;
}

/** What a count of days says of the cases it is of. */
export interface DaysStated {
  /** Counting cases that should state their days. */
  readonly shouldState: number;
  /** Those of them that do not. */
  readonly unstated: number;
}

/** Of a measure that needs no days lost. */
export const noDaysRequested: DaysStated = { shouldState: 0, unstated: 0 };

/** Whether fewer than four in five of those that should state their days do. */
export function areDaysUnstated({ shouldState, unstated }: DaysStated): boolean {
  return unstated * 5 > shouldState;
}
