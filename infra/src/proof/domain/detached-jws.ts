/**
 * Detached signatures of files: JWS in its compact form (RFC 7515) with an empty payload part and unencoded payload (RFC 7797), by Ed25519 (RFC 8037).
 * Any JOSE library that knows `b64` verifies them with the public key and the bytes of the file.
 */
import { createHash, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { publicKeyBytes } from "./signed-note.ts";

/** The thumbprint of an Ed25519 key, RFC 7638: what a signature names its key by. */
export function keyThumbprint(publicKey: KeyObject): string {
  const x = publicKeyBytes(publicKey).toString("base64url");
  return createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
}

/** The protected header as it stands in the signature. */
export function protectedHeader(publicKey: KeyObject): string {
  const header = { alg: "EdDSA", b64: false, crit: ["b64"], kid: keyThumbprint(publicKey) };
  return Buffer.from(JSON.stringify(header)).toString("base64url");
}

/** What is signed: the header, a full stop, and the bytes as they are. */
export function signingInput(header: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${header}.`), bytes]);
}

/** `<header>..<signature>`. */
export function detachedJws(header: string, signature: Uint8Array): string {
  return `${header}..${Buffer.from(signature).toString("base64url")}`;
}

const form = /^([\w-]+)\.\.([\w-]{86})$/;

/** Whether the signature is of these bytes by this key. A header of another kind, or of another key, is none. */
export function verifyDetached(jws: string, bytes: Uint8Array, publicKey: KeyObject): boolean {
  const [, header = "", signature = ""] = form.exec(jws.trim()) ?? [];
  // A signature has one header: what it says can be nothing else.
  if (header !== protectedHeader(publicKey)) return false;
  const raw = Buffer.from(signature, "base64url");
  return raw.toString("base64url") === signature && verify(null, signingInput(header, bytes), publicKey, raw);
}
