/** The tree against the vectors of RFC 6962's first implementation, and against a tree that follows the RFC's recursion word by word. */
import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  consistencyPath,
  emptyRoot,
  hashBytes,
  inclusionPath,
  isConsistent,
  nodeHash,
  rootOf,
  rootOfInclusion,
  TileWriter,
} from "./merkle-tree.ts";

const leafOf = (data: Uint8Array) => hash("sha256", Buffer.concat([Buffer.of(0), data]), "buffer");

/** MTH, PATH and PROOF of RFC 9162, section 2.1, without tiles. */
const split = (size: number) => 2 ** Math.ceil(Math.log2(size) - 1);
const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
};
const naivePath = (m: number, leaves: readonly Buffer[]): Buffer[] => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
};
const naiveProof = (m: number, leaves: readonly Buffer[], isWhole = true): Buffer[] => {
  if (m === leaves.length) return isWhole ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...naiveProof(m, leaves.slice(0, k), isWhole), naiveRoot(leaves.slice(k))]
    : [...naiveProof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
};

/** Tiles of leaves that are appended in batches, each batch by a writer that begins with what was stored. */
function tilesOf(leaves: readonly Buffer[], batches: readonly number[] = [leaves.length]) {
  const stored = new Map<string, Uint8Array>();
  const readTile = (level: number, index: number) => stored.get(`${level}/${index}`) ?? new Uint8Array();
  let size = 0;
  for (const batch of [...batches, leaves.length]) {
    const writer = new TileWriter(size, readTile);
    for (const leaf of leaves.slice(size, size + batch)) writer.add(leaf);
    for (const { level, index, hashes } of writer.changed()) stored.set(`${level}/${index}`, hashes);
    size = writer.size;
  }
  return readTile;
}

const vectors = [
  ["", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
  ["00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
  ["10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
  ["2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
  ["3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
  ["40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
  ["5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
  ["606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
] as const;

test("the roots of the known vectors", () => {
  const leaves = vectors.map(([data]) => leafOf(Buffer.from(data, "hex")));
  const readTile = tilesOf(leaves);
  expect(rootOf(0, readTile).toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  vectors.forEach(([, root], index) => expect(rootOf(index + 1, readTile).toString("hex")).toBe(root));
});

const manyLeaves = Array.from({ length: 70_000 }, (_, index) => leafOf(Buffer.from(String(index))));
const sizes = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2000 }), fc.constantFrom(255, 256, 257, 511, 512, 513));

test("whatever the batches, roots and paths are those of the RFC's recursion, and verify", () => {
  fc.assert(
    fc.property(sizes, fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 6 }), fc.nat(), fc.nat(), (size, batches, a, b) => {
      const leaves = manyLeaves.slice(0, size);
      const readTile = tilesOf(leaves, batches);
      const [index, earlier] = [a % size, 1 + (b % size)];
      const [root, earlierRoot] = [rootOf(size, readTile), rootOf(earlier, readTile)];
      expect(root).toEqual(naiveRoot(leaves));
      const path = inclusionPath(index, size, readTile);
      expect(path).toEqual(naivePath(index, leaves));
      expect(rootOfInclusion(leaves[index]!, index, size, path)).toEqual(root);
      const proof = consistencyPath(earlier, size, readTile);
      expect(proof).toEqual(naiveProof(earlier, leaves));
      expect(isConsistent({ size: earlier, root: earlierRoot }, { size, root }, proof)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a tree of three levels of tiles has the root of the RFC's recursion", () => {
  const readTile = tilesOf(manyLeaves, [65_535, 1, 1]);
  for (const size of [65_536, 65_537, 70_000]) expect(rootOf(size, readTile)).toEqual(naiveRoot(manyLeaves.slice(0, size)));
});

test("what was changed in one bit verifies nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), fc.nat(), (size, a, b, bit) => {
      const leaves = manyLeaves.slice(0, size);
      const readTile = tilesOf(leaves);
      const [index, earlier] = [a % size, 1 + (b % (size - 1))];
      const root = rootOf(size, readTile);
      const flipped = (one: Uint8Array) => {
        const copy = Buffer.from(one);
        copy[Math.floor(bit / 8) % hashBytes]! ^= 1 << (bit % 8);
        return copy;
      };
      const path = inclusionPath(index, size, readTile);
      expect(rootOfInclusion(flipped(leaves[index]!), index, size, path)).not.toEqual(root);
      const at = bit % path.length;
      expect(rootOfInclusion(leaves[index]!, index, size, path.with(at, flipped(path[at]!)))).not.toEqual(root);
      expect(rootOfInclusion(leaves[index]!, index, size, [...path, root])).toBeNull();
      expect(rootOfInclusion(leaves[index]!, index, size, path.slice(1))).not.toEqual(root);
      const proof = consistencyPath(earlier, size, readTile);
      const trees = [
        { size: earlier, root: rootOf(earlier, readTile) },
        { size, root },
      ] as const;
      const changed = bit % proof.length;
      expect(isConsistent(...trees, proof.with(changed, flipped(proof[changed]!)))).toBe(false);
      expect(isConsistent({ size: earlier, root: flipped(trees[0].root) }, trees[1], proof)).toBe(false);
      expect(isConsistent(trees[0], { size, root: flipped(root) }, proof)).toBe(false);
      expect(isConsistent(...trees, proof.slice(1))).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test("a tile that is shorter than its tree says so", () => {
  const short = () => new Uint8Array(hashBytes);
  expect(() => rootOf(2, short)).toThrow(RangeError);
  expect(() => new TileWriter(2, short)).toThrow(RangeError);
  expect(() => inclusionPath(2, 2, short)).toThrow(RangeError);
  expect(() => consistencyPath(3, 2, short)).toThrow(RangeError);
});
