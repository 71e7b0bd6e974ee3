/** Ends an import with a message for the person at the keyboard. */
export type ImportErrorCode =
  /** The file cannot be opened, is cut off, or is not of the kind named. */
  | "file_unreadable"
  /** The door did not answer, or refused the request as a whole. */
  | "door_failed";

export class ImportError extends Error {
  readonly code: ImportErrorCode;
  constructor(code: ImportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ImportError";
    this.code = code;
  }
}
