/** Repeats what a cluster may do in a moment although it cannot do it now. */
import { setTimeout as delay } from "node:timers/promises";
import { KafkaError } from "./kafka-error.ts";

const waitMs = { first: 50, max: 1000 };

/** Until it succeeds, fails for good, or `signal` aborts; then with the last failure. `beforeNext` may fail: that shows in the next attempt. */
export async function repeatUntil<Result>(
  signal: AbortSignal,
  attempt: () => Promise<Result>,
  beforeNext: (failure: KafkaError) => Promise<void> = async () => {},
): Promise<Result> {
  for (let pauseMs = waitMs.first; ; pauseMs = Math.min(pauseMs * 2, waitMs.max)) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || !(error instanceof KafkaError) || !isWorthRepeating(error)) throw error;
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw error;
      await beforeNext(error).catch(() => undefined);
    }
  }
}

/** A partition that has just got another leader, or whose topic was just made, is unknown to a broker for a moment. */
function isWorthRepeating({ retryable, code }: KafkaError): boolean {
  return retryable || code === "kafka_topic_missing";
}
