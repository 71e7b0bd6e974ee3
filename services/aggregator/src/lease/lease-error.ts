/** Why something that needs the publisher lease was not done. */
import { CodedError } from "@qorgau/schemas/coded-error";
export type LeaseErrorCode = "turn_lost" | "late_block" | "turn_not_held";

export class LeaseError extends CodedError<LeaseErrorCode> {}
