/** The journal: append statements; find what a record, or a link key, holds. */
import { indexedKeys, linksOf, recordKeys } from "@qorgau/schemas/cases/links/links";
import type { RecordKeys } from "@qorgau/schemas/cases/links/links";
import type { JournalRow } from "@qorgau/schemas/rows/journal";
import { isSystemEntity } from "@qorgau/schemas/events/statement";
import type { ControlRecord, LoggedStatement, LogPlace, Statement } from "@qorgau/schemas/events/statement";
import type { Supplement } from "@qorgau/schemas/events/supplement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { z } from "zod";

function placeColumns({ partition, offset, recordedAt, effectiveAt }: LogPlace) {
  return { partition, offset, recorded_at: recordedAt, effective_at: effectiveAt };
}

function identityColumns(statement: Statement | Supplement, { record, recordCheck }: RecordKeys) {
  return {
    record_key: record.toString(),
    record_check: recordCheck.toString(),
    revision: statement.revision,
    content: BigInt(`0x${statement.content.slice(0, 32)}`).toString(),
  };
}

function statementRow({ statement, ...place }: LoggedStatement): JournalRow {
  const links = linksOf(statement);
  const { sameAs } = links;
  return {
    ...placeColumns(place),
    entity: statement.entity,
    ...identityColumns(statement, links),
    link_keys: indexedKeys(statement).map(String),
    named_key: String(sameAs?.target ?? 0n),
    same_as_group: String(sameAs?.group ?? 0n),
    statement: JSON.stringify(statement),
  };
}

/** Whether a row is a statement that cases, claims or exposures are made of: no control record, and no supplement. */
export const isStatement = "entity IN ('case', 'claim', 'exposure')";

const noStatement = { record_key: "0", record_check: "0", revision: 0, content: "0", link_keys: [], named_key: "0", same_as_group: "0" };

/**
 * A control record is in the journal with its place and stamps, which decide the cut of an instant; what the system keeps with its text. That has a
 * key of its own, by which it is found among any number of ticks.
 */
function controlRow({ entity, text = "", ...place }: ControlRecord): JournalRow {
  if (entity === "supplement") return supplementRow(JSON.parse(text) as Supplement, text, place);
  return {
    ...placeColumns(place),
    entity,
    ...noStatement,
    record_key: isSystemEntity(entity) ? "0" : "1",
    statement: text,
  };
}

/** A supplement is found by its entity and its record; it is linked to nothing. */
function supplementRow(statement: Supplement, text: string, place: LogPlace): JournalRow {
  return {
    ...placeColumns(place),
    ...noStatement,
    entity: statement.entity,
    ...identityColumns(statement, recordKeys(statement)),
    statement: text,
  };
}

/**
 * Appends one block. May be repeated: the same place in the log twice is read as one. Rejects with a StoreError; with a RangeError where there
 * are more than `insertRowsMax` rows.
 */
export async function appendToJournal(
  store: Store,
  statements: readonly LoggedStatement[],
  controlRecords: readonly ControlRecord[],
): Promise<void> {
  await store.insert("journal", [...(await mapInPieces(statements, statementRow)), ...(await mapInPieces(controlRecords, controlRow))]);
}

/** Gives the keys of records that ever held one of the link keys, at most `limit` of them, whatever the cut. */
export async function recordsOfLinks(store: Store, keys: readonly bigint[], limit: number): Promise<bigint[]> {
  if (keys.length === 0) return [];
  const rows = await store.query({
    sql: "SELECT DISTINCT toString(record_key) AS record_key FROM links WHERE link_key IN {keys:Array(UInt64)} LIMIT {limit:UInt32}",
    params: { keys: keys.map(String), limit },
    row: z.object({ record_key: z.string() }),
  });
  return rows.map((row) => BigInt(row.record_key));
}

