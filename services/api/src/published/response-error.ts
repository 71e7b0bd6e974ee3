/** Why a request has no response of its own, by codes without HTTP: `http/respond-to-outages.ts` maps each to a status. */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { ErrorCode } from "@qorgau/schemas/error-codes";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";

export type ResponseErrorCode = Extract<ErrorCode, `answer_${string}`>;

export class ResponseError extends CodedError<ResponseErrorCode> {
  readonly faults: readonly Fault[];
  constructor(code: ResponseErrorCode, faults: readonly Fault[], options?: { readonly cause?: unknown }) {
    super(code, faults.map((one) => `${one.rule} ${one.message}`).join("; "), options);
    this.faults = faults;
  }
}

/** An error (`answer_unavailable`, 503) for what cannot be read now, with the rule that says why. `pointer` is a parameter, or "" for none. */
export function unavailable(
  rule: "QG-0901" | "QG-0791" | "QG-0803" | "QG-0841" | "QG-0865" | "QG-0910" | "QG-0911" | "QG-0714" | "QG-0942" | "QG-0891" | "QG-0643",
  pointer: string,
  cause?: unknown,
): ResponseError {
  return new ResponseError("answer_unavailable", [fault(rule, pointer)], { cause });
}
