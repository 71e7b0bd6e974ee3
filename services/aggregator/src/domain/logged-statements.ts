/** From records of the log to statements with their effective stamps. */
import type { LoggedStatement, Statement } from "@qorgau/schemas/statement";

/** What the log gives: see the port in infra. */
export interface RecordOfLog {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly value: string;
}

export interface StampedBatch {
  readonly statements: readonly LoggedStatement[];
  /** The last record of each partition with its effective stamp, those of `before` included. */
  readonly watermark: ReadonlyMap<number, number>;
  readonly effectiveAt: ReadonlyMap<number, string>;
  /** Records that hold no statement this program knows: none is expected, each is logged by its place. */
  readonly unknown: readonly { readonly partition: number; readonly offset: number }[];
}

interface Cut {
  readonly watermark: ReadonlyMap<number, number>;
  readonly effectiveAt: ReadonlyMap<number, string>;
}

/**
 * Stamps a batch that follows `before` in the log. The effective stamp is the larger of a record's own and its predecessor's in
 * the partition (DESIGN, section 3), so that it never falls, whatever the clock of the log does. ISO stamps with three decimals
 * compare as text. Records at or below the cut (a redelivery) are left out.
 */
export function stampBatch(records: readonly RecordOfLog[], before: Cut): StampedBatch {
  const watermark = new Map(before.watermark);
  const effectiveAt = new Map(before.effectiveAt);
  const statements: LoggedStatement[] = [];
  const unknown: { partition: number; offset: number }[] = [];
  for (const { partition, offset, timestampMs, value } of records) {
    if (offset <= (watermark.get(partition) ?? -1)) continue;
    const recordedAt = new Date(timestampMs).toISOString();
    const predecessorAt = effectiveAt.get(partition) ?? "";
    const stamp = recordedAt > predecessorAt ? recordedAt : predecessorAt;
    watermark.set(partition, offset);
    effectiveAt.set(partition, stamp);
    const statement = decode(value);
    if (statement === null) unknown.push({ partition, offset });
    else statements.push({ statement, partition, offset, recordedAt, effectiveAt: stamp });
  }
  return { statements, watermark, effectiveAt, unknown };
}

/** The door wrote what stands in the log, so its shape is trusted; its being JSON with an entity is checked all the same. */
function decode(value: string): Statement | null {
  try {
    const statement = JSON.parse(value) as Partial<Statement> | null;
    return typeof statement?.entity === "string" && typeof statement.content === "string" ? (statement as Statement) : null;
  } catch {
    return null;
  }
}
