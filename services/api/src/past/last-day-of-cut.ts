/** The last day that a cut knows of: a function of the cut, so that an answer about days up to it never asks the clock. */
import type { Store } from "@qorgau/infra/store/store";
import { z } from "zod";
import type { AskedCut } from "./asked-cut.ts";

const stamp = z.object({ last: z.coerce.number() });
const kazakhstanMs = 5 * 3_600_000;

/** The date at +05:00 of the instant asked for, else of the effective stamp of the cut's last record; null of an empty cut. */
export async function lastDayOfCut(store: Store, { asOf, watermark }: Pick<AskedCut, "asOf" | "watermark">): Promise<string | null> {
  if (asOf !== null) return dateOf(Date.parse(asOf));
  if (watermark.size === 0) return null;
  // Effective stamps grow within a partition: the last record's is the partition's greatest.
  const [row] = await store.query({
    sql: `SELECT toString(toUnixTimestamp64Milli(max(effective_at))) AS last
          FROM journal
          WHERE (partition, offset) IN (SELECT arrayJoin(arrayZip({partitions:Array(UInt16)}, {offsets:Array(UInt64)})))`,
    params: { partitions: [...watermark.keys()], offsets: [...watermark.values()] },
    row: stamp,
  });
  return row === undefined ? null : dateOf(row.last);
}

function dateOf(ms: number): string {
  return new Date(ms + kazakhstanMs).toISOString().slice(0, 10);
}
