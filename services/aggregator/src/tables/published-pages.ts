/** Ways to come upon published rows and journalled records: from a random place, or all of them page by page. */
import { randomBytes, randomInt } from "node:crypto";
import { caseCell } from "@qorgau/schemas/rows/published";
import type { Store } from "@qorgau/infra/store/store";
import { isStatement } from "@qorgau/infra/store/journal/journal";
import { z } from "zod";

export interface PageOptions {
  /** Exclusive; "" begins at the first. */
  readonly after: string;
  readonly limit: number;
}

const cellRow = z.object({ cell: z.string() });

/**
 * Cells of cases from a random place on: as often from a day of this month, which most cases are near to, as from any day between an eighth of their time before
 * the first and the last, so that a row that should not be there is come upon however far it is from the others.
 */
export async function anyCases(store: Store, month: string | undefined, limit: number): Promise<string[]> {
  const day =
    month === undefined || randomInt(2) === 0 ? await anyDay(store) : `${month.slice(0, 7)}-${String(randomInt(1, 32)).padStart(2, "0")}`;
  return cellsAfter(store, "case", { after: day === null ? "" : caseCell(day, randomBytes(32).toString("hex")), limit });
}

/** Null of a store without cases. */
async function anyDay(store: Store): Promise<string | null> {
  const end = async (direction: "ASC" | "DESC") => {
    const sql = `SELECT cell FROM published WHERE grain = 'case' ORDER BY cell ${direction} LIMIT 1`;
    const [row] = await store.query({ sql, row: cellRow });
    return row === undefined ? null : Date.parse(row.cell.slice(0, "2026-01-17".length));
  };
  const [firstMs, lastMs] = [await end("ASC"), await end("DESC")];
  if (firstMs === null || lastMs === null) return null;
  const days = Math.ceil((lastMs - firstMs) / dayMs);
  return new Date(lastMs - randomInt(Math.ceil(days * 1.125) + 1) * dayMs).toISOString().slice(0, "2026-01-17".length);
}

const dayMs = 86_400_000;

/** Cells of a grain in their order, vanished ones included. */
export async function cellsAfter(store: Store, grain: "case" | "exposure", { after, limit }: PageOptions): Promise<string[]> {
  const rows = await store.query({
    sql: "SELECT DISTINCT cell FROM published WHERE grain = {grain:String} AND cell > {after:String} ORDER BY cell LIMIT {limit:UInt32}",
    params: { grain, after, limit },
    row: cellRow,
  });
  return rows.map(({ cell }) => cell);
}

/** A month cell taken at random; undefined where there is none. */
export async function anyMonth(store: Store): Promise<string | undefined> {
  const [row] = await store.query({ sql: "SELECT cell FROM published WHERE grain = 'month' ORDER BY rand() LIMIT 1", row: cellRow });
  return row?.cell;
}

/** How many month cells there are. */
export async function monthCount(store: Store): Promise<number> {
  const [row] = await store.query({
    sql: "SELECT toFloat64(uniqExact(cell)) AS months FROM published WHERE grain = 'month'",
    row: z.object({ months: z.number() }),
  });
  return row?.months ?? 0;
}

/** Keys of records with statements in the journal, in their order. */
export async function recordsAfter(store: Store, { after, limit }: PageOptions): Promise<bigint[]> {
  const rows = await store.query({
    sql: `SELECT DISTINCT toString(record_key) AS key FROM journal
          WHERE record_key > {after:UInt64} AND ${isStatement} ORDER BY record_key LIMIT {limit:UInt32}`,
    params: { after: after === "" ? "0" : after, limit },
    row: z.object({ key: z.string() }),
  });
  return rows.map(({ key }) => BigInt(key));
}
