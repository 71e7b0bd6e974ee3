/**
 * The Merkle tree of RFC 6962 and RFC 9162 (SHA-256) over leaves that are only ever appended. Its hashes are stored as tiles (C2SP tlog-tiles): a
 * tile of level L holds up to 256 hashes of complete subtrees of 256^L leaves, and every other node follows from those. Pure: whoever calls brings
 * the tiles. Indexes and sizes are whole numbers below 2^53.
 */
import { hash } from "node:crypto";

export const hashBytes = 32;
/** Hashes in a complete tile. */
export const tileWidth = 256;
const levelsPerTile = 8;

/** The first hashes of a tile, one behind the other; of a complete one all 256. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** Gives the hashes of a tile as far as they are there. */
export type ReadTile = (level: number, index: number) => Uint8Array;

/** The leaf with this index among the hashes of its tile of the lowest level; shorter than a hash, or empty, where the tile ends before it. */
export function leafIn(tile: Uint8Array, index: number): Uint8Array {
  const at = (index % tileWidth) * hashBytes;
  return tile.subarray(at, at + hashBytes);
}

/** The same, of the tile that it is in. */
export const leafAt = (readTile: ReadTile, index: number): Uint8Array => leafIn(readTile(0, Math.floor(index / tileWidth)), index);

/** RFC 9162, 2.1.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 1 + hashBytes);
  return hash("sha256", nodeBytes, "buffer");
}

/** What is hashed of a node, written anew for each: there is one for every leaf. */
const nodeBytes = Buffer.alloc(1 + 2 * hashBytes);
nodeBytes[0] = 1;

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = hash("sha256", "", "buffer");

/** Of neighbouring complete subtrees, a power of two of them. */
function foldHashes(hashes: Uint8Array): Buffer {
  let level = hashes;
  while (level.length > hashBytes) {
    const above = Buffer.allocUnsafe(level.length / 2);
    for (let at = 0; at < level.length; at += 2 * hashBytes) {
      above.set(nodeHash(level.subarray(at, at + hashBytes), level.subarray(at + hashBytes, at + 2 * hashBytes)), at / 2);
    }
    level = above;
  }
  return Buffer.from(level);
}

/** The complete subtree of 2^height leaves that begins at `from`, a multiple of that. */
function completeSubtree(from: number, height: number, readTile: ReadTile): Buffer {
  const level = Math.floor(height / levelsPerTile);
  const count = 2 ** (height % levelsPerTile);
  const first = from / tileWidth ** level;
  const tile = Math.floor(first / tileWidth);
  const start = (first % tileWidth) * hashBytes;
  const hashes = readTile(level, tile).subarray(start, start + count * hashBytes);
  if (hashes.length !== count * hashBytes)
    throw new RangeError(`tile ${level}/${tile} ends before its hash ${(first % tileWidth) + count}`);
  return foldHashes(hashes);
}

/** The largest power of two below `size`, for a size of 2 or more. */
function splitOf(size: number): number {
  let split = 1;
  while (2 * split < size) split *= 2;
  return split;
}

/** The height of a complete tree of `size` leaves; null where a tree of that size is not complete. */
function heightOf(size: number): number | null {
  const height = Math.round(Math.log2(size));
  return 2 ** height === size ? height : null;
}

/** The root over the leaves `from` to `to` (exclusive): of a complete subtree, or of one at the right edge of a tree. */
function subtreeRoot(from: number, to: number, readTile: ReadTile): Buffer {
  const size = to - from;
  const height = heightOf(size);
  if (height !== null) return completeSubtree(from, height, readTile);
  const split = splitOf(size);
  return nodeHash(subtreeRoot(from, from + split, readTile), subtreeRoot(from + split, to, readTile));
}

/** The root of the tree of the first `size` leaves: MTH of RFC 9162, 2.1.1. */
export function rootOf(size: number, readTile: ReadTile): Buffer {
  return size === 0 ? emptyRoot : subtreeRoot(0, size, readTile);
}

/** PATH of RFC 9162, 2.1.3.1: the hashes that lead from leaf `index` to the root of `size` leaves, the lowest first. `index` is below `size`. */
export function inclusionPath(index: number, size: number, readTile: ReadTile): Buffer[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`there is no leaf ${index} in a tree of ${size}`);
  const path: Buffer[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const split = from + splitOf(to - from);
    const isLeft = index < split;
    path.push(isLeft ? subtreeRoot(split, to, readTile) : subtreeRoot(from, split, readTile));
    if (isLeft) to = split;
    else from = split;
  }
  return path.toReversed();
}

