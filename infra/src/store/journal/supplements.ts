/** Statements beside the cases, as they are effective at a cut: what an enterprise is in, statistics of the inspection, dangerous occurrences. */
import type { ActiveSupplements, Supplement } from "@qorgau/schemas/events/supplement";
import type { Programme } from "@qorgau/schemas/codes/enumerations";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { cutParameters, strongestStatement, withinCut } from "./journal.ts";

/**
 * The effective statement of each record of the entity at the cut, without the withdrawn, ordered by source and subject; with `programmes` of
 * these alone, and at most `limit` of them. Order and repetition of the log change nothing. Rejects with a `StoreError`.
 */
export async function effectiveSupplements<Entity extends keyof ActiveSupplements>(
  store: Store,
  { entity, programmes = [], limit }: { readonly entity: Entity; readonly programmes?: readonly Programme[]; readonly limit: number },
  cut: Watermark,
): Promise<ActiveSupplements[Entity][]> {
  if (cut.size === 0) return [];
  const ofProgramme = programmes.length === 0 ? "" : "AND JSONExtractString(stated, 'data', 'programme') IN {programmes:Array(String)}";
  const rows = await store.query({
    sql: `
      SELECT stated
      FROM (
        SELECT argMax(statement, ${strongestStatement}) AS stated
        FROM journal
        WHERE entity = {entity:String} AND ${withinCut}
        GROUP BY record_key, record_check
      )
      WHERE NOT JSONExtractBool(stated, 'withdrawn') ${ofProgramme}
      LIMIT {limit:UInt32}`,
    params: { entity, programmes, limit, ...cutParameters(cut) },
    row: z.object({ stated: z.string() }),
  });
  const statements = await mapInPieces(rows, ({ stated }) => JSON.parse(stated) as Exclude<Supplement, { withdrawn: true }>);
  return statements.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)) as ActiveSupplements[Entity][];
}

const nameOf = ({ source, subject }: Supplement) => JSON.stringify([source, subject]);
