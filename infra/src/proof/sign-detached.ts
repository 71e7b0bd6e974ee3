/** Signs a file as it is (`domain/detached-jws.ts`). */
import { detachedJws, protectedHeader, signingInput } from "./domain/detached-jws.ts";
import type { Signer } from "./signer.ts";

/** Gives a detached JWS of the bytes. Rejects with a ProofError (`signing_failed`). */
export async function signDetached(bytes: Uint8Array, signer: Signer): Promise<string> {
  const header = protectedHeader(signer.publicKey);
  return detachedJws(header, await signer.sign(signingInput(header, bytes)));
}
