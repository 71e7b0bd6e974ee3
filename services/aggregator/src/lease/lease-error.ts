/** Why something that needs the publisher lease was not done. */
import { CodedError } from "@qorgau/schemas/coded-error";
/**
 * `turn_lost`: another member claimed the lease, nothing was published. `late_block`: rows of an earlier lease have to be counted again first.
 * `turn_not_held`: this member does not hold the lease. Of these `isTransient` names `late_block` alone.
 */
export type LeaseErrorCode = "turn_lost" | "late_block" | "turn_not_held";

export class LeaseError extends CodedError<LeaseErrorCode> {}
