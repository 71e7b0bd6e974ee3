/** The journal: append statements; find what a record, or a link key, holds. */
import { linkKeys, recordKey } from "@qorgau/schemas/cases/links";
import type { JournalRow } from "@qorgau/schemas/rows/journal";
import type { LoggedOther, LoggedStatement, LogPlace, Statement } from "@qorgau/schemas/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Store } from "../store/store.ts";
import { z } from "zod";

function placeColumns({ partition, offset, recordedAt, effectiveAt }: LogPlace) {
  return { partition, offset, recorded_at: recordedAt, effective_at: effectiveAt };
}

function statementRow({ statement, ...place }: LoggedStatement): JournalRow {
  return {
    ...placeColumns(place),
    entity: statement.entity,
    record_key: recordKey(statement).toString(),
    link_keys: linkKeys(statement).map(String),
    statement: JSON.stringify(statement),
  };
}

/** What is no statement stands in the journal by its place and stamps, which decide what cut an instant is; a release with its text. */
function otherRow({ entity, text = "", ...place }: LoggedOther): JournalRow {
  return { ...placeColumns(place), entity, record_key: "0", link_keys: [], statement: text };
}

/** May be repeated: the same place in the log twice is read as one. */
export async function appendToJournal(store: Store, statements: readonly LoggedStatement[], others: readonly LoggedOther[]): Promise<void> {
  await store.insert("journal", [...statements.map(statementRow), ...others.map(otherRow)]);
}

/** The keys of all records that hold one of the link keys. */
export async function recordsOfLinks(store: Store, keys: readonly bigint[]): Promise<bigint[]> {
  if (keys.length === 0) return [];
  const rows = await store.query({
    sql: "SELECT DISTINCT toString(record_key) AS record_key FROM links WHERE link_key IN {keys:Array(UInt64)}",
    params: { keys: keys.map(String) },
    row: z.object({ record_key: z.string() }),
  });
  return rows.map((row) => BigInt(row.record_key));
}

const journaledStatement = z.object({
  partition: z.number(),
  offset: z.coerce.number(),
  recorded_ms: z.coerce.number(),
  effective_ms: z.coerce.number(),
  statement: z.string(),
});

/** Every statement of these records at or below the cut, each place in the log once. */
export async function statementsOfRecords(store: Store, keys: readonly bigint[], cut: Watermark): Promise<LoggedStatement[]> {
  if (keys.length === 0 || cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT partition, offset, statement,
             toUnixTimestamp64Milli(recorded_at) AS recorded_ms, toUnixTimestamp64Milli(effective_at) AS effective_ms
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)}
        AND statement != ''
        AND has({partitions:Array(UInt16)}, partition)
        AND offset <= transform(partition, {partitions:Array(UInt16)}, {offsets:Array(UInt64)}, toUInt64(0))
      LIMIT 1 BY partition, offset`,
    params: { keys: keys.map(String), partitions: [...cut.keys()], offsets: [...cut.values()] },
    row: journaledStatement,
  });
  return rows.map((row) => ({
    statement: JSON.parse(row.statement) as Statement,
    partition: row.partition,
    offset: row.offset,
    recordedAt: new Date(row.recorded_ms).toISOString(),
    effectiveAt: new Date(row.effective_ms).toISOString(),
  }));
}
