/** Transient errors of the store and the log: the same attempt may succeed in a moment. */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { StoreError } from "@qorgau/infra/store/store";
import { LeaseError } from "./lease-error.ts";

/** Between two attempts after a transient error. */
export const retryPauses = { firstMs: 500, maxMs: 2_000 };

/**
 * Whether the same attempt may succeed in a moment. So it is with `store_row_shape`: rows of another shape than requested mean that the response
 * belongs to no query of ours, nothing was built on it, and the query is repeated.
 */
export function isTransient(error: unknown): error is StoreError | EventLogError | LeaseError {
  if (error instanceof LeaseError) return error.retryable;
  if (error instanceof StoreError) return error.retryable || error.code === "store_row_shape";
  return error instanceof EventLogError && error.retryable;
}
