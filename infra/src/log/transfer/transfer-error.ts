/** Why a log was not taken along. */
import { CodedError } from "@qorgau/schemas/coded-error";
export type TransferErrorCode = "file_unusable" | "file_exists" | "log_empty" | "log_not_empty" | "not_verified";

/** An error of an export or import. None of its codes is retryable. */
export class TransferError extends CodedError<TransferErrorCode> {}
