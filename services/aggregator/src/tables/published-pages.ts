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

/** Cells of cases from a random day of a month that a random month cell is of; of a store without months the first. */
export async function anyCases(store: Store, limit: number): Promise<string[]> {
  const month = await anyMonth(store);
  const day = String(randomInt(1, 32)).padStart(2, "0");
  const after = month === undefined ? "" : caseCell(`${month.slice(0, 7)}-${day}`, randomBytes(32).toString("hex"));
  return cellsAfter(store, "case", { after, limit });
}

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
