/** The root of leaves that come one after the other, for who stores none of them. */
import { emptyRoot, nodeHash } from "./merkle-tree.ts";

/** Holds one hash for each complete subtree at the right edge. */
export class RunningRoot {
  /** The largest subtree first; `size` is a power of two. */
  readonly #subtrees: { readonly size: number; readonly hash: Uint8Array }[] = [];

  add(leaf: Uint8Array): void {
    let added = { size: 1, hash: leaf };
    for (let last = this.#subtrees.at(-1); last?.size === added.size; last = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      added = { size: 2 * added.size, hash: nodeHash(last.hash, added.hash) };
    }
    this.#subtrees.push(added);
  }

  /** Of all leaves so far. */
  root(): Uint8Array {
    const last = this.#subtrees.at(-1);
    if (last === undefined) return emptyRoot;
    return this.#subtrees.slice(0, -1).reduceRight((right, { hash }) => nodeHash(hash, right), last.hash);
  }
}
