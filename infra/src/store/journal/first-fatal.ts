/** Since when the log says of records that somebody has died. */
import { recordKeys } from "@qorgau/schemas/cases/links/links";
import type { FirstFatal, RecordTuple } from "@qorgau/schemas/rows/journal";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { Store } from "../store.ts";
import { cutParameters, isStatement, withinCut } from "./journal.ts";

/** So many records are looked up at once. */
const recordsAtOnce = 2_000;

const row = z.object({ record: z.string(), first_ms: z.coerce.number(), fatal_ms: z.coerce.number() });

/** By `JSON.stringify` of the tuple, of the records that have a statement at or below the cut. Rejects with a `StoreError`. */
export async function firstFatalOf(
  store: Store,
  records: readonly RecordTuple[],
  cut: Watermark,
): Promise<ReadonlyMap<string, FirstFatal>> {
  const found = new Map<string, FirstFatal>();
  if (cut.size === 0) return found;
  const names = new Map(records.map((record) => [keyOf(record), JSON.stringify(record)]));
  const keys = [...names.keys()];
  for (let first = 0; first < keys.length; first += recordsAtOnce) {
    const some = keys.slice(first, first + recordsAtOnce);
    const rows = await store.query({
      sql: `
        SELECT concat(toString(record_key), ' ', toString(record_check)) AS record,
               toUnixTimestamp64Milli(min(effective_at)) AS first_ms,
               toUnixTimestamp64Milli(minIf(effective_at, JSONExtractString(statement, 'data', 'severity') = 'fatal')) AS fatal_ms
        FROM journal
        WHERE record_key IN {keys:Array(UInt64)} AND ${isStatement} AND ${withinCut}
        GROUP BY record_key, record_check`,
      params: { keys: some.map((key) => key.split(" ")[0]!), ...cutParameters(cut) },
      row,
    });
    for (const { record, first_ms: firstMs, fatal_ms: fatalMs } of rows) {
      const name = names.get(record);
      // The least of no stamps is the epoch.
      if (name !== undefined) found.set(name, { firstMs, fatalMs: fatalMs > 0 ? fatalMs : null });
    }
  }
  return found;
}

function keyOf([source, entity, subject]: RecordTuple): string {
  const { record, recordCheck } = recordKeys({ source, entity, subject });
  return `${record} ${recordCheck}`;
}
