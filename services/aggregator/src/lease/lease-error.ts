/** Why something that needs the publisher lease was not done. */
export type LeaseErrorCode =
  /** Another member holds the lease now: what was under way was not published. */
  | "turn_lost"
  /** A block of an earlier lease landed meanwhile: nothing was published, and its rows are counted again first. */
  | "late_block"
  /** This member does not hold the lease. */
  | "turn_not_held";

export class LeaseError extends Error {
  readonly code: LeaseErrorCode;
  constructor(code: LeaseErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TurnError";
    this.code = code;
  }
}
