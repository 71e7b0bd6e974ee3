/** The dead letters as they stand: what was written of each message, the last word counting. */
import type { PlacedRecord, TopicReading } from "@qorgau/infra/kafka/read-topic";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { deadLettersTopic } from "@qorgau/infra/kafka/topics";
import { deadLetterRecordSchema, originKey } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetter, MessageOrigin, ReplayedLetter } from "@qorgau/schemas/events/kafka-messages";
import { instantText } from "../door-records.ts";

export interface StandingLetter extends Pick<DeadLetter, "origin" | "reporter" | "sentAt" | "errors"> {
  /** When the last letter of this message was written: UTC, three decimals, `Z`. */
  readonly writtenAt: string;
  /** More than one where the message was read again after a crash. */
  readonly times: number;
  /** How it got in after all. */
  readonly replayed: ReplayedLetter | null;
}

/** One letter with all that was written of it. */
export interface WholeLetter extends StandingLetter {
  readonly warnings: DeadLetter["warnings"];
  readonly event: DeadLetter["event"];
}

/** In the order of origins. None where the topic was never made. */
export async function standingLetters(reading: TopicReading): Promise<StandingLetter[]> {
  const letters = new Map<string, StandingLetter>();
  for await (const record of recordsOf(reading)) {
    const letter = readLetter(letters.get(String(record.key)), record);
    if (letter === null) continue;
    const { origin, reporter, sentAt, errors, writtenAt, times, replayed } = letter;
    // Without what the event said: there may be very many.
    letters.set(originKey(origin), { origin, reporter, sentAt, errors, writtenAt, times, replayed });
  }
  return [...letters.values()].toSorted((a, b) => compareOrigins(a.origin, b.origin));
}

/** Null where no letter is of this origin. */
export async function wholeLetter(reading: TopicReading, origin: MessageOrigin): Promise<WholeLetter | null> {
  const key = originKey(origin);
  let found: WholeLetter | null = null;
  for await (const record of recordsOf(reading)) {
    if (String(record.key) === key) found = readLetter(found ?? undefined, record) ?? found;
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

/** What `record` makes of the letter so far; null where it says nothing, or is no letter of this program. */
function readLetter(before: StandingLetter | WholeLetter | undefined, record: PlacedRecord): WholeLetter | null {
  const told = deadLetterRecordSchema.safeParse(jsonOf(record));
  if (!told.success) return null;
  const known = { warnings: [], event: null, ...before };
  if (told.data.kind === "replayed") return before === undefined ? null : { ...known, ...before, replayed: told.data };
  const { kind: _, ...letter } = told.data;
  return {
    ...letter,
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
