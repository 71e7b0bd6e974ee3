/** The batches of open figures as the log has them, and as the journal gives them again: the same for every process, and after every restart. */
import { appendSystemEvents } from "@qorgau/infra/log/append-system-events";
import type { SystemEventPlace } from "@qorgau/infra/log/append-system-events";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { systemRecords } from "@qorgau/infra/store/journal/system-records";
import type { Store } from "@qorgau/infra/store/store";
import { batchType } from "@qorgau/schemas/codes/enumerations";
import { releaseSource } from "@qorgau/schemas/responses/releases";
import { batchSchema, effectiveBatches } from "./domain/batches.ts";
import type { Batch } from "./domain/batches.ts";

/** The batches in effect within the published cut; `watermark` is its text. Rejects with a `StoreError`. */
export async function readBatches(store: Store, watermark: string): Promise<Batch[]> {
  const records = await systemRecords(store, "batch", watermark, ["batch"]);
  return effectiveBatches(records.flatMap(({ members }) => batchSchema.safeParse(members["batch"]).data ?? []));
}

/** Appends a batch; gives its place. Rejects as the log does. */
export function appendBatch(log: Pick<EventLog, "append">, batch: Batch): Promise<SystemEventPlace> {
  const event = {
    specversion: "1.0",
    id: `batch-${batch.number}`,
    source: releaseSource,
    type: batchType,
    subject: String(batch.number),
    datacontenttype: "application/json",
    data: { batch },
  };
  return appendSystemEvents(log, [event]);
}
