import { hash } from "node:crypto";

/** SHA-256 of the UTF-8 bytes, hex: the form of every opaque id. */
export function sha256(text: string): string {
  return hash("sha256", text);
}

/** The first eight bytes of the SHA-256, and the eight after them. */
export function sha256Keys(text: string): readonly [bigint, bigint] {
  const bytes = hash("sha256", text, "buffer");
  return [bytes.readBigUInt64BE(0), bytes.readBigUInt64BE(8)];
}

/** The first eight bytes of the SHA-256, for indexes that only look for candidates: two texts may share a key. */
export function sha256Key(text: string): bigint {
  return hash("sha256", text, "buffer").readBigUInt64BE(0);
}