/** PROOF of RFC 9162, 2.1.4.1: that the tree of `size` leaves begins with that of `earlier` leaves. 1 to `size`. */
export function consistencyPath(earlier: number, size: number, readTile: ReadTile): Buffer[] {
  if (!(earlier >= 1 && earlier <= size)) throw new RangeError(`a tree of ${earlier} leaves is not the beginning of one of ${size}`);
  const path: Buffer[] = [];
  let [from, to, isWhole] = [0, size, true];
  while (to !== earlier) {
    const split = from + splitOf(to - from);
    const isLeft = earlier <= split;
    path.push(isLeft ? subtreeRoot(split, to, readTile) : subtreeRoot(from, split, readTile));
    if (isLeft) to = split;
    else [from, isWhole] = [split, false];
  }
  if (!isWhole) path.push(subtreeRoot(from, to, readTile));
  return path.toReversed();
}

/** The root that follows from a leaf and its path, RFC 9162, 2.1.3.2; null where the path is not of this index and size. */
export function rootOfInclusion(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Buffer | null {
  if (!(index >= 0 && index < size)) return null;
  let [node, last] = [index, size - 1];
  let root: Buffer = Buffer.from(leaf);
  for (const one of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(one, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else root = nodeHash(root, one);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

/** Whether the tree of `size` leaves and `root` begins with that of `earlier` leaves and `earlierRoot`, RFC 9162, 2.1.4.2. */
export function isConsistent(
  { size: earlier, root: earlierRoot }: TreeHead,
  { size, root }: TreeHead,
  path: readonly Uint8Array[],
): boolean {
  if (earlier === size) return path.length === 0 && Buffer.compare(earlierRoot, root) === 0;
  if (!(earlier >= 1 && earlier < size)) return false;
  const whole = heightOf(earlier) !== null ? [earlierRoot, ...path] : path;
  const [first, ...rest] = whole;
  if (first === undefined) return false;
  let [node, last] = [earlier - 1, size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [left, right]: [Buffer, Buffer] = [Buffer.from(first), Buffer.from(first)];
  for (const one of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [left, right] = [nodeHash(one, left), nodeHash(one, right)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else right = nodeHash(right, one);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && Buffer.compare(left, earlierRoot) === 0 && Buffer.compare(right, root) === 0;
}

/** The size of a tree and its root. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Appends leaves to a tree of `size` leaves. It holds the tiles of the right edge in memory, some kilobytes. */
export class TileWriter {
  /** By level: the tile at the right edge, never complete. */
  readonly #edge: Buffer[] = [];
  /** By level: how many hashes there are in all of its tiles. */
  readonly #counts: number[] = [];
  /** Complete since the last `changed`. */
  #complete: Tile[] = [];

  constructor(size: number, readTile: ReadTile) {
    for (let [level, count] = [0, size]; count > 0; [level, count] = [level + 1, Math.floor(count / tileWidth)]) {
      const part = count % tileWidth;
      const stored = part === 0 ? new Uint8Array() : readTile(level, Math.floor(count / tileWidth)).subarray(0, part * hashBytes);
      if (stored.length !== part * hashBytes)
        throw new RangeError(`tile ${level}/${Math.floor(count / tileWidth)} is shorter than its tree`);
      const edge = Buffer.alloc(tileWidth * hashBytes);
      edge.set(stored);
      this.#edge[level] = edge;
      this.#counts[level] = count;
    }
  }

  get size(): number {
    return this.#counts[0] ?? 0;
  }

  add(leaf: Uint8Array): void {
    this.#put(0, leaf);
  }

  /** The tiles that `add` completed since the last call, and those at the right edge as they are now. */
  changed(): Tile[] {
    const complete = this.#complete;
    this.#complete = [];
    const edge = this.#edge.map((hashes, level) => {
      const count = this.#counts[level] ?? 0;
      return { level, index: Math.floor(count / tileWidth), hashes: Buffer.from(hashes.subarray(0, (count % tileWidth) * hashBytes)) };
    });
    return [...complete, ...edge.filter(({ hashes }) => hashes.length > 0)];
  }

  #put(level: number, one: Uint8Array): void {
    const edge = (this.#edge[level] ??= Buffer.alloc(tileWidth * hashBytes));
    const count = this.#counts[level] ?? 0;
    edge.set(one, (count % tileWidth) * hashBytes);
    this.#counts[level] = count + 1;
    if ((count + 1) % tileWidth !== 0) return;
    this.#complete.push({ level, index: Math.floor(count / tileWidth), hashes: Buffer.from(edge) });
    this.#put(level + 1, foldHashes(edge));
  }
}
