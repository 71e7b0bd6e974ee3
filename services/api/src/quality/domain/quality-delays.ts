/** How late: days between instants, and their median and 90th percentile by nearest rank. */
import type { Delays } from "@qorgau/schemas/responses/quality-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { nearestRank } from "../../statistics/nearest-rank.ts";

const dayMs = 86_400_000;

/** A delay in days to one decimal, by the log's stamps and, where the statements have them, by the reporter's own times. */
export interface Delay {
  readonly days: number;
  readonly toldDays: number | null;
}

/** To one decimal; an end before its beginning is 0. */
function daysBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round((10 * (toMs - fromMs)) / dayMs) / 10);
}

function timeOf({ statement }: LoggedStatement): number | null {
  return statement.time === null ? null : Date.parse(statement.time);
}

/** From one statement of a record to a later one, in days; 0 where the later one has an earlier time. */
export function delayBetween(first: LoggedStatement, later: LoggedStatement): Delay {
  const [firstMs, laterMs] = [timeOf(first), timeOf(later)];
  return {
    days: daysBetween(Date.parse(first.effectiveAt), Date.parse(later.effectiveAt)),
    toldDays: firstMs === null || laterMs === null ? null : daysBetween(firstMs, laterMs),
  };
}

/** From the occurrence to a statement of it. Of a date alone its noon in Kazakhstan is taken: half a day wrong at most. */
export function delaySince(occurredAt: string, logged: LoggedStatement): Delay {
  const occurredMs = Date.parse(occurredAt.length === 10 ? `${occurredAt}T12:00:00+05:00` : occurredAt);
  const reportedMs = timeOf(logged);
  return {
    days: daysBetween(occurredMs, Date.parse(logged.effectiveAt)),
    toldDays: reportedMs === null ? null : daysBetween(occurredMs, reportedMs),
  };
}

/**
 * Returns how many delays there are, their median and their 90th percentile in days, by nearest rank; null where there are none. `told` is
 * of those with the reporter's own times.
 */
export function summarise(delays: readonly Delay[]): Delays {
  const days = delays.map((delay) => delay.days).sort((left, right) => left - right);
  const reported = delays
    .map((delay) => delay.toldDays)
    .filter((one) => one !== null)
    .sort((left, right) => left - right);
  return {
    count: days.length,
    medianDays: nearestRank(days, 50),
    p90Days: nearestRank(days, 90),
    toldCount: reported.length,
    toldMedianDays: nearestRank(reported, 50),
    toldP90Days: nearestRank(reported, 90),
  };
}
