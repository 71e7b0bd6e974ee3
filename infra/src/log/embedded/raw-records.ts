/**
 * The records of an embedded log as its file holds them, for who does not trust the file: bytes instead of texts, no checksum, and on after whatever
 * cannot be read. The log may be a copy; nothing is written into it.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { FoundRecord } from "../../proof/domain/compare-records.ts";
import { leafHashOfBytes } from "../../proof/domain/leaf-hash.ts";
import { EventLogError } from "../event-log.ts";
import { stampMsMax } from "../stamp-range.ts";
import { partitionTable } from "./partition-tables.ts";

const rowsPerLook = 1000;

type Row = readonly [offset: number, timestampMs: number, isSound: number, key: Uint8Array, value: Uint8Array];

/** A log that is read raw, until it is closed. */
export interface RawLog {
  /** The partitions that there are tables of. */
  readonly partitions: readonly number[];
  /** Records from offset 0 on, each found or not; at least `atLeast` of them, and all that follow without a gap. */
  records(partition: number, atLeast: number): Iterable<FoundRecord>;
  close(): void;
}

/** Throws an EventLogError (`log_corrupt`) where there is no log, or so much of it is damaged that SQLite cannot open it. */
export function openRawLog(directory: string): RawLog {
  const file = join(directory, "log.sqlite");
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    const names = database.prepare("select name from sqlite_master where type = 'table'").all();
    const partitions = names.flatMap(({ name }) => /^partition_(\d{1,3})$/.exec(String(name))?.[1] ?? []).map(Number);
    return {
      partitions: partitions.toSorted((a, b) => a - b),
      records: (partition, atLeast) => (partitions.includes(partition) ? recordsOf(database, partition, atLeast) : noRecords(atLeast)),
      close: () => database.close(),
    };
  } catch (error) {
    throw new EventLogError("log_corrupt", `${file} cannot be read as a log: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function* noRecords(atLeast: number): Generator<FoundRecord> {
  for (let offset = 0; offset < atLeast; offset += 1) yield { leaf: null, reason: "its partition is missing" };
}

function* recordsOf(database: DatabaseSync, partition: number, atLeast: number): Generator<FoundRecord> {
  // What a flipped bit made of a column's type is not what was appended, though its bytes are.
  const select = (condition: string) => {
    const statement = database.prepare(
      `select record_offset, min(max(appended_at_ms, 0), ${stampMsMax}),
              typeof(appended_at_ms) = 'integer' and appended_at_ms between 0 and ${stampMsMax} and typeof(record_key) = 'text' and typeof(record_value) = 'text',
              cast(record_key as blob), cast(record_value as blob)
       from ${partitionTable(partition)} where ${condition} order by record_offset limit ${rowsPerLook}`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const [behind, single] = [select("record_offset >= ?"), select("record_offset = ?")];
  const look = (one: typeof behind, offset: number): readonly Row[] | null => {
    try {
      return one.all(offset) as unknown as Row[];
    } catch {
      return null;
    }
  };
  for (let offset = 0; ;) {
    const rows = look(behind, offset);
    if (rows !== null && rows[0]?.[0] === offset) {
      for (const row of rows) {
        if (row[0] !== offset) break;
        yield found(partition, row);
        offset += 1;
      }
      continue;
    }
    if (offset >= atLeast) return;
    // A page that cannot be read, or a gap: record by record, until the next look finds the one it begins with.
    const [row] = look(single, offset) ?? [];
    yield row === undefined ? { leaf: null, reason: rows === null ? "it cannot be read" : "it is missing" } : found(partition, row);
    offset += 1;
  }
}

function found(partition: number, [offset, timestampMs, isSound, key, value]: Row): FoundRecord {
  if (isSound !== 1) return { leaf: null, reason: "its columns are not of their types" };
  return { leaf: leafHashOfBytes({ partition, offset, timestampMs }, key, value) };
}
