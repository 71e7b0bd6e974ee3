/**
 * The checkpoint that a past response starts from: the last one that holds nothing beyond the requested cut. Each checkpoint holds the one before,
 * so that each is within the requested cut, or holds it, or, where the requested cut never was published, neither.
 */
import { mendedVersions } from "@qorgau/infra/store/late-versions";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { textsOf } from "../published/snapshot-statement.ts";
import type { Parameters, SnapshotPart, SnapshotRow } from "../published/snapshot-statement.ts";

/** A published cut that the store holds with its version, from which the figures of later cuts are computed. */
export interface Checkpoint {
  /** Of the block that published it: what later blocks published has higher versions, also where a rebuild made the tables anew. */
  readonly version: string;
  readonly watermark: Watermark;
}

export interface NearestCut {
  readonly checkpoint: Checkpoint;
  /** Records of the requested cut that the checkpoint does not hold. */
  readonly records: number;
  /** Whether the requested cut lies, partition by partition, between two neighbouring checkpoints, or after the last: published cuts do. */
  readonly isBetween: boolean;
}

/** The empty cut, from which everything is folded. */
const noCut: Checkpoint = { version: "0", watermark: new Map() };

const placesOfCut = "splitByChar(',', JSONExtractString(payload, 'watermark'))";

/** `texts`: version and watermark of the nearest checkpoint, how many records it lacks, and how many checkpoints hold neither less nor more. */
export function nearestCutPart(requested: Watermark): SnapshotPart {
  return {
    name: "nearest",
    texts: "[nearest.1, nearest.2, toString(nearest.3), toString(strays)]",
    from: `FROM (
            SELECT argMaxIf((toString(stamp), held, missing), stamp, beyond = 0) AS nearest,
                   countIf(missing + unheld > 0 AND beyond > 0) AS strays, count() AS kept
            FROM (
              SELECT published.version AS stamp, JSONExtractString(payload, 'watermark') AS held,
                     arrayMap(place -> toUInt16(splitByChar(':', place)[1]), ${placesOfCut}) AS partitions,
                     arrayMap(place -> toInt64(splitByChar(':', place)[2]), ${placesOfCut}) AS offsets,
                     arrayMap(one -> transform(one, {requested_partitions:Array(UInt16)}, {requested_offsets:Array(Int64)}, toInt64(-1)), partitions) AS wanted,
                     arraySum(arrayMap((one, last) -> has(partitions, one) ? 0 : last + 1, {requested_partitions:Array(UInt16)}, {requested_offsets:Array(Int64)})) AS unheld,
                     unheld + arraySum(arrayMap((last, want) -> greatest(want - last, 0), offsets, wanted)) AS missing,
                     arraySum(arrayMap((last, want) -> greatest(last - want, 0), offsets, wanted)) AS beyond
              FROM published
              WHERE grain = 'cut' AND published.version NOT IN ${mendedVersions}))
          WHERE kept > 0`,
    parameters: { requested_partitions: [...requested.keys()].map(String), requested_offsets: [...requested.values()].map(String) },
  };
}

/**
 * Reads the row of `nearestCutPart`. Without a checkpoint within the requested cut it returns the empty cut, which lacks every record.
 * Throws where the stored text is no watermark.
 */
export function nearestCutOf(rows: readonly SnapshotRow[], requested: Watermark): NearestCut {
  const recordsRequested = [...requested.values()].reduce((sum, last) => sum + last + 1, 0);
  const [version = "", held = "", records = "", strays = ""] = textsOf(rows, "nearest");
  const isBetween = Number(strays) === 0;
  if (version === "") return { checkpoint: noCut, records: recordsRequested, isBetween };
  const watermark = parseWatermark(held);
  if (watermark === null) throw new Error("the store holds a kept cut that is no watermark");
  return { checkpoint: { version, watermark }, records: Number(records), isBetween };
}

/** One text where the store still holds the checkpoint: after a rebuild it holds others, of higher versions. None for the empty cut. */
export function checkpointParts({ version }: Checkpoint): SnapshotPart[] {
  const parameters: Parameters = { base_version: version };
  const from = `FROM published WHERE grain = 'cut' AND published.version = {base_version:UInt64} AND published.version NOT IN ${mendedVersions} LIMIT 1`;
  return version === noCut.version ? [] : [{ name: "base", texts: "['stands']", from, parameters }];
}

/** Whether the rows of `checkpointParts` hold the checkpoint; always true of the empty cut. */
export function isCheckpointPublished(rows: readonly SnapshotRow[], { version }: Checkpoint): boolean {
  return version === noCut.version || textsOf(rows, "base").length > 0;
}
