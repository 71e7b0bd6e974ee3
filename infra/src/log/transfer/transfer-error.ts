/** Why a log was not taken along. */
export type TransferErrorCode =
  /** The file is not what an export writes, or not all of it. */
  | "file_unusable"
  /** There is such a file already. */
  | "file_exists"
  | "log_empty"
  /** Something stands in the log that is to be imported into. */
  | "log_not_empty"
  /** What was read back is not what was written. */
  | "not_verified";

export class TransferError extends Error {
  readonly code: TransferErrorCode;
  constructor(code: TransferErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TransferError";
    this.code = code;
  }
}
