/** The kept cut that a past answer starts from: the last one that holds nothing beyond the cut asked for. */
import { mendedVersions } from "@qorgau/infra/store/late-versions";
import { publishedCutSchema } from "@qorgau/schemas/rows/published";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { noFigures, textsOf } from "../published/snapshot-statement.ts";
import type { SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";

export interface BaseCut {
  /** Of the block it was kept with: what was published in later ones has higher versions, also where tables were made anew. */
  readonly version: string;
  readonly watermark: Watermark;
}

/** Where no kept cut is early enough: everything is folded from the journal. */
const noCut: BaseCut = { version: "0", watermark: new Map() };

/** Kept cuts grow one out of the other, so the highest version among those that fit is the one that holds the most. */
export function baseCutPart(asked: Watermark): SnapshotPart {
  return {
    name: "base",
    sql: `SELECT [toString(version), payload] AS texts, ${noFigures}
          FROM published
          WHERE grain = 'cut' AND published.version NOT IN ${mendedVersions} AND arrayAll(
            pair -> toInt64(splitByChar(':', pair)[2])
              <= transform(toUInt16(splitByChar(':', pair)[1]), {base_partitions:Array(UInt16)}, {base_offsets:Array(Int64)}, toInt64(-1)),
            splitByChar(',', JSONExtractString(payload, 'watermark')))
          ORDER BY published.version DESC
          LIMIT 1`,
    parameters: { base_partitions: [...asked.keys()].map(String), base_offsets: [...asked.values()].map(String) },
  };
}

export function baseCutOf(rows: readonly SnapshotRow[]): BaseCut {
  const [version, payload] = textsOf(rows, "base");
  if (version === undefined || payload === undefined) return noCut;
  const watermark = parseWatermark(publishedCutSchema.parse(JSON.parse(payload)).watermark);
  if (watermark === null) throw new Error("the store holds a kept cut that is no watermark");
  return { version, watermark };
}
