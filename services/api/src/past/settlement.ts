/**
 * When an instant is settled (DESIGN, section 4): every partition holds, durable and folded, a record with a later effective stamp.
 * Effective stamps never fall within a partition, so nothing can come in at or below the instant then, whatever clocks do. Pure.
 */
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { Watermark } from "@qorgau/schemas/watermark";

export interface Moment {
  readonly cut: PublishedCut;
  /** The published watermark: `cut.watermark`, read. */
  readonly published: Watermark;
  /** The last durable record of each partition. */
  readonly end: Watermark;
  readonly nowMs: number;
}

export type Settlement =
  | { readonly state: "settled" }
  /** Later than the clock and than every record: what it will hold is not known. */
  | { readonly state: "to_come" }
  /** `records` must be published and `ticks` (partitions) be appended first; where both are empty, the clock has to pass the instant. */
  | { readonly state: "open"; readonly records: Watermark; readonly ticks: readonly number[] };

/**
 * Takes an instant in milliseconds since the epoch. Returns whether the published cut settles it. If it does not, the instant lies ahead of
 * the clock and of all records, or there are records to be published or partitions that need a tick.
 */
export function settlementOf(instantMs: number, { cut, published, end, nowMs }: Moment): Settlement {
  const isUnfolded = (partition: number) => (end.get(partition) ?? -1) > (published.get(partition) ?? -1);
  const open = openPartitions(instantMs, cut);
  if (open.length === 0) return { state: "settled" };
  // What is durable and not folded yet may be later than the instant, if the clock was set back since; so it is waited for.
  const unfolded = [...end].filter(([partition]) => isUnfolded(partition));
  if (instantMs > nowMs && instantMs > lastStampMs(cut)) {
    return unfolded.length === 0 ? { state: "to_come" } : { state: "open", records: new Map(unfolded), ticks: [] };
  }
  return {
    state: "open",
    records: new Map(unfolded.filter(([partition]) => open.includes(partition))),
    ticks: nowMs > instantMs ? open.filter((partition) => !isUnfolded(partition)) : [],
  };
}

/** The partitions without a published record later than the instant. */
function openPartitions(instantMs: number, { partitions, effectiveAt }: PublishedCut): number[] {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  return all.filter((partition) => !(stampMs(effectiveAt[partition]) > instantMs));
}

function lastStampMs({ effectiveAt }: PublishedCut): number {
  return Math.max(-Infinity, ...Object.values(effectiveAt).map(stampMs));
}

function stampMs(stamp: string | undefined): number {
  return stamp === undefined ? -Infinity : Date.parse(stamp);
}
