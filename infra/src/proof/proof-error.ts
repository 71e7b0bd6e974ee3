/** Why something cannot be proved, or signed. */
import { CodedError } from "@qorgau/schemas/coded-error";

export type ProofErrorCode = "proof_differs" | "signing_failed" | "signing_key_unusable";

/** An error of the tree or of the signing key. `retryable` is true of `signing_failed` alone. */
export class ProofError extends CodedError<ProofErrorCode> {}
