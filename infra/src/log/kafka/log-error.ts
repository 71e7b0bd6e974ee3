/** What a failure of the cluster means to the log's callers. */
import { KafkaError } from "../../kafka/kafka-error.ts";
import type { KafkaErrorCode } from "../../kafka/kafka-error.ts";
import { EventLogError } from "../event-log.ts";
import type { EventLogErrorCode } from "../event-log.ts";

/** Any other may pass: a cluster is mended, a password set, a permission granted. */
const codes: Readonly<Partial<Record<KafkaErrorCode, EventLogErrorCode>>> = {
  kafka_refused: "append_refused",
  kafka_closed: "log_closed",
  kafka_offset_gone: "log_corrupt",
  kafka_topic_differs: "log_corrupt",
};

/**
 * Gives an EventLogError with the error as its `cause`. `codes` has what waiting does not mend; anything else is `log_unavailable`. An
 * EventLogError comes back as it is.
 */
export function eventLogErrorOf(error: unknown): EventLogError {
  if (error instanceof EventLogError) return error;
  const code = error instanceof KafkaError ? (codes[error.code] ?? "log_unavailable") : "log_unavailable";
  return new EventLogError(code, error instanceof Error ? error.message : String(error), { cause: error });
}

/**
 * Gives the error of an opening. A permanent error of the cluster, such as wrong credentials, stays a KafkaError: there is no log yet that could
 * be unavailable.
 */
export function openingErrorOf(error: unknown): EventLogError | KafkaError {
  return error instanceof KafkaError && !error.retryable && codes[error.code] === undefined ? error : eventLogErrorOf(error);
}
