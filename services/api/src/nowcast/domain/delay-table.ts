/** Counts by period of occurrence and by delay of registration, as they were at the end of any period. */
import type { NowcastWindow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { CumulatedRow } from "../../statistics/chain-ladder.ts";

/** A count of one period of occurrence and one of registration, both as places from the first period. */
export interface DelayedCount {
  readonly occurred: number;
  /** Before the occurrence it is registered at once. */
  readonly registered: number;
  readonly count: number;
  /** How much of it is a backlog: of before the month in which its reporters first registered anything. */
  readonly backlog: number;
}

/** What was known at the end of a period. */
export interface DelayTable {
  /** For each period up to that one, cumulated by delay; later than `maxDelay` counts at it. */
  readonly reported: readonly CumulatedRow[];
  /** The same without the backlog, which tells nothing of delays. */
  readonly ofDelays: readonly CumulatedRow[];
  /** Of the periods that delays are learnt from: what they are learnt from, the backlog, and how many came later than `maxDelay`. */
  readonly reports: number;
  readonly leftOut: number;
  readonly beyondMaxDelay: number;
}

/** The table at the end of the period `last`, from place 0 on. */
export function delayTableAt(counts: readonly DelayedCount[], last: number, { window, maxDelay }: NowcastWindow): DelayTable {
  // The factor of the longest delay is of so many periods that are so old.
  const learntFrom = last - maxDelay - window + 1;
  const emptyRow = (_: unknown, period: number) => Array.from({ length: Math.min(maxDelay, last - period) + 1 }, () => 0);
  const reported = Array.from({ length: last + 1 }, emptyRow);
  const ofDelays = Array.from({ length: last + 1 }, emptyRow);
  let [reports, leftOut, beyondMaxDelay] = [0, 0, 0];
  for (const { occurred, registered, count, backlog } of counts) {
    if (occurred < 0 || occurred > last || registered > last) continue;
    const delay = Math.max(0, registered - occurred);
    const capped = Math.min(delay, maxDelay);
    reported[occurred]![capped]! += count;
    ofDelays[occurred]![capped]! += count - backlog;
    if (occurred < learntFrom) continue;
    reports += count - backlog;
    leftOut += backlog;
    if (delay > maxDelay) beyondMaxDelay += count;
  }
  for (const row of [...reported, ...ofDelays]) cumulate(row);
  return { reported, ofDelays, reports, leftOut, beyondMaxDelay };
}

function cumulate(row: number[]): void {
  for (let delay = 1; delay < row.length; delay += 1) row[delay]! += row[delay - 1]!;
}

/** The first period of which anything was reported that is no backlog; null where there is none. */
export function firstPeriodOf(counts: readonly DelayedCount[]): number | null {
  const periods = counts.flatMap(({ occurred, count, backlog }) => (count > backlog && occurred >= 0 ? [occurred] : []));
  return periods.length === 0 ? null : periods.reduce((first, one) => Math.min(first, one));
}
