/** How many dead letters wait for somebody: each message once, those that were replayed left out for good (as `readDeadLetter` has it). */
import type { TopicReading } from "@qorgau/infra/kafka/read-topic";
import { sharedWork } from "@qorgau/infra/process/shared-work";
import { deadLettersTopic } from "@qorgau/infra/kafka/topics";
import { kindHeader } from "@qorgau/schemas/events/kafka-messages";
import type { DeadLetterRecord } from "@qorgau/schemas/events/kafka-messages";

/** A caller waits no longer for the cluster; then it gets the last number known. */
const waitMsMax = 1000;

/** `now` takes 1000 ms at most and never rejects. */
export interface DeadLetterCount {
  /** Null while it was never read. */
  now(): Promise<number | null>;
}

/** Reads on from where it last was, so that a further call costs little. Holds the origins of all dead letters, some 100 bytes each. */
export function deadLetterCount(reading: TopicReading): DeadLetterCount {
  const next = new Map<number, number>();
  const open = new Set<string>();
  // A message that got in may be read again, and written again as a dead letter, by an endpoint that goes on from before a crash.
  const replayed = new Set<string>();
  let known: number | null = null;

  const readOn = async () => {
    for await (const { partition, offset, key, headers } of reading.records(deadLettersTopic, new Map(next))) {
      const kind = String(headers[kindHeader]) as DeadLetterRecord["kind"];
      const origin = String(key);
      if (kind === "dead_letter" && !replayed.has(origin)) open.add(origin);
      else if (kind === "replayed") {
        open.delete(origin);
        replayed.add(origin);
      }
      next.set(partition, offset + 1);
    }
    known = open.size;
  };

  const readOnTogether = sharedWork(() => readOn().catch(() => undefined));

  return {
    async now() {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, waitMsMax);
      await Promise.race([readOnTogether(), late]);
      clearTimeout(timer);
      return known;
    },
  };
}
