/** From records of the log to statements with their effective stamps. */
import {
  batchType,
  releaseType,
  signalAcknowledgementType,
  signalsJudgedType,
  signalType,
  tickType,
} from "@qorgau/schemas/codes/enumerations";
import type { LoggedContent } from "@qorgau/schemas/log/logged-content";
import { isSystemEntity } from "@qorgau/schemas/events/statement";
import type { ControlRecord, LoggedStatement, LogPlace, Statement } from "@qorgau/schemas/events/statement";
import { isSupplement } from "@qorgau/schemas/events/supplement";
import type { Supplement } from "@qorgau/schemas/events/supplement";
import type { Steps } from "@qorgau/schemas/steps";

/** What the log gives: see the port in infra. */
export interface RecordOfLog {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly value: string;
  /** Where the log was read through its check. */
  readonly content?: LoggedContent;
}

/** The last record of each partition with its effective stamp. */
export interface StampedCut {
  readonly watermark: ReadonlyMap<number, number>;
  readonly effectiveAt: ReadonlyMap<number, string>;
}

/** A batch, and the cut that ends with it. */
export interface StampedBatch extends StampedCut {
  readonly statements: readonly LoggedStatement[];
  /** Ticks, releases, batches of open figures, signals, statements beside the cases, and records that hold nothing this program knows: in no count, but in the log, so cuts know of them. */
  readonly controlRecords: readonly ControlRecord[];
}

/**
 * Stamps a batch that follows `before` in the log. The effective stamp is the larger of a record's own and its predecessor's in
 * the partition (DESIGN, section 3), so that it never falls, whatever the clock of the log does. ISO stamps with three decimals
 * compare as text. Records at or below the cut (a redelivery) are left out.
 */
export function* stampBatch(records: readonly RecordOfLog[], before: StampedCut): Steps<StampedBatch> {
  const watermark = new Map(before.watermark);
  const effectiveAt = new Map(before.effectiveAt);
  const statements: LoggedStatement[] = [];
  const controlRecords: ControlRecord[] = [];
  for (const { partition, offset, timestampMs, value, content: checked } of records) {
    yield;
    if (offset <= (watermark.get(partition) ?? -1)) continue;
    const recordedAt = new Date(timestampMs).toISOString();
    const predecessorAt = effectiveAt.get(partition) ?? "";
    const stamp = recordedAt > predecessorAt ? recordedAt : predecessorAt;
    watermark.set(partition, offset);
    effectiveAt.set(partition, stamp);
    const place = { partition, offset, recordedAt, effectiveAt: stamp };
    if (checked?.kind === "refused") {
      controlRecords.push({ ...place, entity: "unknown", fault: checked.fault });
      continue;
    }
    const content = checked?.kind === "statement" ? checked.statement : decode(value);
    if (typeof content === "string")
      controlRecords.push({ ...place, entity: content, ...(isSystemEntity(content) ? { text: value } : {}) });
    else if (isSupplement(content)) controlRecords.push({ ...place, entity: "supplement", text: value });
    else statements.push({ ...place, statement: content });
  }
  return { statements, watermark, effectiveAt, controlRecords };
}

/**
 * The first `count` statements of a batch that follows `before`, as a batch of its own. Of each partition it holds a run of records, so it
 * ends with a cut: it is what a shorter batch would have been.
 */
export function firstOf(batch: StampedBatch, before: StampedCut, count: number): StampedBatch {
  const statements = batch.statements.slice(0, count);
  const watermark = new Map(before.watermark);
  const effectiveAt = new Map(before.effectiveAt);
  for (const { partition, offset, effectiveAt: stamp } of statements) {
    watermark.set(partition, offset);
    effectiveAt.set(partition, stamp);
  }
  return { statements, controlRecords: batch.controlRecords.filter(isWithin(watermark)), watermark, effectiveAt };
}

/** What of a batch lies behind a first part of it. */
export function restOf(batch: StampedBatch, { watermark }: StampedCut): StampedBatch {
  const isFirst = isWithin(watermark);
  const isLeft = (place: LogPlace) => !isFirst(place);
  return { ...batch, statements: batch.statements.filter(isLeft), controlRecords: batch.controlRecords.filter(isLeft) };
}

const isWithin =
  (watermark: StampedCut["watermark"]) =>
  ({ partition, offset }: LogPlace) =>
    offset <= (watermark.get(partition) ?? -1);

const signalTypes: ReadonlySet<unknown> = new Set([signalType, signalAcknowledgementType, signalsJudgedType]);

/** Of a record that was not checked: its shape is trusted, its being JSON with an entity is looked at all the same. */
function decode(value: string): Statement | Supplement | ControlRecord["entity"] {
  try {
    const content = JSON.parse(value) as { entity?: unknown; content?: unknown; type?: unknown } | null;
    if (content?.type === tickType) return "tick";
    if (content?.type === releaseType) return "release";
    if (content?.type === batchType) return "batch";
    if (content !== null && signalTypes.has(content.type)) return "signal";
    return typeof content?.entity === "string" && typeof content.content === "string" ? (content as Statement | Supplement) : "unknown";
  } catch {
    return "unknown";
  }
}
