/** What is stated of the workers of single enterprises, as it is effective at a cut. */
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { cutParameters, strongestStatement, withinCut } from "./journal.ts";

/**
 * The effective statement of each exposure record at the cut that names an employer and is not withdrawn, at most `limit` of them, in no order. Order and
 * repetition of the log change nothing. Rejects with a `StoreError`.
 */
export async function employerExposures(store: Store, limit: number, cut: Watermark): Promise<ExposureStatement[]> {
  if (cut.size === 0) return [];
  const rows = await store.query({
    sql: `
      SELECT stated
      FROM (
        SELECT argMax(statement, ${strongestStatement}) AS stated
        FROM journal
        WHERE entity = 'exposure' AND ${withinCut}
        GROUP BY record_key, record_check
      )
      WHERE NOT JSONExtractBool(stated, 'withdrawn') AND JSONHas(stated, 'data', 'employer')
      LIMIT {limit:UInt32}`,
    params: { limit, ...cutParameters(cut) },
    row: z.object({ stated: z.string() }),
  });
  return mapInPieces(rows, ({ stated }) => JSON.parse(stated) as ExposureStatement);
}
