/**
 * Reads batches from the log's file on a connection of its own: SQLite shows it committed, hence durable, transactions only and never
 * makes it wait for the writer.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Watermark } from "@qorgau/schemas/watermark";
import { EventLogError } from "../event-log.ts";
import type { LogRecord } from "../event-log.ts";
import { checksTable, partitionTable } from "./partition-tables.ts";
import { divideTotal } from "../divide-total.ts";
import { stampMsMax } from "../stamp-range.ts";
import { checkOf } from "./record-check.ts";

/** Reading runs in the event loop: a batch of a few MiB holds it up for milliseconds. */
const batchBytesMax = 4 * 1024 * 1024;

/** Reads records in batches. Throws `log_corrupt` at a gap, or where a checksum differs. */
export class LogReader {
  readonly #selects: readonly StatementSync[];

  constructor(database: DatabaseSync, partitions: number) {
    this.#selects = Array.from({ length: partitions }, (_, partition) => {
      const select = database.prepare(
        // A stamp that no number of JavaScript holds would end the reading of everything behind it.
        `select record_offset, min(max(appended_at_ms, 0), ${stampMsMax}), record_key, record_value, record_check
         from ${partitionTable(partition)} left join ${checksTable(partition)} using (record_offset)
         where record_offset > ? order by record_offset limit ?`,
      );
      select.setReturnArrays(true);
      return select;
    });
  }

  /**
   * Gives at most `recordsMax` records behind `positions` and up to `end`, divided among those of `partitions` that have any, the first ones
   * first, so that a busy partition starves no other. Empty where there are none.
   */
  batch(positions: Watermark, end: Watermark, recordsMax: number, partitions: readonly number[]): LogRecord[] {
    const backlogs = partitions
      .map((partition) => ({ partition, records: (end.get(partition) ?? -1) - (positions.get(partition) ?? -1) }))
      .filter(({ records }) => records > 0);
    const parts = divideTotal(
      recordsMax,
      backlogs.map(({ records }) => records),
    );
    const bytesMax = batchBytesMax / Math.max(backlogs.length, 1);
    return backlogs.flatMap(({ partition }, index) => this.#read(partition, positions.get(partition) ?? -1, parts[index]!, bytesMax));
  }

  #read(partition: number, after: number, recordsMax: number, bytesMax: number): LogRecord[] {
    const records: LogRecord[] = [];
    if (recordsMax === 0) return records;
    let length = 0;
    for (const row of this.#selects[partition]!.iterate(after, recordsMax)) {
      const [offset, timestampMs, key, value, check] = row as unknown as [number, number, string, string, number | null];
      if (offset !== after + records.length + 1) throw gap(partition, after + records.length + 1);
      // Records of a log that was begun without checksums have none.
      if (check !== null && check !== checkOf(partition, offset, timestampMs, key, value)) throw damaged(partition, offset);
      records.push({ partition, offset, timestampMs, key, value });
      length += value.length;
      if (length >= bytesMax) return records;
    }
    if (records.length < recordsMax) throw gap(partition, after + records.length + 1);
    return records;
  }
}

function gap(partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `Record ${partition}:${offset} was in the log and is missing from its file. Restore it from a copy.`,
  );
}

function damaged(partition: number, offset: number): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `Record ${partition}:${offset} is not what was acknowledged: its checksum is another. The log's file is damaged. Restore it from a copy.`,
  );
}
