/** Errors of the store and the log that pass by themselves. */
import { EventLogError } from "@qorgau/infra/event-log/event-log";
import { StoreError } from "@qorgau/infra/store/store";

export const waitBeforeRetryMs = 500;

/** Rows of another shape than asked for say that an answer was not what was asked: nothing was built on it, and it is asked again. */
export function isPassing(error: unknown): error is StoreError | EventLogError {
  if (error instanceof StoreError) return error.retryable || error.code === "store_row_shape";
  return error instanceof EventLogError && error.retryable;
}
