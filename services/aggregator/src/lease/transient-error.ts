/** Errors of the store and the log that pass by themselves. */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { StoreError } from "@qorgau/infra/store/store";
import { LeaseError } from "./lease-error.ts";

/** Between two attempts at what passes by itself. */
export const retryPauses = { firstMs: 500, maxMs: 2_000 };

/** Rows of another shape than asked for say that an answer was not what was asked: nothing was built on it, and it is asked again. */
export function isTransient(error: unknown): error is StoreError | EventLogError | LeaseError {
  if (error instanceof LeaseError) return error.code === "late_block";
  if (error instanceof StoreError) return error.retryable || error.code === "store_row_shape";
  return error instanceof EventLogError && error.retryable;
}
