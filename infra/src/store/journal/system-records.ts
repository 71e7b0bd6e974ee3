/** What the system itself has stated, as the journal holds it: releases, batches of open figures, signals. */
import { systemPartition } from "@qorgau/schemas/events/statement";
import type { SystemEntity } from "@qorgau/schemas/events/statement";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { mapInPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";

/** The journal gives what the system states a key of its own, and no tick has it. */
export const isSystemRecord = (entity: SystemEntity): string =>
  `record_key = 0 AND partition = ${systemPartition} AND entity = '${entity}'`;

/** `members` are of `data`; one that a record does not have is absent. */
export interface SystemRecord {
  readonly offset: number;
  readonly recordedAt: string;
  readonly members: Readonly<Record<string, unknown>>;
}

const recordRow = z.object({ offset: z.coerce.number(), recorded_ms: z.coerce.number(), members: z.array(z.string()) });

/** The records of this entity within a cut, whose text `watermark` is, in the order of the log, with these members of their data. Rejects with a `StoreError`. */
export async function systemRecords(
  store: Store,
  entity: SystemEntity,
  watermark: string,
  members: readonly string[],
): Promise<SystemRecord[]> {
  const last = parseWatermark(watermark)?.get(systemPartition);
  if (last === undefined) return [];
  const rows = await store.query({
    sql: `SELECT offset, toUnixTimestamp64Milli(recorded_at) AS recorded_ms,
                 [${members.map((name) => `JSONExtractRaw(statement, 'data', '${name}')`).join(", ")}] AS members
          FROM journal
          WHERE ${isSystemRecord(entity)} AND offset <= {last:UInt64}
          ORDER BY offset
          LIMIT 1 BY offset`,
    params: { last: String(last) },
    row: recordRow,
  });
  return mapInPieces(rows, ({ offset, recorded_ms, members: texts }) => ({
    offset,
    recordedAt: new Date(recorded_ms).toISOString(),
    members: Object.fromEntries(
      texts.flatMap((text, place): [string, unknown][] => (text === "" ? [] : [[members[place]!, JSON.parse(text)]])),
    ),
  }));
}
