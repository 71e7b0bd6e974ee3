/** How late cases came to be known: days from the accident to its registration (METHODS, section 11), without what a reporter brought with it when it joined. Pure. */
import type { ReleaseQualityResponse } from "@qorgau/schemas/responses/metadata/release-quality-response";
import { nearestRank } from "../../statistics/nearest-rank.ts";

/** A counted case; days as YYYY-MM-DD. */
export interface RegisteredCase {
  readonly occurredOn: string;
  readonly registeredOn: string;
  /** The sources of its records. */
  readonly reporters: readonly string[];
}

const dayMs = 86_400_000;

/**
 * The median and the 90th percentile of the days, by nearest rank; null of no case. `firstMonths`: the month, 2026-02, in which a source first registered
 * anything. What occurred before the first month of all its reporters is a backlog (METHODS, section 1): set aside, and told.
 */
export function registrationLag(
  cases: readonly RegisteredCase[],
  firstMonths: ReadonlyMap<string, string>,
): ReleaseQualityResponse["timeliness"]["lag"] {
  const isBacklog = ({ occurredOn, reporters }: RegisteredCase) =>
    reporters.every((reporter) => occurredOn.slice(0, "2026-02".length) < (firstMonths.get(reporter) ?? ""));
  const foreseeable = cases.filter((one) => !isBacklog(one));
  const days = foreseeable
    .map(({ occurredOn, registeredOn }) => Math.max(0, Math.round((Date.parse(registeredOn) - Date.parse(occurredOn)) / dayMs)))
    .toSorted((one, other) => one - other);
  return {
    cases: foreseeable.length,
    leftOut: cases.length - foreseeable.length,
    medianDays: nearestRank(days, 50),
    p90Days: nearestRank(days, 90),
  };
}
