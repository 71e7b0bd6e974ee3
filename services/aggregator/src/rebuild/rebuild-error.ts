/** Why a rebuild was not made, in words for the operator. */
export type RebuildErrorCode =
  /** Nobody answers at the address, or somebody else does. */
  | "no_answer"
  /** The service refused or failed. */
  | "failed"
  /** There is no log here, or another process has it. */
  | "log_unusable";

export class RebuildError extends Error {
  readonly code: RebuildErrorCode;
  constructor(code: RebuildErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "RebuildError";
    this.code = code;
  }
}
