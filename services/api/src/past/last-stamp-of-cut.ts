/** The last effective stamp of a cut: a function of the cut, so that a response about days up to it never reads the clock. Ticks count. */
import type { Store } from "@qorgau/infra/store/store";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";

const stamp = z.object({ last: z.coerce.number() });

/** Milliseconds since the epoch; null of an empty cut. Rejects with a `StoreError`. */
export async function lastStampOfCut(store: Store, watermark: Watermark): Promise<number | null> {
  if (watermark.size === 0) return null;
  // Effective stamps grow within a partition: the last record's is the partition's greatest.
  const [row] = await store.query({
    sql: `SELECT toString(toUnixTimestamp64Milli(max(effective_at))) AS last
          FROM journal
          WHERE (partition, offset) IN (SELECT arrayJoin(arrayZip({partitions:Array(UInt16)}, {offsets:Array(UInt64)})))`,
    params: { partitions: [...watermark.keys()], offsets: [...watermark.values()] },
    row: stamp,
  });
  return row?.last ?? null;
}
