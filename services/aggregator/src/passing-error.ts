/** Errors of the store and the log that pass by themselves. */
import { EventLogError } from "@qorgau/infra/event-log/event-log";
import { StoreError } from "@qorgau/infra/store/store";

export const waitBeforeRetryMs = 500;

export function isPassing(error: unknown): error is StoreError | EventLogError {
  return (error instanceof StoreError || error instanceof EventLogError) && error.retryable;
}
