/**
 * The partition of a key, by the hash of Kafka's own default partitioner (murmur2 over the UTF-8 bytes), so that a record has the same partition
 * in every engine of the log, and cuts stay valid after a log migration.
 */

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** Keys are short; one buffer serves them all, since hashing never suspends. */
const scratch = new Uint8Array(4096);
const encoder = new TextEncoder();

/**
 * Gives a partition from 0 to `partitions` − 1: murmur2 of the UTF-8 bytes without its sign bit, modulo `partitions` (Kafka's default partitioner).
 */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(utf8Of(key)) & 0x7fffffff) % partitions;
}

/** murmur2 as in `org.apache.kafka.common.utils.Utils`: a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const wholeWords = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < wholeWords; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    const mixed = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  const rest = length - wholeWords;
  if (rest === 3) hash ^= bytes[wholeWords + 2]! << 16;
  if (rest >= 2) hash ^= bytes[wholeWords + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[wholeWords]!, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

function utf8Of(key: string): Uint8Array {
  // A UTF-16 code unit is at most three bytes of UTF-8.
  if (key.length * 3 > scratch.length) return encoder.encode(key);
  return scratch.subarray(0, encoder.encodeInto(key, scratch).written);
}
