/** What the records between a kept cut and a later one change, folded again from the journal. */
import { closureOfRecords } from "@qorgau/infra/journal/closure";
import type { Store } from "@qorgau/infra/store/store";
import { foldChange } from "@qorgau/schemas/cases/fold-change";
import type { UnversionedRow } from "@qorgau/schemas/rows/published";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";

/** Absolute rows of the cases and exposure records that differ at the later cut. */
export interface PastChanges {
  readonly cases: readonly UnversionedRow[];
  readonly exposures: readonly UnversionedRow[];
}

export async function changesBetween(store: Store, from: Watermark, to: Watermark): Promise<PastChanges> {
  const records = await recordsBetween(store, from, to);
  if (records.length === 0) return { cases: [], exposures: [] };
  const closed = await closureOfRecords(store, records, to);
  return foldChange(closed, ({ partition, offset }) => offset <= (from.get(partition) ?? -1));
}

/** The keys of the records that have a statement behind the one cut and within the other. */
async function recordsBetween(store: Store, from: Watermark, to: Watermark): Promise<bigint[]> {
  if (to.size === 0) return [];
  const partitions = [...to.keys()];
  const rows = await store.query({
    sql: `SELECT DISTINCT toString(record_key) AS record_key
          FROM journal
          WHERE has({partitions:Array(UInt16)}, partition)
            AND toInt64(offset) > transform(partition, {partitions:Array(UInt16)}, {from:Array(Int64)}, toInt64(0))
            AND toInt64(offset) <= transform(partition, {partitions:Array(UInt16)}, {to:Array(Int64)}, toInt64(0))
            AND entity NOT IN ('tick', 'release', 'unknown')`,
    params: { partitions, from: partitions.map((partition) => from.get(partition) ?? -1), to: [...to.values()] },
    row: z.object({ record_key: z.string() }),
  });
  return rows.map((row) => BigInt(row.record_key));
}
