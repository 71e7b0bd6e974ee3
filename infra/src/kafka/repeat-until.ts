/** Repeats what a cluster may do in a moment although it cannot do it now. */
import { retry } from "../process/retry.ts";
import { KafkaError } from "./kafka-error.ts";

const pauses = { firstMs: 50, maxMs: 1000 };

/**
 * Gives the result of the first attempt that succeeds. Rejects with the last failure where it is permanent, or once `signal` aborts. A failure of
 * `beforeNext` is ignored: it shows in the next attempt.
 */
export async function repeatUntil<Result>(
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  beforeNext: () => Promise<void> = async () => {},
): Promise<Result> {
  return retry({ ...pauses, signal, isTransient: isTransientOfCluster, beforeNext: () => beforeNext().catch(() => undefined) }, attempt);
}

/**
 * Transient errors of a cluster. A partition that has just got another leader, or whose topic was just made, is unknown to a broker for a moment:
 * so `kafka_topic_missing` is one here.
 */
export function isTransientOfCluster(error: unknown): error is KafkaError {
  return error instanceof KafkaError && (error.retryable || isTopicMissing(error));
}

/** How long, in milliseconds, a broker may take to learn of a topic that another one has made. */
export const spreadMsMax = 15_000;

/**
 * Gives the result of the first attempt that meets no `kafka_topic_missing`; any other failure is thrown at once. Rejects with
 * `kafka_topic_missing` once `signal` aborts.
 */
export function repeatWhileMissing<Result>(signal: AbortSignal, attempt: () => Promise<Result>): Promise<Result> {
  return retry({ ...pauses, signal, isTransient: isTopicMissing }, attempt);
}

const isTopicMissing = (error: unknown): boolean => error instanceof KafkaError && error.code === "kafka_topic_missing";
