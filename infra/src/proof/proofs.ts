/** Proofs as callers get them: of the trees and checkpoints that are stored, without a look at the log. */
import { consistencyPath, inclusionPath, leafAt, rootOf } from "./domain/merkle-tree.ts";
import { verifierText } from "./domain/signed-note.ts";
import type { NoteKey } from "./domain/signed-note.ts";
import { publicKeyPem } from "./signer.ts";
import type { ProofStore, StoredCheckpoint } from "./proof-store.ts";

export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  /** The lowest first. */
  readonly path: readonly Uint8Array[];
}

export interface Consistency {
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Reads synchronously: some tiles of 8 KiB. Errors of SQLite pass. */
export class Proofs {
  /** What verifiers of signed notes are given. */
  readonly verifier: string;
  /** In PEM. */
  readonly publicKey: string;
  readonly partitions: number;
  readonly #store: ProofStore;

  constructor(options: { readonly store: ProofStore; readonly key: NoteKey; readonly partitions: number }) {
    this.#store = options.store;
    this.partitions = options.partitions;
    this.verifier = verifierText(options.key);
    this.publicKey = publicKeyPem(options.key.publicKey);
  }

  /** The largest one of a partition; null where there is none yet. */
  latest(partition: number): StoredCheckpoint | null {
    return this.#store.latest(partition);
  }

  /** Null where none is of just this size. */
  checkpoint(partition: number, size: number): StoredCheckpoint | null {
    return this.#store.checkpoint(partition, size);
  }

  /** Those of fewer than `below` records, the largest first. */
  history(partition: number, below: number, limit: number): StoredCheckpoint[] {
    return this.#store.checkpoints(partition, below, limit);
  }

  /** That the tree of the first `size` records holds the one at `offset`. `size` is at most that of the latest checkpoint. */
  inclusion(partition: number, offset: number, size: number): Inclusion {
    const readTile = this.#store.tilesOf(partition);
    return { leaf: leafAt(readTile, offset), root: rootOf(size, readTile), path: inclusionPath(offset, size, readTile) };
  }

  /** That the tree of the first `to` records begins with that of the first `from`. Both are at most the size of the latest checkpoint. */
  consistency(partition: number, from: number, to: number): Consistency {
    const readTile = this.#store.tilesOf(partition);
    return { fromRoot: rootOf(from, readTile), toRoot: rootOf(to, readTile), path: consistencyPath(from, to, readTile) };
  }
}
