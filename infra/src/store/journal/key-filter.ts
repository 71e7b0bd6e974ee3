/**
 * A set of 64-bit keys that takes some 12 bits for each (a blocked Bloom filter): it says of every key that was added that it may be there, and of about
 * one in a hundred others. Keys are bits of a hash already, so no further one is computed. Grows by parts, each twice as large as the one before.
 *
 * Source: F. Putze, P. Sanders, J. Singler, "Cache-, hash- and space-efficient Bloom filters", 2007.
 */

const bitsPerKey = 12;
const wordsPerBlock = 16;
const bitsPerBlock = 32 * wordsPerBlock;
const probes = 6;
const firstCapacity = 65_536;

interface Part {
  readonly words: Uint32Array;
  readonly blocks: number;
  readonly capacity: number;
  keys: number;
}

function makePart(capacity: number): Part {
  const blocks = Math.ceil((capacity * bitsPerKey) / bitsPerBlock);
  return { words: new Uint32Array(blocks * wordsPerBlock), blocks, capacity, keys: 0 };
}

/** The halves of a key: unsigned integers of 32 bits. */
export interface KeyFilter {
  readonly bytes: number;
  add(low: number, high: number): void;
  /** False: it was never added. */
  mayHold(low: number, high: number): boolean;
}

export const lowHalf = (key: bigint): number => Number(BigInt.asUintN(32, key));
export const highHalf = (key: bigint): number => Number(key >> 32n);

/** Gives an empty one. */
export function createKeyFilter(): KeyFilter {
  const parts = [makePart(firstCapacity)];
  const mayHold = (low: number, high: number) => parts.some((part) => isSet(part, low, high));
  return {
    get bytes() {
      return parts.reduce((sum, { words }) => sum + words.byteLength, 0);
    },
    mayHold,
    add(low, high) {
      if (mayHold(low, high)) return;
      let part = parts.at(-1)!;
      if (part.keys >= part.capacity) parts.push((part = makePart(2 * part.capacity)));
      part.keys += 1;
      set(part, low, high);
    },
  };
}

/** The block is of the low half; the bits in it are of the high one, by double hashing. */
function set({ words, blocks }: Part, low: number, high: number): void {
  const block = (low % blocks) * wordsPerBlock;
  const step = ((high >>> 9) % bitsPerBlock) | 1;
  for (let probe = 0, bit = high % bitsPerBlock; probe < probes; probe += 1, bit = (bit + step) % bitsPerBlock) {
    words[block + (bit >>> 5)]! |= 1 << (bit & 31);
  }
}

function isSet({ words, blocks }: Part, low: number, high: number): boolean {
  const block = (low % blocks) * wordsPerBlock;
  const step = ((high >>> 9) % bitsPerBlock) | 1;
  for (let probe = 0, bit = high % bitsPerBlock; probe < probes; probe += 1, bit = (bit + step) % bitsPerBlock) {
    if ((words[block + (bit >>> 5)]! & (1 << (bit & 31))) === 0) return false;
  }
  return true;
}
