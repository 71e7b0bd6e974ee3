/** Why something that needs the turn to write what is published was not done. */
export type TurnErrorCode =
  /** Another member has the turn now: what was under way was not published. */
  | "turn_lost"
  /** A block of an earlier turn landed meanwhile: nothing was published, and its rows are counted again first. */
  | "late_block"
  /** This member does not have the turn. */
  | "turn_not_held";

export class TurnError extends Error {
  readonly code: TurnErrorCode;
  constructor(code: TurnErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TurnError";
    this.code = code;
  }
}
