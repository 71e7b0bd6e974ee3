/** The state of the dead letters: what was written of each message, of which the last record counts. */
import type { PlacedRecord, TopicReading } from "../read-topic.ts";
import { KafkaError } from "../kafka-error.ts";
import { deadLettersTopic } from "../topics.ts";
import { deadLetterRecordSchema, originKey } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetter, MessageOrigin, ReplayedDeadLetter } from "@qorgau/schemas/events/kafka-messages";
import { instantText } from "../instant-text.ts";

/** The state of one message of which there is a dead letter, without its event. Dead letters of one origin are one entry. */
export interface PendingDeadLetter extends Pick<DeadLetter, "origin" | "reporter" | "sentAt" | "errors"> {
  /** When the last dead letter of this message was written: UTC, three decimals, `Z`. */
  readonly writtenAt: string;
  /** More than one where the message was read again after a crash. */
  readonly times: number;
  /** How it got in after all. */
  readonly replayed: ReplayedDeadLetter | null;
}

/** One dead letter with all that was written of it. */
export interface WholeDeadLetter extends PendingDeadLetter {
  readonly warnings: DeadLetter["warnings"];
  readonly event: DeadLetter["event"];
}

/**
 * Gives the dead letters in the order of their origins; none where the topic was never made, which takes 15 s
 * to be certain. Rejects with a KafkaError.
 */
export async function pendingDeadLetters(reading: TopicReading): Promise<PendingDeadLetter[]> {
  const deadLetters = new Map<string, PendingDeadLetter>();
  for await (const record of recordsOf(reading)) {
    const deadLetter = readDeadLetter(deadLetters.get(String(record.key)), record);
    if (deadLetter === null) continue;
    const { origin, reporter, sentAt, errors, writtenAt, times, replayed } = deadLetter;
    // Without what the event said: there may be very many.
    deadLetters.set(originKey(origin), { origin, reporter, sentAt, errors, writtenAt, times, replayed });
  }
  return [...deadLetters.values()].toSorted((a, b) => compareOrigins(a.origin, b.origin));
}

/** Null where no dead letter is of this origin. */
export async function wholeDeadLetter(reading: TopicReading, origin: MessageOrigin): Promise<WholeDeadLetter | null> {
  const key = originKey(origin);
  let found: WholeDeadLetter | null = null;
  for await (const record of recordsOf(reading)) {
    if (String(record.key) === key) found = readDeadLetter(found ?? undefined, record) ?? found;
  }
  return found;
}

async function* recordsOf(reading: TopicReading): AsyncGenerator<PlacedRecord> {
  try {
    yield* reading.records(deadLettersTopic);
  } catch (error) {
    if (!(error instanceof KafkaError && error.code === "kafka_topic_missing")) throw error;
  }
}

/** The state of the dead letter after `record`; null where the record states nothing of it, or is none of this program. */
export function readDeadLetter(before: PendingDeadLetter | WholeDeadLetter | undefined, record: PlacedRecord): WholeDeadLetter | null {
  const reported = deadLetterRecordSchema.safeParse(jsonOf(record));
  if (!reported.success) return null;
  const known = { warnings: [], event: null, ...before };
  if (reported.data.kind === "replayed") return before === undefined ? null : { ...known, ...before, replayed: reported.data };
  const { kind: _, ...deadLetter } = reported.data;
  return {
    ...deadLetter,
    writtenAt: instantText(record.timestampMs) ?? new Date(0).toISOString(),
    times: (before?.times ?? 0) + 1,
    replayed: before?.replayed ?? null,
  };
}

function jsonOf({ value }: PlacedRecord): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}

function compareOrigins(a: MessageOrigin, b: MessageOrigin): number {
  return a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition || a.offset - b.offset;
}
