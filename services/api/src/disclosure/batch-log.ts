/** The batches of open figures as the log has them, and as the journal gives them again: the same for every process, and after every restart. */
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Store } from "@qorgau/infra/store/store";
import { batchType } from "@qorgau/schemas/codes/enumerations";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { batchSchema, effectiveBatches } from "./domain/batches.ts";
import type { Batch } from "./domain/batches.ts";

/** The partition of all batches, as of all releases: their order is that of the log. */
const batchPartition = 0;

const batchRow = z.object({ offset: z.coerce.number(), batch: z.string() });

/** The batches in effect within the published cut; `watermark` is its text. Rejects with a `StoreError`. */
export async function readBatches(store: Store, watermark: string): Promise<Batch[]> {
  const last = parseWatermark(watermark)?.get(batchPartition);
  if (last === undefined) return [];
  const rows = await store.query({
    sql: `SELECT offset, JSONExtractRaw(statement, 'data', 'batch') AS batch
          FROM journal
          WHERE record_key = 0 AND partition = ${batchPartition} AND entity = 'batch' AND offset <= {last:UInt64}
          ORDER BY offset
          LIMIT 1 BY offset`,
    params: { last: String(last) },
    row: batchRow,
  });
  return effectiveBatches(rows.flatMap(({ batch }) => batchSchema.safeParse(JSON.parse(batch || "null")).data ?? []));
}

/** Appends a batch; gives its place. Rejects as the log does. */
export async function appendBatch(log: Pick<EventLog, "append">, batch: Batch): Promise<{ partition: number; offset: number }> {
  const event = {
    specversion: "1.0",
    id: `batch-${batch.number}`,
    source: releaseSource,
    type: batchType,
    subject: String(batch.number),
    datacontenttype: "application/json",
    data: { batch },
  };
  const [place] = await log.append([{ key: "", partition: batchPartition, value: JSON.stringify(event) }]);
  if (place === undefined) throw new Error("the log gave no place for a batch");
  return place;
}
