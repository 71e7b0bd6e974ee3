/** Which records had been stamped by an instant: the last of each partition with an effective stamp up to it. */
import type { Store } from "@qorgau/infra/store/store";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";

const lastOffset = z.object({ partition: z.number(), last: z.coerce.number() });

/**
 * Takes an instant in milliseconds since the epoch. Only records within `published` count: the journal may hold some above it, from a flush under
 * way. Empty partitions are left out. Rejects with a `StoreError`.
 */
export async function readInstantWatermark(store: Store, instantMs: number, published: Watermark): Promise<Watermark> {
  if (published.size === 0) return new Map();
  const rows = await store.query({
    // By number, since an instant may lie outside of what the column's type reaches.
    sql: `SELECT partition, max(offset) AS last
          FROM journal
          WHERE toUnixTimestamp64Milli(effective_at) <= {instant:Int64}
            AND has({partitions:Array(UInt16)}, partition)
            AND offset <= transform(partition, {partitions:Array(UInt16)}, {offsets:Array(UInt64)}, toUInt64(0))
          GROUP BY partition
          ORDER BY partition`,
    params: { instant: String(instantMs), partitions: [...published.keys()], offsets: [...published.values()] },
    row: lastOffset,
  });
  return new Map(rows.map(({ partition, last }) => [partition, last]));
}
