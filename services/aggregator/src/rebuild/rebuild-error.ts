/** Why a rebuild was not made, in words for the operator. */
import { CodedError } from "@qorgau/schemas/coded-error";
export type RebuildErrorCode = "no_answer" | "failed" | "log_unusable";

export class RebuildError extends CodedError<RebuildErrorCode> {}
