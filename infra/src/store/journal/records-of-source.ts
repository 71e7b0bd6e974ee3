/** The records of one reporter, the one that was told of last first: what a page of them is made of, without their statements. */
import { recordEntities } from "@qorgau/schemas/codes/enumerations";
import type { RecordEntity } from "@qorgau/schemas/codes/enumerations";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import type { Store } from "../store.ts";
import { cutParameters, withinCut } from "./journal.ts";

/** Where the last statement of a record is: by its effective stamp, then its place in the log. No two statements are at one. */
export interface StampedPlace {
  readonly effectiveMs: number;
  readonly partition: number;
  readonly offset: number;
}

/** A record of the reporter with its last statement. */
export interface RecordOfSource extends StampedPlace {
  readonly key: bigint;
  readonly entity: RecordEntity;
  readonly subject: string;
  readonly recordedMs: number;
  readonly revision: number;
  readonly type: string;
  /** As written by the reporter; "" where it wrote none. */
  readonly time: string;
  /** How many there are, repetitions included. */
  readonly statements: number;
}

export interface RecordsOfSource {
  readonly source: string;
  readonly entities: readonly RecordEntity[];
  /** Only records whose last statement is before; null from the newest. */
  readonly before: StampedPlace | null;
  readonly limit: number;
}

const placeRow = z.object({ key: z.string(), last: z.tuple([z.coerce.number(), z.number(), z.coerce.number()]) });

const detailRow = z.object({
  partition: z.number(),
  offset: z.coerce.number(),
  entity: z.enum(recordEntities),
  subject: z.string(),
  recordedMs: z.coerce.number(),
  revision: z.number(),
  type: z.string(),
  time: z.string(),
  places: z.number(),
});

/** The statements of the reporter, by their text: of compact JSON, so that a look for the name passes most of them over. */
const ofSource = `position(statement, {written:String}) > 0 AND JSONExtractString(statement, 'source') = {source:String}`;

/**
 * At most `limit` records by their last statement within the cut, newest first. Reads the reporter's name in every statement of the journal, and
 * holds a key and a place for each of its records. Rejects with a StoreError.
 */
export async function recordsOfSource(
  store: Store,
  { source, entities, before, limit }: RecordsOfSource,
  cut: Watermark,
): Promise<RecordOfSource[]> {
  if (cut.size === 0) return [];
  const params = { ...cutParameters(cut), source, written: `"source":${JSON.stringify(source)}` };
  const found = await store.query({
    sql: `
      SELECT toString(record_key) AS key, max((toUnixTimestamp64Milli(effective_at), partition, offset)) AS last
      FROM journal
      PREWHERE entity IN {entities:Array(String)}
      WHERE ${withinCut} AND ${ofSource}
      GROUP BY record_key, record_check
      HAVING last < ({effective:Int64}, {partition:UInt16}, {offset:UInt64})
      ORDER BY last DESC
      LIMIT {limit:UInt32}`,
    params: {
      ...params,
      entities,
      effective: before?.effectiveMs ?? Number.MAX_SAFE_INTEGER,
      partition: before?.partition ?? 0,
      offset: before?.offset ?? 0,
      limit,
    },
    row: placeRow,
  });
  if (found.length === 0) return [];
  const details = await store.query({
    sql: `
      SELECT argMax(partition, place) AS partition, toString(argMax(offset, place)) AS offset, any(entity) AS entity,
             argMax(toUnixTimestamp64Milli(recorded_at), place) AS recordedMs, argMax(revision, place) AS revision,
             any(JSONExtractString(statement, 'subject')) AS subject, argMax(JSONExtractString(statement, 'type'), place) AS type,
             argMax(JSONExtractString(statement, 'time'), place) AS time, toUInt32(uniqExact(place)) AS places
      FROM (
        SELECT record_key, record_check, partition, offset, entity, recorded_at, revision, statement,
               (toUnixTimestamp64Milli(effective_at), partition, offset) AS place
        FROM journal
        WHERE record_key IN {keys:Array(UInt64)} AND ${withinCut} AND ${ofSource})
      GROUP BY record_key, record_check`,
    params: { ...params, keys: found.map(({ key }) => key) },
    row: detailRow,
  });
  const detailAt = new Map(details.map(({ partition, offset, ...detail }) => [`${partition}:${offset}`, detail]));
  return found.flatMap(({ key, last: [effectiveMs, partition, offset] }) => {
    const detail = detailAt.get(`${partition}:${offset}`);
    if (detail === undefined) return [];
    const { places, ...others } = detail;
    return { key: BigInt(key), effectiveMs, partition, offset, statements: places, ...others };
  });
}
