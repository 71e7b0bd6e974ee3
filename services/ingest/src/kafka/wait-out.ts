/** Repeats what a log or a cluster that is away will take later, for as long as that lasts: nothing is given up but by its owner. */
import { setTimeout as delay } from "node:timers/promises";
import { EventLogError } from "@qorgau/infra/log/event-log";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";

const pauseMs = { first: 100, max: 5000 };
const passing: ReadonlySet<string> = new Set(["log_unavailable", "kafka_unreachable", "kafka_unavailable", "kafka_topic_missing"]);

/** Null once `signal` has aborted. Throws what waiting does not mend. `onTrouble` is told of the first failure in a row. */
export async function waitOut<Result>(
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  onTrouble: (error: Error) => void,
): Promise<Result | null> {
  for (let nextMs = pauseMs.first; !signal.aborted; nextMs = Math.min(2 * nextMs, pauseMs.max)) {
    try {
      return await unlessAborted(signal, attempt());
    } catch (error) {
      if (signal.aborted) break;
      if (!(error instanceof EventLogError || error instanceof KafkaError) || !passing.has(error.code)) throw error;
      if (nextMs === pauseMs.first) onTrouble(error);
      await delay(nextMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

/** What is under way goes on behind it; whoever has lost its partitions need not wait for that. */
async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error("aborted"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => undefined);
  }
}