/** The columns of `journaledStatement`, stamps in milliseconds since the epoch. */
export const statementColumns =
  "partition, offset, statement, toUnixTimestamp64Milli(recorded_at) AS recorded_ms, toUnixTimestamp64Milli(effective_at) AS effective_ms";

/** By what the effective statement of a record is chosen: of two contents of one revision the greater, of two repetitions the first in the log. */
export const strongestStatement = "(revision, content, -toInt64(offset))";

/** A condition for places at or below the cut of `cutParameters`. */
export const withinCut = `has({partitions:Array(UInt16)}, partition)
        AND offset <= transform(partition, {partitions:Array(UInt16)}, {offsets:Array(UInt64)}, toUInt64(0))`;

/** Gives the parameters of `withinCut`. */
export function cutParameters(cut: Watermark) {
  return { partitions: [...cut.keys()], offsets: [...cut.values()] };
}

/** One row of `statementColumns`. */
export const journaledStatement = z.object({
  partition: z.number(),
  offset: z.coerce.number(),
  recorded_ms: z.coerce.number(),
  effective_ms: z.coerce.number(),
  statement: z.string(),
});

/** Gives every statement of these records at or below the cut, withdrawals among them, each place in the log once, in no order. */
export async function statementsOfRecords(store: Store, keys: readonly bigint[], cut: Watermark): Promise<LoggedStatement[]> {
  if (keys.length === 0 || cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT ${statementColumns}
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)}
        AND ${isStatement}
        AND ${withinCut}
      LIMIT 1 BY partition, offset`,
    params: { keys: keys.map(String), ...cutParameters(cut) },
    row: journaledStatement,
  });
  return mapInPieces(rows, loggedStatement);
}

/** Gives the statement of a row, with its stamps as text in UTC. Its JSON was checked before it was stored and is not checked again. */
export function loggedStatement(row: z.infer<typeof journaledStatement>): LoggedStatement {
  return { statement: JSON.parse(row.statement) as Statement, ...placeOfRow(row) };
}

/** Gives the place of a row in the log, its stamps as text in UTC. */
export function placeOfRow(row: z.infer<typeof journaledStatement>): LogPlace {
  return {
    partition: row.partition,
    offset: row.offset,
    recordedAt: new Date(row.recorded_ms).toISOString(),
    effectiveAt: new Date(row.effective_ms).toISOString(),
  };
}

/** Gives every statement behind `from` and at or below `to`, each place in the log once, in no order. */
export async function statementsBetween(store: Store, from: Watermark, to: Watermark): Promise<LoggedStatement[]> {
  if (to.size === 0) return [];
  const partitions = [...to.keys()];
  const rows = await store.query({
    sql: `
      SELECT ${statementColumns}
      FROM journal
      WHERE has({partitions:Array(UInt16)}, partition)
        AND toInt64(offset) > transform(partition, {partitions:Array(UInt16)}, {from:Array(Int64)}, toInt64(0))
        AND toInt64(offset) <= transform(partition, {partitions:Array(UInt16)}, {to:Array(Int64)}, toInt64(0))
        AND ${isStatement}
      LIMIT 1 BY partition, offset`,
    params: { partitions, from: partitions.map((partition) => from.get(partition) ?? -1), to: [...to.values()] },
    row: journaledStatement,
  });
  return mapInPieces(rows, loggedStatement);
}

/** How many places of the log hold a statement of these records at or below the cut: none of them is read. */
export async function countStatements(store: Store, keys: readonly bigint[], cut: Watermark): Promise<number> {
  if (keys.length === 0 || cut.size === 0) return 0;
  const [row] = await store.query({
    sql: `SELECT toUInt32(uniqExact(partition, offset)) AS statements FROM journal WHERE record_key IN {keys:Array(UInt64)} AND ${withinCut}`,
    params: { keys: keys.map(String), ...cutParameters(cut) },
    row: z.object({ statements: z.number() }),
  });
  return row?.statements ?? 0;
}
