/**
 * The trees of a log and their checkpoints, in a SQLite file beside the log. Tiles follow from the log; checkpoints do not, since they are what was
 * signed: they are never changed and never removed.
 */
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { foldersUpTo, syncFolderAtOnce } from "../process/sync-folder.ts";
import type { ReadTile, Tile, TreeHead } from "./domain/merkle-tree.ts";

/** A checkpoint as it was signed. */
export interface StoredCheckpoint extends TreeHead {
  readonly partition: number;
  /** The signed note. */
  readonly note: string;
  readonly signedAtMs: number;
}

const fileName = "proof.sqlite";
const busyTimeoutMs = 10_000;

/** Where the proof of the log of a data folder is. */
export const proofDirectoryOf = (dataDirectory: string): string => join(dataDirectory, "proof");

/** Errors of SQLite pass. */
export class ProofStore {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Makes the folder and the file where there are none. Whoever opens it may read and write; several may at once. */
  static open(directory: string): ProofStore {
    const firstMade = mkdirSync(directory, { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(join(directory, fileName), { timeout: busyTimeoutMs });
    database.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      begin immediate;
      create table if not exists tiles (
        partition integer not null, level integer not null, tile integer not null, hashes blob not null,
        primary key (partition, level, tile)
      ) strict;
      create table if not exists checkpoints (
        partition integer not null, tree_size integer not null, root blob not null, note text not null, signed_at_ms integer not null,
        primary key (partition, tree_size)
      ) strict;
      commit;
    `);
    if (firstMade !== undefined) for (const folder of foldersUpTo(join(firstMade, ".."), directory)) syncFolderAtOnce(folder);
    return new ProofStore(database);
  }

  /** For reading alone, such as a copy on a medium that cannot be written. Throws where there is none. */
  static openToRead(directory: string): ProofStore {
    return new ProofStore(new DatabaseSync(join(directory, fileName), { readOnly: true, timeout: busyTimeoutMs }));
  }

  /** Reads the tiles of a partition: of one that is not there no hash. */
  tilesOf(partition: number): ReadTile {
    const select = this.#database.prepare("select hashes from tiles where partition = ? and level = ? and tile = ?");
    return (level, index) => (select.get(partition, level, index)?.["hashes"] as Uint8Array | undefined) ?? new Uint8Array();
  }

  /** Stores tiles, in place of shorter ones of before. Durable when it returns. */
  putTiles(partition: number, tiles: readonly Tile[]): void {
    const put = this.#database.prepare("insert or replace into tiles values (?, ?, ?, ?)");
    this.#database.exec("begin immediate");
    try {
      for (const { level, index, hashes } of tiles) put.run(partition, level, index, hashes);
      this.#database.exec("commit");
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  /** Stores a checkpoint; one of this size that is there already stays. Durable when it returns. */
  putCheckpoint({ partition, size, root, note, signedAtMs }: StoredCheckpoint): void {
    this.#database.prepare("insert or ignore into checkpoints values (?, ?, ?, ?, ?)").run(partition, size, root, note, signedAtMs);
  }

  /** The checkpoint with the most records; null where there is none. */
  latest(partition: number): StoredCheckpoint | null {
    return this.checkpoints(partition, Number.MAX_SAFE_INTEGER, 1)[0] ?? null;
  }

  /** Those of fewer than `below` records, the largest first. */
  checkpoints(partition: number, below: number, limit: number): StoredCheckpoint[] {
    return this.#database
      .prepare("select * from checkpoints where partition = ? and tree_size < ? order by tree_size desc limit ?")
      .all(partition, below, limit)
      .map(checkpointOf);
  }

  /** Null where none is of just this size. */
  checkpoint(partition: number, size: number): StoredCheckpoint | null {
    const row = this.#database.prepare("select * from checkpoints where partition = ? and tree_size = ?").get(partition, size);
    return row === undefined ? null : checkpointOf(row);
  }

  /** The partitions that have a checkpoint. */
  partitions(): number[] {
    const rows = this.#database.prepare("select distinct partition from checkpoints order by partition").all();
    return rows.map(({ partition }) => Number(partition));
  }

  /** Writes one state of all of it into a new file, and makes its folder. */
  copyTo(directory: string): void {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    rmSync(join(directory, fileName), { force: true });
    this.#database.prepare("vacuum into ?").run(join(directory, fileName));
    chmodSync(join(directory, fileName), 0o600);
    syncFolderAtOnce(directory);
  }

  close(): void {
    this.#database.close();
  }
}

function checkpointOf(row: Readonly<Record<string, unknown>>): StoredCheckpoint {
  return {
    partition: Number(row["partition"]),
    size: Number(row["tree_size"]),
    root: row["root"] as Uint8Array,
    note: String(row["note"]),
    signedAtMs: Number(row["signed_at_ms"]),
  };
}
