/** The statements of an entity as they are effective at a cut, of whole records. */
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { cutParameters, strongestStatement, withinCut } from "./journal.ts";

export interface EffectiveWanted {
  readonly entity: string;
  /** SQL over `stated`, the statement as JSON, with parameters by name. */
  readonly condition: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly limit: number;
}

/**
 * The effective statement of each record of the entity at the cut that is not withdrawn and meets the condition, parsed, at most `limit` of them, in no order.
 * Order and repetition of the log change nothing. Rejects with a `StoreError`.
 */
export async function effectiveStatements<Stated>(
  store: Store,
  { entity, condition, params = {}, limit }: EffectiveWanted,
  cut: Watermark,
): Promise<Stated[]> {
  if (cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT stated
      FROM (
        SELECT argMax(statement, ${strongestStatement}) AS stated
        FROM journal
        WHERE entity = {entity:String} AND ${withinCut}
        GROUP BY record_key, record_check
      )
      WHERE NOT JSONExtractBool(stated, 'withdrawn') AND ${condition}
      LIMIT {limit:UInt32}`,
    params: { entity, limit, ...params, ...cutParameters(cut) },
    row: z.object({ stated: z.string() }),
  });
  return mapInPieces(rows, ({ stated }) => JSON.parse(stated) as Stated);
}
