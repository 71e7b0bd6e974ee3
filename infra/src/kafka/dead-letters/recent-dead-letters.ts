/**
 * The latest dead letters, held in memory and read on from where they last were, for a service that shows reporters their own. Older ones are
 * left to the command (`npm run dead-letters`), which reads all of the topic.
 */
import { withTimeout } from "../../process/with-timeout.ts";
import { sharedWork } from "../../process/shared-work.ts";
import type { KafkaConnection } from "../kafka-connection.ts";
import { KafkaError } from "../kafka-error.ts";
import { readingOf } from "../read-topic.ts";
import { deadLettersTopic } from "../topics.ts";
import { readDeadLetter } from "./read-dead-letters.ts";
import type { PendingDeadLetter, WholeDeadLetter } from "./read-dead-letters.ts";

/** A dead letter with what its event says of the record, as far as that could be stored, and without the rest of it. */
export interface RecentDeadLetter extends PendingDeadLetter {
  readonly id: string | null;
  readonly subject: string | null;
  readonly type: string | null;
  /** How many faults there are; of many the first are held. */
  readonly faults: number;
}

export interface RecentDeadLetters {
  /** Whether nothing older was passed over or dropped. */
  readonly complete: boolean;
  /** In no order. */
  readonly deadLetters: Iterable<RecentDeadLetter>;
}

export interface DeadLetterReading {
  /**
   * What the topic holds now. Rejects with a KafkaError (`kafka_not_authorized` where the service may not read the topic), also where it
   * takes more than 5,000 ms: the reading goes on, and a later call has the more.
   */
  recent(): Promise<RecentDeadLetters>;
  close(): void;
}

/** A thousand letters take some megabytes. */
const deadLettersMax = 10_000;
const faultsHeld = 10;
const waitMsMax = 5_000;

/** Opens connections with the first call; its owner closes them. `heldMax` is the most letters that are held. */
export function readRecentDeadLetters(connection: KafkaConnection, heldMax = deadLettersMax): DeadLetterReading {
  const reading = readingOf(connection);
  const held = new Map<string, RecentDeadLetter>();
  const next = new Map<number, number>();
  let complete = true;

  const readOn = async () => {
    const ends = await reading.ends(deadLettersTopic);
    // Reading would wait for a topic that is not there, and where no reporter has a topic there is none.
    if (ends === null) return;
    for (const [partition, end] of ends) {
      if (next.has(partition)) continue;
      const from = Math.max(0, end - Math.ceil(heldMax / ends.size));
      if (from > 0) complete = false;
      next.set(partition, from);
    }
    for await (const record of reading.records(deadLettersTopic, new Map(next))) {
      const key = String(record.key);
      const before = held.get(key);
      const found = readDeadLetter(before, record);
      next.set(record.partition, record.offset + 1);
      if (found === null) continue;
      // The one that was written of last is at the end.
      held.delete(key);
      held.set(key, heldOf(found, before));
      if (held.size <= heldMax) continue;
      complete = false;
      held.delete(held.keys().next().value!);
    }
  };

  const readOnTogether = sharedWork(readOn);

  return {
    async recent() {
      const late = () => new KafkaError("kafka_unavailable", "The dead letters are still being read.");
      await withTimeout(waitMsMax, readOnTogether(), late);
      return { complete, deadLetters: [...held.values()] };
    },
    close: () => reading.close(),
  };
}

/** Of a mark that it was replayed, what the letter before it says. */
function heldOf({ warnings: _warnings, event, ...found }: WholeDeadLetter, before: RecentDeadLetter | undefined): RecentDeadLetter {
  const faults = found.times === before?.times ? before.faults : found.errors.length;
  const about = event ?? { ...before };
  return {
    ...found,
    errors: found.errors.slice(0, faultsHeld),
    faults,
    id: textOf(about["id"]),
    subject: textOf(about["subject"]),
    type: textOf(about["type"]),
  };
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
