/** Statements beside the cases, as they are effective at a cut: what an enterprise is in, statistics of the inspection, dangerous occurrences. */
import type { ActiveSupplements, LoggedSupplement, Supplement } from "@qorgau/schemas/events/supplement";
import { supplementEntities } from "@qorgau/schemas/codes/enumerations";
import type { Programme } from "@qorgau/schemas/codes/enumerations";
import type { Watermark } from "@qorgau/schemas/watermark";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { effectiveStatements } from "./effective-statements.ts";
import { cutParameters, journaledStatement, placeOfRow, statementColumns, withinCut } from "./journal.ts";

/**
 * The effective statement of each record of the entity at the cut, without the withdrawn, ordered by source and subject; with `programmes` of
 * these alone, and at most `limit` of them. Order and repetition of the log change nothing. Rejects with a `StoreError`.
 */
export async function effectiveSupplements<Entity extends keyof ActiveSupplements>(
  store: Store,
  { entity, programmes = [], limit }: { readonly entity: Entity; readonly programmes?: readonly Programme[]; readonly limit: number },
  cut: Watermark,
): Promise<ActiveSupplements[Entity][]> {
  const condition = programmes.length === 0 ? "true" : "JSONExtractString(stated, 'data', 'programme') IN {programmes:Array(String)}";
  const wanted = { entity, condition, params: { programmes }, limit };
  const statements = await effectiveStatements<Exclude<Supplement, { withdrawn: true }>>(store, wanted, cut);
  return statements.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) as ActiveSupplements[Entity][];
}

/** Every statement of these records at or below the cut, withdrawals among them, each place in the log once, in no order. Rejects with a `StoreError`. */
export async function supplementsOfRecords(store: Store, keys: readonly bigint[], cut: Watermark): Promise<LoggedSupplement[]> {
  if (keys.length === 0 || cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT ${statementColumns}
      FROM journal
      WHERE record_key IN {keys:Array(UInt64)} AND entity IN {entities:Array(String)} AND ${withinCut}
      LIMIT 1 BY partition, offset`,
    params: { keys: keys.map(String), entities: supplementEntities, ...cutParameters(cut) },
    row: journaledStatement,
  });
  return mapInPieces(rows, (row) => ({ statement: JSON.parse(row.statement) as Supplement, ...placeOfRow(row) }));
}

const nameOf = ({ source, subject }: Supplement) => JSON.stringify([source, subject]);
