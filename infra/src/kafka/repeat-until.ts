/** Repeats what a cluster may do in a moment although it cannot do it now. */
import { retry } from "../process/retry.ts";
import { KafkaError } from "./kafka-error.ts";

const pauses = { firstMs: 50, maxMs: 1000 };

/** Until it succeeds, fails for good, or `signal` aborts; then with the last failure. `beforeNext` may fail: that shows in the next attempt. */
export async function repeatUntil<Result>(
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  beforeNext: () => Promise<void> = async () => {},
): Promise<Result> {
  return retry({ ...pauses, signal, isTransient: isTransientOfCluster, beforeNext: () => beforeNext().catch(() => undefined) }, attempt);
}

/** A partition that has just got another leader, or whose topic was just made, is unknown to a broker for a moment. */
export function isTransientOfCluster(error: unknown): error is KafkaError {
  return error instanceof KafkaError && (error.retryable || error.code === "kafka_topic_missing");
}
