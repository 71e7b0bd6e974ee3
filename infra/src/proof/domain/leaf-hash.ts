/**
 * The leaf of a record in the tree of its partition. What is hashed are the bytes of the record as the log holds it, framed so that no two records
 * have the same: `<partition> <offset> <stamp in ms> <bytes of the key>\n<key><value>`, in UTF-8, all numbers decimal (docs/decisions/0017-proof.md).
 */
import { hash } from "node:crypto";
import { valueOfFlaw } from "@qorgau/schemas/log/logged-content";
import type { RecordFlaw } from "@qorgau/schemas/log/logged-content";

export interface HashedRecord {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
  readonly flaw?: RecordFlaw;
}

/** RFC 9162, 2.1.1: what is hashed of a leaf begins with this byte. */
const leafPrefix = "\0";

function leafText({ partition, offset, timestampMs, key, value, flaw }: HashedRecord): string {
  return `${leafPrefix}${partition} ${offset} ${timestampMs} ${Buffer.byteLength(key)}\n${key}${flaw === undefined ? value : valueOfFlaw(flaw)}`;
}

/** Gives the 32 bytes of SHA-256(0x00 || record), RFC 9162, 2.1.1. */
export function leafHash(record: HashedRecord): Buffer {
  return hash("sha256", leafText(record), "buffer");
}

/** Characters of a leaf in Base64. */
export const leafTextLength = 44;

/** The same in Base64, as acknowledgements and proofs have it. */
export function leafHashText(record: HashedRecord): string {
  return hash("sha256", leafText(record), "base64");
}

/** The same of a record whose key and value are bytes, which need not be UTF-8: where what is stored is not trusted. */
export function leafHashOfBytes(
  { partition, offset, timestampMs }: Pick<HashedRecord, "partition" | "offset" | "timestampMs">,
  key: Uint8Array,
  value: Uint8Array,
): Buffer {
  const frame = Buffer.from(`${leafPrefix}${partition} ${offset} ${timestampMs} ${key.length}\n`);
  return hash("sha256", Buffer.concat([frame, key, value]), "buffer");
}
