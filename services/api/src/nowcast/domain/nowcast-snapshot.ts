/** What a nowcast is computed from: counts of one cut by day of occurrence and of registration, as they were read in one statement. */
import type { NowcastPeriod, NowcastWindow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import type { ResponseCut } from "../../rates/domain/snapshot.ts";
import { cutsMax } from "./back-test.ts";
import { numberOf, spanOf } from "./nowcast-periods.ts";

/** Of one cell, one period of occurrence and one of registration. */
export interface DelayedCell {
  /** Of the dimensions of `by`, in their order, "" is unknown; null where the filters leave it out: it is the country's alone. */
  readonly codes: readonly string[] | null;
  /** The first days of the two periods. */
  readonly occurred: string;
  readonly registered: string;
  /** Whether it occurred in the month of the cut's day. */
  readonly isOfRunningMonth: boolean;
  readonly count: number;
  readonly backlog: number;
}

export interface NowcastSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  readonly exposures: ExposureBook;
  readonly counted: readonly DelayedCell[];
  /** The same by weeks, where it is by months: for the running one. */
  readonly countedByWeek: readonly DelayedCell[];
}

/** The number of the last whole period of a cut on that day. */
export function lastWholePeriod(period: NowcastPeriod, day: string): number {
  return numberOf(period, day) - 1;
}

/** The first day that is read: the earliest back-test looks so far back, and rows may be asked for from further back. */
export function firstDayRead(period: NowcastPeriod, { window, maxDelay }: NowcastWindow, day: string, from: string | null): string {
  const first = lastWholePeriod(period, day) - window - 2 * maxDelay - cutsMax;
  return spanOf(period, from === null ? first : Math.min(first, numberOf(period, from))).from;
}
