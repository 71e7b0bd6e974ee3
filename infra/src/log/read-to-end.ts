/** Reads what the log holds now, for tests: it does not wait for more. */
import type { Watermark } from "@qorgau/schemas/watermark";
import { includes } from "@qorgau/schemas/watermark";
import type { EventLog, LogRecord } from "./event-log.ts";

/** Gives the records behind `after`, at least up to the end that the log has at the call. */
export async function readToEnd(
  log: EventLog,
  after: Watermark = new Map(),
  options: { readonly recordsMax?: number; readonly onBatch?: (batch: readonly LogRecord[]) => void } = {},
): Promise<LogRecord[]> {
  const end = await log.end();
  const positions = new Map(after);
  const records: LogRecord[] = [];
  if (includes(positions, end)) return records;
  for await (const batch of log.read(after, { recordsMax: options.recordsMax ?? 1000, signal: new AbortController().signal })) {
    options.onBatch?.(batch);
    for (const record of batch) {
      records.push(record);
      positions.set(record.partition, record.offset);
    }
    if (includes(positions, end)) break;
  }
  return records;
}
