/** What was accepted of one reporter: its events as the log has them, of cases and of what stands beside them. */
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { Store } from "../store.ts";

export interface AcceptedEvent {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly revision: number;
  readonly type: string;
  readonly partition: number;
  readonly offset: number;
  readonly recordedMs: number;
}

const eventRow = z.object({
  partition: z.number(),
  offset: z.coerce.number(),
  recordedMs: z.coerce.number(),
  revision: z.number(),
  id: z.string(),
  subject: z.string(),
  type: z.string(),
});

/**
 * At most `limit` events of the source behind `from` and at or below `to`, each place in the log once, by partition and offset. Of the reporter's name
 * every statement between the cuts is read. Rejects with a StoreError.
 */
export async function acceptedEvents(
  store: Store,
  { source, limit }: { readonly source: string; readonly limit: number },
  from: Watermark,
  to: Watermark,
): Promise<AcceptedEvent[]> {
  if (to.size === 0) return [];
  const partitions = [...to.keys()];
  const rows = await store.query({
    sql: `
      SELECT partition, offset, toUnixTimestamp64Milli(recorded_at) AS recordedMs, revision, JSONExtractString(statement, 'id') AS id,
             JSONExtractString(statement, 'subject') AS subject, JSONExtractString(statement, 'type') AS type
      FROM journal
      WHERE has({partitions:Array(UInt16)}, partition)
        AND toInt64(offset) > transform(partition, {partitions:Array(UInt16)}, {from:Array(Int64)}, toInt64(0))
        AND toInt64(offset) <= transform(partition, {partitions:Array(UInt16)}, {to:Array(Int64)}, toInt64(0))
        AND revision > 0
        AND position(statement, {written:String}) > 0 AND JSONExtractString(statement, 'source') = {source:String}
      ORDER BY partition, offset
      LIMIT 1 BY partition, offset
      LIMIT {limit:UInt32}`,
    params: {
      partitions,
      from: partitions.map((partition) => from.get(partition) ?? -1),
      to: [...to.values()],
      source,
      written: `"source":${JSON.stringify(source)}`,
      limit,
    },
    row: eventRow,
  });
  return rows.map((row) => ({ ...row, source }));
}
