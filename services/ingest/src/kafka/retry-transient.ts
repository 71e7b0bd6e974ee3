/** Repeats what an unavailable log or cluster will take later, for as long as that lasts: only its owner gives up. */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { retry } from "@qorgau/infra/process/retry";

const pauses = { firstMs: 100, maxMs: 5000 };
const transient: ReadonlySet<string> = new Set(["log_unavailable", "kafka_unreachable", "kafka_unavailable", "kafka_topic_missing"]);

function isTransient(error: unknown): error is EventLogError | KafkaError {
  return (error instanceof EventLogError || error instanceof KafkaError) && transient.has(error.code);
}

/** Null once `signal` has aborted. Throws what waiting does not mend. `onTrouble` gets the first failure in a row. */
export async function retryTransient<Result>(
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  onTrouble: (error: Error) => void,
): Promise<Result | null> {
  if (signal.aborted) return null;
  const onFailure = (error: unknown, failures: number) => {
    if (failures === 1) onTrouble(error as Error);
  };
  try {
    return await retry({ ...pauses, signal, isTransient, onFailure }, () => unlessAborted(signal, attempt()));
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
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
