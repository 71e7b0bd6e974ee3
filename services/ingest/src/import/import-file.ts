/** One import: rows become events, events go through the door in batches, and nothing is lost sight of on the way. */
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import type { OutboundEvent } from "./outbound-event.ts";
import { readRecords } from "./read-records.ts";
import { RejectedFile } from "./rejected-file.ts";
import { sendEvents } from "./send-events.ts";
import type { SendOptions } from "./send-events.ts";

export interface ImportOptions extends SendOptions {
  readonly format: ImportFormat;
  readonly batchSize: number;
  readonly onProgress?: (bytes: number, rows: number) => void;
}

export interface ImportSummary {
  readonly rows: number;
  /** Events, of which a row may make several. */
  readonly accepted: number;
  readonly rejected: number;
  /** Accepted with at least one warning. */
  readonly warned: number;
  /** Accepted events by year of occurrence, ascending. */
  readonly byYear: ReadonlyArray<readonly [year: string, events: number]>;
  /** Where the rejected rows lie; null if there are none. */
  readonly rejectedPath: string | null;
}

interface Prepared {
  readonly row: number;
  readonly event: OutboundEvent;
}

export async function importFile(path: string, options: ImportOptions): Promise<ImportSummary> {
  let bytes = 0;
  const totals = { rows: 0, accepted: 0, rejected: 0, warned: 0 };
  const byYear = new Map<string, number>();
  await using rejectedFile = new RejectedFile(path);
  const records = readRecords(path, { format: options.format, onBytes: (read) => (bytes = read) });
  for await (const batch of batches(records, options)) {
    const outcome = await sendEvents(
      batch.map(({ event }) => event),
      options,
    );
    const refused = new Set(outcome.rejections.map(({ index }) => index));
    await rejectedFile.write(outcome.rejections.map(({ index, errors }) => rejectedRow(batch[index] as Prepared, errors)));
    batch.forEach(({ event }, index) => {
      if (!refused.has(index)) countYear(byYear, event);
    });
    totals.rows = batch.at(-1)?.row ?? totals.rows;
    totals.accepted += outcome.accepted;
    totals.rejected += refused.size;
    totals.warned += outcome.warned;
    options.onProgress?.(bytes, totals.rows);
  }
  return { ...totals, byYear: [...byYear].toSorted(([a], [b]) => a.localeCompare(b)), rejectedPath: rejectedFile.path };
}

async function* batches(records: AsyncIterable<ImportRecord>, { format, batchSize }: ImportOptions): AsyncGenerator<Prepared[]> {
  let batch: Prepared[] = [];
  for await (const record of records) {
    batch.push(...format.eventsOf(record).map((event) => ({ row: record.row, event })));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function rejectedRow({ row, event }: Prepared, errors: readonly unknown[]) {
  return { row, subject: event.subject, errors };
}

function countYear(byYear: Map<string, number>, event: OutboundEvent): void {
  const year = String(event.data["occurredAt"]).slice(0, 4);
  byYear.set(year, (byYear.get(year) ?? 0) + 1);
}
