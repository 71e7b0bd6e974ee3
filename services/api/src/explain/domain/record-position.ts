/** Places in the log, as responses write them, and the order of its stamps. */
import type { LoggedStatement, LogPlace } from "@qorgau/schemas/events/statement";

/** `0:812`, as in an acknowledgement. */
export function positionOf({ partition, offset }: Pick<LogPlace, "partition" | "offset">): string {
  return `${partition}:${offset}`;
}

/** The order of the log: all statements of a record are in one partition. */
export function byPlace(a: LogPlace, b: LogPlace): number {
  return a.partition - b.partition || a.offset - b.offset;
}

/** The order in which cuts take statements in: by effective stamp; within a partition it never falls. */
export function byStamp(a: LoggedStatement, b: LoggedStatement): number {
  if (a.effectiveAt !== b.effectiveAt) return a.effectiveAt < b.effectiveAt ? -1 : 1;
  return byPlace(a, b);
}
