/** The base of all errors that this program throws for a reason it knows. */
import { errorCodes } from "./error-codes.ts";
import type { ErrorCode } from "./error-codes.ts";

/** Decide by `code` or `retryable`, never by the message. `cause` is what it follows from, where there is such. */
export class CodedError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  /** Whether the same may succeed later without anybody doing anything. */
  readonly retryable: boolean;
  constructor(code: Code, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.retryable = errorCodes[code].retryable;
  }
}
