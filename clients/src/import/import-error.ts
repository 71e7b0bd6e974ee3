/** Ends an import with a message for the person at the keyboard. */
import { CodedError } from "@qorgau/schemas/coded-error";
export type ImportErrorCode = "file_unreadable" | "door_failed";

export class ImportError extends CodedError<ImportErrorCode> {}
