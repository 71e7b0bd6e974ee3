/** The cut of a year before another one (METHODS, section 2): what was known at the same +05:00 date and time a year before. */
import type { Store } from "@qorgau/infra/store/store";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { dayOfStamp, yearOf } from "../time/calendar.ts";
import { dayOfYear, monthAndDay } from "../time/periods.ts";
import type { ReadSnapshot } from "../published/read-published.ts";
import type { RequestedCut } from "./requested-cut.ts";
import { readInstantWatermark } from "./instant-watermark.ts";

export interface YearEarlierCut {
  readonly requested: RequestedCut;
  /** The day of the log's first effective stamp, +05:00: of a period that began before it, the log did not see all. */
  readonly logBegan: string;
}

/**
 * The cut of a year earlier, within the cut itself, whose partitions hold later records: so it never changes, and nothing is waited for. From the
 * requested instant, else from the last stamp of the cut. Null of an empty cut. Rejects with a `StoreError`.
 */
export async function yearEarlierCut(
  store: Store,
  { cut, lastStampMs }: Pick<ReadSnapshot, "cut" | "lastStampMs">,
): Promise<YearEarlierCut | null> {
  const own = parseWatermark(cut.watermark) ?? new Map<number, number>();
  if (lastStampMs === null || own.size === 0) return null;
  const instantMs = yearEarlier(cut.asOf === null ? lastStampMs : Date.parse(cut.asOf));
  const watermark = await readInstantWatermark(store, instantMs, own);
  return { requested: { asOf: new Date(instantMs).toISOString(), watermark, live: false }, logBegan: await firstDayOfLog(store, own) };
}

const dayMs = 86_400_000;

/** Takes and returns milliseconds since the epoch: the same +05:00 date and time a year before, of 29 February the 28th (METHODS, section 2). */
export function yearEarlier(ms: number): number {
  const day = dayOfStamp(ms);
  const before = dayOfYear(yearOf(day) - 1, monthAndDay(day));
  return ms - Math.round((Date.parse(day) - Date.parse(before)) / dayMs) * dayMs;
}

const firstStamp = z.object({ first: z.coerce.number() });

/** The first record of a partition has its smallest effective stamp, and stays the first. */
async function firstDayOfLog(store: Store, within: Watermark): Promise<string> {
  const [row] = await store.query({
    sql: `SELECT toString(toUnixTimestamp64Milli(min(effective_at))) AS first
          FROM journal
          WHERE has({partitions:Array(UInt16)}, partition)`,
    params: { partitions: [...within.keys()] },
    row: firstStamp,
  });
  return dayOfStamp(row?.first ?? 0);
}
